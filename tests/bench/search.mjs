// Measure 7: a search in a hundred lessons with each letter typed, against a plain scan of the same text, in CPU time.
import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { excess, row, share } from './lib/stats.mjs';

const run = promisify(execFile);
const kLessons = '100';
const kBytes = String(60 * 1024);

export async function measureSearch({ root, tools, rounds }) {
  const lesson = path.join(root, 'walkthroughs/bounty-program/bounty-program.md');
  const raw = [];
  for (let round = 0; round <= rounds; ++round) {
    const { stdout } = await run(path.join(tools, 'bench_search'), [lesson, kLessons, kBytes], { timeout: 300_000 });
    if (round > 0) raw.push(JSON.parse(stdout));
  }
  const of = (side, share) => raw.map((round) => round[side][share] / 1e6);
  const common = { unit: 'ms', at: 'most' };
  const rows = [
    row({ id: 'search-scan', what: 'A letter typed into the search of 100 lessons of 60 KiB: CPU', rival: 'a scan of the same text in lower case', kind: 'ratio', ours: of('index', 'p50'), theirs: of('scan', 'p50'), compare: share, limit: 1, goal: '≤ 1', ...common }),
    row({ id: 'search-cpu', what: 'the same, p95, as it is', rival: 'nothing', kind: 'excess', ours: of('index', 'p95'), theirs: raw.map(() => 0), compare: excess, limit: 20, goal: '≤ +20 ms', ...common }),
  ];
  return { rows, raw };
}
