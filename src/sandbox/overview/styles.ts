import {Markup} from './markup.js';

/** Plain and nobody's trademark, in light and dark. */
export const overviewStyles = new Markup(`
:root {
  --ink: light-dark(#1c2331, #eef1f7);
  --quiet: light-dark(#596273, #b3bccd);
  --paper: light-dark(#fff, #151922);
  --raised: light-dark(#f3f5f9, #1f2532);
  --line: light-dark(#d5dae3, #475064);
  --accent: light-dark(#3046c5, #a9b8ff);
  --no: light-dark(#a11d33, #ff9aa8);
  color-scheme: light dark;
  font: 16px/1.5 system-ui, sans-serif;
  color: var(--ink);
  background: var(--paper);
}
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 60rem; padding: 1rem; }
h1 { font-size: 1.75rem; margin: 0 0 .25rem; line-height: 1.2; }
h2 { font-size: 1.25rem; margin: 0 0 .5rem; }
header { margin-bottom: 1.5rem; }
p { margin: 0 0 .75rem; max-width: 45rem; }
section { border-top: 1px solid var(--line); padding: 1rem 0; }
a { color: var(--accent); }
.quiet, .status, time { color: var(--quiet); }
pre {
  overflow-x: auto; margin: 0; padding: .75rem 1rem; border-radius: 8px;
  background: var(--raised); font-size: .875rem;
}
table { border-collapse: collapse; width: 100%; }
th { text-align: start; color: var(--quiet); font-weight: 400; }
th, td { padding: .25rem .75rem .25rem 0; vertical-align: top; }
tbody tr { border-top: 1px solid var(--line); }
td { overflow-wrap: anywhere; }
#requests ~ table td:nth-child(2) { white-space: nowrap; }
time { white-space: nowrap; font-variant-numeric: tabular-nums; }
td strong { color: var(--no); }
.id { font-family: ui-monospace, monospace; font-size: .875rem; }
button, select {
  font: inherit; color: inherit; min-height: 44px; padding: .5rem 1rem;
  background: var(--raised); border: 1px solid var(--quiet);
  border-radius: 8px; max-width: 100%;
}
button { cursor: pointer; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.buttons { display: flex; flex-wrap: wrap; gap: .5rem; max-width: none; }
summary { cursor: pointer; min-height: 44px; padding: .5rem 0; }
.fault {
  display: grid; gap: .5rem; align-items: center; padding: .5rem 0;
  grid-template-columns: minmax(0, 3fr) minmax(0, 3fr) auto;
}
.active { list-style: none; padding: 0; margin: 0 0 .5rem; }
.active form { display: flex; gap: 1rem; align-items: center; padding: .25rem 0; }
.active span:first-of-type { color: var(--no); }
dl { margin: 0; }
dl div { display: grid; grid-template-columns: 10rem minmax(0, 1fr); gap: .5rem; }
dt { color: var(--quiet); }
dd { margin: 0; overflow-wrap: anywhere; }
.unseen {
  position: absolute; width: 1px; height: 1px; overflow: hidden;
  clip-path: inset(50%); white-space: nowrap;
}
@media (max-width: 40rem) {
  .fault { grid-template-columns: minmax(0, 1fr); }
  dl div { display: block; margin-bottom: .25rem; }
  table, tbody, tr, td { display: block; }
  thead { display: none; }
  td { padding: 0; }
  tbody tr { padding: .5rem 0; }
}
`);
