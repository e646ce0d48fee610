// Measure 5: a 60 KiB lesson to HTML, against marked, the first time in a new process and once both are warm.
import { execFile } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { row, share } from './lib/stats.mjs';

const run = promisify(execFile);
const kBytes = 60 * 1024;
const kTimes = 200;

/** The bounty lesson, and its beginning once more up to a heading, so that no fence is left open. */
function lessonOf60KiB(root) {
  const text = fs.readFileSync(path.join(root, 'walkthroughs/bounty-program/bounty-program.md'), 'utf8');
  const body = text.replace(/^---\n[^]*?\n---\n/, '');
  let whole = text;
  while (Buffer.byteLength(whole) < kBytes) whole += body;
  const cut = Buffer.from(whole).subarray(0, kBytes).toString('utf8');
  const end = cut.lastIndexOf('\n## ');
  return end > kBytes * 0.9 ? cut.slice(0, end + 1) : cut.slice(0, cut.lastIndexOf('\n\n') + 1);
}

export async function measureLesson({ root, results, tools, rounds }) {
  const file = path.join(results, 'bench-lesson.md');
  fs.writeFileSync(file, lessonOf60KiB(root));
  const contestants = {
    ours: [path.join(tools, 'bench_lessons'), [file, String(kTimes)]],
    marked: [process.execPath, [path.join(root, 'tests/bench/rivals/marked.mjs'), file, String(kTimes)]],
  };
  const raw = [];
  for (let round = 0; round <= rounds; ++round) {
    const result = {};
    for (const [name, [program, argv]] of round % 2 === 0 ? Object.entries(contestants) : Object.entries(contestants).reverse()) {
      const { stdout } = await run(program, argv, { timeout: 60_000 });
      result[name] = JSON.parse(stdout);
    }
    if (round > 0) raw.push(result); // the first one only fills the page cache
  }
  const pair = (field) => ({
    unit: 'ms', kind: 'ratio', compare: share, at: 'most', rival: 'marked',
    ours: raw.map((round) => round.ours[field] / 1e6), theirs: raw.map((round) => round.marked[field] / 1e6),
  });
  const rows = [
    row({ id: 'lesson-warm', what: 'A 60 KiB lesson to HTML, warm', ...pair('warmNs'), limit: 1 / 5, goal: '≤ 1/5' }),
    row({ id: 'lesson-cold', what: 'the same, the first in a new process', ...pair('coldNs'), limit: 1 / 20, goal: '≤ 1/20' }),
  ];
  return { rows, raw };
}
