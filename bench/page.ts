import {changes, type Figures, type Spread} from './peers/measure.js';
import {names, ways, type Way, type Weight} from './peers/contenders.js';
import {delays} from './peers/shop.js';

/** What the page is written from. */
export interface Report {
  figures: Record<Way, Figures>;
  weights: Record<Way, Weight>;
  versions: Record<Way, string>;
  runs: number;
  machine: string;
  browser: string;
  others: ReadonlyArray<{title: string; output: string}>;
}

const targets = {time: 0.8, bytes: 0.45};

/** The page of the documentation that says how fast it is. */
export function pageOf(report: Report): string {
  const {figures, weights} = report;
  return `# How fast is it

Written by \`npm run bench\`, which measures the element beside the two peers
that run Klarna's widget in a page, on one machine, in one browser and in turn:
${ways.map((way) => `${names[way]} ${report.versions[way]}`).join(', ')}.
${report.runs} visits each; medians, with the least and the most.
${report.machine}. ${report.browser}.

Klarna is a double, the same for all: its script takes ${delays.script} ms, the
session ${delays.session} ms, the widget ${delays.load} ms. Nothing else waits: what a peer's shop has
to fetch besides is there at once, and Adyen's component, which starts with the
shopper's click by design, is clicked as soon as it is there. Both are in the
peers' favour.

## From navigation to widget

${plotOf(figures)}

${table(
  ['', 'to the widget, ms', 'main thread, ms', 'of it script, ms'],
  ways.map((way) => [
    names[way],
    spread(figures[way].widget),
    spread(figures[way].tasks),
    spread(figures[way].script),
  ]),
)}

## Bytes over the wire

JavaScript that the page loads, minified and compressed with gzip; Klarna's own
script is not in it.

${table(
  ['', 'kB', 'a shop also needs, kB'],
  ways.map((way) => [
    names[way],
    kilobytes(weights[way].code),
    weights[way].besides ? kilobytes(weights[way].besides) : '–',
  ]),
)}

BigCommerce's strategy is a part of its store service (\`essential\`), Adyen's
component is drawn by its style sheet; the element brings its looks along. The
strategy alone has no looks at all: tabs, messages and form are the shop's.

## A cart that changes ${changes} times, and a double click

Requests for a session and loads of the widget after ${changes} changes, all in one task
and 10 ms apart. Adyen's component has no change of the cart: a shop submits it
again, which is what is counted. Then how often Klarna is asked to authorize for
two clicks: one is right.

${table(
  [
    '',
    'at once: sessions / loads',
    'apart: sessions / loads',
    'double click: authorizes',
    'two clicks in one task: authorizes',
  ],
  ways.map((way) => {
    const {burst, authorizes} = figures[way];
    return [
      names[way],
      ...[burst.atOnce, burst.apart].map((each) =>
        each ? `${each.sessions} / ${each.loads}` : '–',
      ),
      ...[authorizes.mouse, authorizes.script].map((each) => `${each ?? '–'}`),
    ];
  }),
)}

${obstaclesOf(figures)}## Against what it is meant to be

${verdictOf(report)}

## The parts by themselves

As each prints it; where it names a limit of its own, that is a limit on a
machine that does nothing else.

${report.others.map(({title, output}) => `### ${title}\n\n\`\`\`text\n${output}\n\`\`\``).join('\n\n')}
`;
}

function obstaclesOf(figures: Record<Way, Figures>): string {
  return ways
    .flatMap((way) => figures[way].obstacle ?? [])
    .map((why) => `What could not be measured, and why: ${why}\n\n`)
    .join('');
}

/** Also what is not reached, and where a peer is better. */
function verdictOf({figures, weights}: Report): string {
  const peers = ways.filter((way) => way !== 'element');
  const least = (of: (way: Way) => number) =>
    peers.reduce((best, way) => (of(way) < of(best) ? way : best));
  const time = (way: Way) => figures[way].widget.median;
  const bytes = (way: Way) => weights[way].code;
  const whole = (way: Way) => weights[way].code + weights[way].besides;
  const line = (
    what: string,
    of: (way: Way) => number,
    target: number,
  ): string => {
    const best = least(of);
    const ratio = of('element') / of(best);
    return `- ${what}: ${ratio.toFixed(2)} of ${names[best]}'s; at most ${target.toFixed(2)} is meant, which is ${ratio <= target ? 'reached' : '**not reached**'}.`;
  };
  const better = peers.flatMap((way) => {
    const found = [
      ...(time(way) < time('element') ? ['its widget is there sooner'] : []),
      ...(bytes(way) < bytes('element') ? ['it has fewer bytes'] : []),
      ...(figures[way].tasks.median < figures.element.tasks.median
        ? [
            `it keeps the main thread ${(figures.element.tasks.median - figures[way].tasks.median).toFixed(0)} ms less`,
          ]
        : []),
      ...(figures[way].script.median < figures.element.script.median
        ? [
            `its script runs ${(figures.element.script.median - figures[way].script.median).toFixed(1)} ms less`,
          ]
        : []),
    ];
    return found.length > 0 ? [`- ${names[way]}: ${found.join(', ')}.`] : [];
  });
  return `${line('Time', time, targets.time)}
${line('Bytes, the code alone', bytes, targets.bytes)}
${line('Bytes, with what a shop also needs', whole, targets.bytes)}

Where a peer is better:

${better.length > 0 ? better.join('\n') : '- in none of these figures.'}`;
}

/** Bars for the medians, with the spread as a line; no blank line ends it. */
function plotOf(figures: Record<Way, Figures>): string {
  const width = 640;
  const left = 190;
  const row = 34;
  const most = Math.max(...ways.map((way) => figures[way].widget.most));
  const x = (time: number) =>
    Math.round(left + (time / most) * (width - left - 70));
  const rows = ways.map((way, index) => {
    const {median, least, most: last} = figures[way].widget;
    const y = index * row + 8;
    const opacity = way === 'element' ? 0.9 : 0.4;
    return `<text x="${left - 8}" y="${y + 15}" text-anchor="end">${names[way]}</text>
<rect x="${left}" y="${y}" width="${x(median) - left}" height="20" fill-opacity="${opacity}"/>
<path d="M${x(least)} ${y + 24}H${x(last)}" stroke="currentColor" stroke-width="2"/>
<text x="${x(last) + 8}" y="${y + 15}">${median.toFixed(0)} ms</text>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${ways.length * row + 8}" width="${width}" role="img" aria-label="Milliseconds from navigation to widget: ${ways.map((way) => `${names[way]} ${figures[way].widget.median.toFixed(0)}`).join(', ')}" font-family="sans-serif" font-size="13" fill="currentColor">
${rows.join('\n')}
</svg>`;
}

function table(head: readonly string[], rows: readonly string[][]): string {
  return [head, head.map(() => '---'), ...rows]
    .map((row) => `| ${row.join(' | ')} |`)
    .join('\n');
}

function spread({median, least, most}: Spread): string {
  return `${median.toFixed(0)} (${least.toFixed(0)}–${most.toFixed(0)})`;
}

function kilobytes(bytes: number): string {
  return (bytes / 1000).toFixed(1);
}
