// Counts test cases in what ctest wrote as JUnit: a doctest program counts for each of its cases, any other entry for one.
//   node ctest_counts.mjs FILE       prints `N passed, N failed`
import fs from 'node:fs';

const xml = fs.readFileSync(process.argv[2], 'utf8');
const counts = { passed: 0, failed: 0 };
for (const [, attributes, body] of xml.matchAll(/<testcase\b([^>]*)>([\s\S]*?)<\/testcase>/g)) {
  const succeeded = /\bstatus="run"/.test(attributes);
  const summary = body.match(/\[doctest\] test cases:\s*\d+ \|\s*(\d+) passed \|\s*(\d+) failed/);
  const passed = summary ? Number(summary[1]) : succeeded ? 1 : 0;
  const failed = summary ? Number(summary[2]) : succeeded ? 0 : 1;
  counts.passed += passed;
  // A program that crashed after its last case, or that a sanitizer stopped, has failed whatever its summary says.
  counts.failed += !succeeded && failed === 0 ? 1 : failed;
}
console.log(`${counts.passed} passed, ${counts.failed} failed`);
