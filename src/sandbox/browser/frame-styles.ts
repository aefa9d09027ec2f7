/**
 * The looks of the frames: plain and nobody's trademark, light or dark as the
 * shop's page is. The canvas stays see-through, hence colours on boxes and
 * none on the root.
 */
export const frameStyles = `
:root {
  --ink: #1c2331;
  --quiet: #596273;
  --paper: #fff;
  --line: #d5dae3;
  --accent: #3046c5;
  --on-accent: #fff;
  font: 16px/1.5 system-ui, sans-serif;
  color: var(--ink);
}
:root[data-scheme='dark'] {
  color-scheme: dark;
  --ink: #eef1f7;
  --quiet: #b3bccd;
  --paper: #1b202b;
  --line: #475064;
  --accent: #a9b8ff;
  --on-accent: #10162e;
}
* { box-sizing: border-box; }
body { margin: 0; }
h1 { font-size: 1.25rem; margin: 0 0 .25rem; }
p { margin: 0 0 .5rem; }
.badge {
  display: inline-block; padding: 0 .5rem; border: 1px dashed currentColor;
  border-radius: 4px; font-size: .8125rem; color: var(--quiet);
}
.note { font-weight: 600; }
fieldset { display: grid; gap: .25rem; margin: 0; border: 0; padding: 0; }
legend { padding: 0; color: var(--quiet); }
label { display: flex; gap: .5rem; align-items: center; min-height: 1.75rem; }
input { accent-color: var(--accent); }
button, select {
  font: inherit; color: inherit; min-height: 44px; padding: .5rem 1rem;
  background: var(--paper); border: 1px solid var(--quiet); border-radius: 8px;
}
button { cursor: pointer; }
button.primary {
  color: var(--on-accent); background: var(--accent); border-color: var(--accent);
}
button.quiet { border-color: transparent; text-decoration: underline; }
button:disabled { opacity: .5; cursor: default; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
h1:focus-visible { outline: none; }
`;

export const widgetStyles = `
main {
  background: var(--paper); padding: .75rem 1rem; border-radius: 8px;
  border: 1px solid transparent;
}
`;

export const purchaseStyles = `
html, body { height: 100%; }
body { display: grid; overflow: auto; background: rgb(10 14 25 / .6); }
.dialog {
  width: min(100%, 30rem); max-height: 100%; overflow: auto; margin: auto;
  padding: 1rem 1.25rem 1.25rem; background: var(--paper);
  /* Seen where the browser chooses the colours. */
  border: 1px solid transparent; border-radius: 12px;
  display: grid; grid-template-columns: minmax(0, 1fr); gap: .75rem;
}
@media (max-width: 30rem) {
  .dialog { margin-bottom: 0; border-radius: 12px 12px 0 0; }
}
.top { display: flex; justify-content: space-between; align-items: center; }
.top p { margin: 0; }
table { border-collapse: collapse; width: 100%; }
caption, summary { text-align: start; color: var(--quiet); }
summary { cursor: pointer; }
th { text-align: start; font-weight: 400; overflow-wrap: anywhere; }
td {
  text-align: end; vertical-align: bottom; white-space: nowrap;
  padding-inline-start: 1rem;
}
tfoot th, tfoot td { border-top: 1px solid var(--line); font-weight: 700; }
dl {
  display: grid; grid-template-columns: auto minmax(0, 1fr); gap: 0 1rem;
  margin: .25rem 0 0; font-size: .875rem;
}
dt { color: var(--quiet); }
dd { margin: 0; overflow-wrap: anywhere; }
@media (max-width: 30rem) {
  dl { display: block; }
  dd { margin-bottom: .25rem; }
}
.actions { display: flex; flex-wrap: wrap; gap: .5rem; }
.actions button { flex: 1 1 8rem; }
.correction { border-top: 1px solid var(--line); padding-top: .75rem; }
.correction > * { flex: 1 0 100%; min-width: 0; }
`;
