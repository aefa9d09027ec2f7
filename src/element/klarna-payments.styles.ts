import {css} from 'lit';

export const styles = css`
  :host {
    display: block;
  }
  :host([hidden]),
  [hidden] {
    display: none !important;
  }
  [part='tablist'],
  [part='loading-indicator'],
  button {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--klarna-payments-gap, 8px);
  }
  [part='tablist'] {
    align-items: stretch;
    margin-block-end: var(--klarna-payments-gap, 8px);
  }
  button {
    min-block-size: 44px;
    padding: var(--klarna-payments-tab-padding, 8px 16px);
    border: 1px solid var(--klarna-payments-border-color, #767676);
    border-radius: var(--klarna-payments-border-radius, 8px);
    background: none;
    color: inherit;
    font: inherit;
    text-align: start;
    overflow-wrap: anywhere;
    cursor: pointer;
  }
  :focus-visible {
    outline: 2px solid
      var(
        --klarna-payments-focus-color,
        var(--klarna-payments-accent-color, currentColor)
      );
    outline-offset: 2px;
  }
  [aria-selected='true'] {
    border-color: var(--klarna-payments-accent-color, currentColor);
    box-shadow: inset 0 -3px var(--klarna-payments-accent-color, currentColor);
    font-weight: 600;
  }
  [part='tab-icon'] {
    block-size: 1.25em;
  }
  [part='panel'] {
    min-block-size: var(--klarna-payments-panel-min-height, 230px);
    padding: var(--klarna-payments-panel-padding, 0);
    border-radius: var(--klarna-payments-border-radius, 8px);
  }
  [part='loading-indicator'] {
    padding: 16px;
  }
  [part='loading-indicator']::before {
    content: '';
    padding: 0.5em;
    border: 1px solid var(--klarna-payments-border-color, #767676);
    border-block-start-color: var(--klarna-payments-accent-color, currentColor);
    border-radius: 50%;
  }
  [role='status'] > span {
    position: absolute;
    block-size: 1px;
    overflow: hidden;
    clip-path: inset(50%);
  }
  @keyframes turn {
    to {
      rotate: 1turn;
    }
  }
  @media (prefers-reduced-motion: no-preference) {
    ::before {
      animation: turn 1s linear infinite;
    }
  }
  @media (forced-colors: active) {
    [aria-selected='true'] {
      border: 3px solid Highlight;
    }
  }
`;
