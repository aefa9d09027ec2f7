import {readFileSync} from 'node:fs';

/** Counts the test cases of a JUnit report; none if there is no report. */
export function readCounts(file) {
  let report = '';
  try {
    report = readFileSync(file, 'utf8');
  } catch {
    return {};
  }
  const counts = {passed: 0, failed: 0, skipped: 0};
  for (const [, body = ''] of report.matchAll(
    /<testcase\b[^>]*?(?:\/>|>(.*?)<\/testcase>)/gs,
  )) {
    if (/<(failure|error)\b/.test(body)) counts.failed += 1;
    else if (/<skipped\b/.test(body)) counts.skipped += 1;
    else counts.passed += 1;
  }
  return counts;
}
