const css = String.raw;

export const styles = css`
  :host {
    --_border: 1px solid var(--klarna-payments-border-color, #767676);
    --_radius: var(--klarna-payments-border-radius, 8px);
    --_gap: var(--klarna-payments-gap, 8px);
    --_accent: var(--klarna-payments-accent-color, currentColor);
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
    gap: var(--_gap);
  }
  [part='tablist'] {
    align-items: stretch;
    margin-block-end: var(--_gap);
  }
  button {
    min-block-size: 44px;
    padding: var(--klarna-payments-tab-padding, 8px 16px);
    border: var(--_border);
    border-radius: var(--_radius);
    background: none;
    color: inherit;
    font: inherit;
    text-align: start;
    overflow-wrap: anywhere;
    cursor: pointer;
  }
  :focus-visible {
    outline: 2px solid var(--klarna-payments-focus-color, var(--_accent));
    outline-offset: 2px;
  }
  [aria-selected='true'] {
    border-color: var(--_accent);
    box-shadow: inset 0 -3px var(--_accent);
    font-weight: 600;
  }
  [part='tab-icon'] {
    block-size: 1.25em;
  }
  [part='panel'] {
    min-block-size: var(--klarna-payments-panel-min-height, 230px);
    padding: var(--klarna-payments-panel-padding, 0);
    border-radius: var(--_radius);
  }
  [part='loading-indicator'] {
    padding: 16px;
  }
  [part='loading-indicator']::before {
    content: '';
    padding: 0.5em;
    border: var(--_border);
    border-block-start-color: var(--_accent);
    border-radius: 50%;
  }
  [role='status'] {
    position: absolute;
    inline-size: 1px;
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
