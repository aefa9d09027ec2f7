import {readFileSync} from 'node:fs';

/**
 * Counts the test cases of a JUnit report, and names those that have failed;
 * none if there is no report.
 */
export function readCounts(file) {
  let report = '';
  try {
    report = readFileSync(file, 'utf8');
  } catch {
    return {};
  }
  const counts = {passed: 0, failed: 0, skipped: 0, failures: []};
  for (const [, attributes, body = ''] of report.matchAll(testCase)) {
    const [failure] = /<(?:failure|error)\b.*/s.exec(body) ?? [];
    if (failure !== undefined) {
      counts.failed += 1;
      counts.failures.push(
        `${attributeOf(attributes, 'name')}\n${indented(attributeOf(failure, 'message'))}`,
      );
    } else if (/<skipped\b/.test(body)) {
      counts.skipped += 1;
    } else {
      counts.passed += 1;
    }
  }
  // What goes wrong after a test has ended fails its file without a word.
  for (const [, note] of report.matchAll(/<!-- (Error: .*?) -->/g)) {
    counts.failures.push(decoded(note));
  }
  return counts;
}

/** Attributes may hold a `>` as it is. */
const testCase =
  /<testcase\b((?:\s+[\w-]+="[^"]*")*)\s*(?:\/>|>(.*?)<\/testcase>)/gs;

/** The rest of a failure is further up, where it happened. */
const mostLines = 12;

function indented(text) {
  return text
    .split('\n')
    .slice(0, mostLines)
    .map((line) => `    ${line}`)
    .join('\n');
}

function attributeOf(xml, name) {
  const [, value = ''] = new RegExp(`\\s${name}="([^"]*)"`).exec(xml) ?? [];
  return decoded(value);
}

const entities = {lt: '<', gt: '>', quot: '"', apos: "'"};

function decoded(text) {
  const marks = text.replaceAll('&amp;', '&');
  return marks.replace(
    /&(?:#(x?)([\da-f]+)|(\w+));/gi,
    (all, hex, code, name) =>
      code
        ? String.fromCodePoint(Number.parseInt(code, hex ? 16 : 10))
        : (entities[name] ?? all),
  );
}
