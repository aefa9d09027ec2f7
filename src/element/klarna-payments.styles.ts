import {css} from 'lit';

export const styles = css`
  :host {
    --_accent: var(--klarna-payments-accent-color, currentColor);
    --_border: var(
      --klarna-payments-border-color,
      color-mix(in srgb, currentColor 55%, transparent)
    );
    --_radius: var(--klarna-payments-border-radius, 8px);
    --_gap: var(--klarna-payments-gap, 8px);
    display: block;
    font: inherit;
    min-inline-size: 0;
  }
  :host([hidden]) {
    display: none !important;
  }
  [hidden] {
    display: none !important;
  }
  [part='tablist'] {
    display: flex;
    flex-wrap: wrap;
    gap: var(--_gap);
    margin-block-end: var(--_gap);
  }
  button {
    min-block-size: 44px;
    border: 1px solid var(--_border);
    border-radius: var(--_radius);
    background: none;
    color: inherit;
    font: inherit;
    cursor: pointer;
  }
  button:focus-visible,
  [part='panel']:focus-visible {
    outline: 2px solid var(--klarna-payments-focus-color, var(--_accent));
    outline-offset: 2px;
  }
  [part='tab'] {
    display: inline-flex;
    align-items: center;
    gap: 0.5em;
    max-inline-size: 100%;
    padding: var(--klarna-payments-tab-padding, 8px 16px);
    overflow-wrap: anywhere;
    text-align: start;
  }
  [part='tab'][aria-selected='true'] {
    border-color: var(--_accent);
    box-shadow: inset 0 -3px var(--_accent);
    font-weight: 600;
  }
  [part='tab-icon'] {
    block-size: 1.25em;
    inline-size: auto;
  }
  [part='panel'] {
    box-sizing: border-box;
    min-block-size: var(--klarna-payments-panel-min-height, 230px);
    padding: var(--klarna-payments-panel-padding, 0);
    border-radius: var(--_radius);
  }
  [part='loading-indicator'] {
    display: flex;
    align-items: center;
    gap: var(--_gap);
    padding: 16px;
  }
  [part='loading-indicator']::before {
    content: '';
    flex: none;
    inline-size: 1em;
    block-size: 1em;
    border: 2px solid var(--_border);
    border-block-start-color: var(--_accent);
    border-radius: 50%;
    animation: turn 1s linear infinite;
  }
  [part='message'] {
    margin: 0;
    padding-block: 8px;
  }
  [part='retry-button'] {
    margin-block: 8px;
    padding-inline: 16px;
  }
  [role='status'] {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  @keyframes turn {
    to {
      rotate: 1turn;
    }
  }
  @media (prefers-reduced-motion: reduce) {
    [part='loading-indicator']::before {
      animation: none;
    }
  }
  @media (forced-colors: active) {
    [part='tab'][aria-selected='true'] {
      border: 3px solid Highlight;
      box-shadow: none;
    }
  }
`;
