import {writeFile} from 'node:fs/promises';
import {argv} from 'node:process';
import {fileURLToPath, pathToFileURL} from 'node:url';
import {format} from 'prettier';
import {
  cases,
  choices,
  judgedByCheckOrder,
  judgedBySandbox,
  type Case,
  type Verdict,
} from './cases.js';

/**
 * The page of the documentation that sets Klarna's verdicts beside ours. Run
 * this file to write it; a test holds it to what the code answers.
 */
export const page = fileURLToPath(
  new URL('../../docs/sandbox/verdicts.md', import.meta.url),
);

const introduction = `# Verdicts

What Klarna was seen to answer to a request, and what the sandbox and
\`checkOrder\` answer to the same request. Neither knows the other: what ties them
is these cases. They are data in \`test/sandbox/cases.json\`; a test sends each of
them and holds this page to what comes back.

The source says how much a case is worth: an _exchange_ was recorded or quoted
from a log, a _live test_ ran against Klarna, the rest is documented or told.
Checkout is another product of Klarna's with the same rules for order lines.
A refusal names the members that Klarna named.

`;

export async function verdictPage(): Promise<string> {
  const rows: string[][] = [];
  for (const each of cases) rows.push(await rowOf(each));
  const [head, ...body] = [
    ['case', 'source', 'Klarna', 'sandbox', '`checkOrder`', 'where not equal'],
    ['---', '---', '---', '---', '---', '---'],
    ...rows,
  ].map((cells) => `| ${cells.join(' | ')} |`);
  return format([introduction, head, ...body].join('\n'), {
    parser: 'markdown',
  });
}

async function rowOf(each: Case): Promise<string[]> {
  const {id, source, evidence, api, op, request, klarna, note} = each;
  const sandbox = await judgedBySandbox(each);
  const check = op === 'order-409' ? undefined : judgedByCheckOrder(request);
  const reason = choices[id]?.reason;
  const isEqual = [sandbox, check].every(
    (verdict) => !verdict || verdict.status < 400 === klarna.accepted,
  );
  if (!isEqual && !reason) throw new Error(`${id} differs without a reason`);
  const remarks = [
    isEqual ? '' : `${reason}.`,
    op === 'order-409'
      ? 'Not about one order alone: `checkOrder` has no say.'
      : '',
  ];
  return [
    `\`${id}\``,
    `${source}. ${capitalized(evidence)}, ${api}${note ? `; ${note}` : ''}`,
    told({status: klarna.status, fields: klarna.fields ?? []}),
    told(sandbox),
    check ? told(check) : '–',
    remarks.join(' ').trim(),
  ].map((cell) => cell.replaceAll('|', '\\|').replaceAll('*', '\\*'));
}

function told({status, fields}: Verdict): string {
  if (status < 400) return 'accepted';
  const names = fields.toSorted().map((field) => `\`${field}\``);
  return ['refused', ...names].join(' ');
}

function capitalized(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

if (import.meta.url === pathToFileURL(argv[1] ?? '').href) {
  await writeFile(page, await verdictPage());
}
