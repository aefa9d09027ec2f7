import type {Purchase} from './shopper.js';

/** What has come of an example; seconds that its steps took. */
export interface Row {
  readonly name: string;
  installs?: number;
  typeChecks?: number;
  builds?: number;
  purchase?: Purchase;
  /** All of it together. */
  seconds?: number;
  failure?: string | undefined;
  /** Why it was not run. */
  readonly skipped?: string;
}

const titles = [
  'example',
  'installs',
  'type-checks',
  'builds',
  'server-renders',
  'hydrates in silence',
  'pays',
  'then the shopper sees',
];

/** The table as Markdown. */
export function tableOf(rows: readonly Row[]): string {
  const cells = [titles, ...rows.map(cellsOf)];
  const widths = titles.map((_, column) =>
    Math.max(...cells.map((row) => (row[column] ?? '').length)),
  );
  const line = (row: readonly string[]) =>
    `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  const rule = widths.map((width) => '-'.repeat(width));
  const notes = rows
    .filter(({failure}) => failure)
    .map(({name, failure}) => `\n${name}: ${failure}`);
  return [line(titles), line(rule), ...cells.slice(1).map(line), ...notes].join(
    '\n',
  );
}

function cellsOf(row: Row): string[] {
  if (row.skipped) return [row.name, `skipped: ${row.skipped}`];
  const {purchase} = row;
  return [
    row.name,
    took(row.installs),
    took(row.typeChecks),
    took(row.builds),
    purchase ? (purchase.isInMarkup ? 'yes' : '–') : '',
    purchase ? (purchase.complaints.length === 0 ? 'yes' : 'NO') : '',
    purchase ? 'yes' : 'NO',
    purchase?.farewell ?? '',
  ];
}

function took(seconds: number | undefined): string {
  return seconds === undefined ? 'NO' : `${seconds} s`;
}

/** The same for those who count tests. */
export function junit(rows: readonly Row[]): string {
  const cases = rows.map(({name, seconds = 0, failure, skipped}) => {
    const title = `name="the ${name} example pays" classname="examples" time="${seconds}"`;
    if (skipped) {
      return `<testcase ${title}><skipped message="${escaped(skipped)}"/></testcase>`;
    }
    return failure
      ? `<testcase ${title}><failure>${escaped(failure)}</failure></testcase>`
      : `<testcase ${title}/>`;
  });
  return `<testsuites><testsuite name="examples">\n${cases.join('\n')}\n</testsuite></testsuites>\n`;
}

function escaped(text: string): string {
  return text.replace(/[<>&"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
