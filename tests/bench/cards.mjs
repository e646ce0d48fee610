// Measure 6: what it costs to look at the 32 cards of a galaxy, in CPU time.
import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { excess, row, share } from './lib/stats.mjs';

const run = promisify(execFile);
const kLooks = '300';

export async function measureCards({ tools, rounds }) {
  const look = async (how) => JSON.parse((await run(path.join(tools, 'bench_cards'), [how, kLooks])).stdout).ns;
  const raw = [];
  for (let round = 0; round <= rounds; ++round) {
    const one = {};
    for (const how of round % 2 === 0 ? ['sample', 'anew'] : ['anew', 'sample']) one[how] = await look(how);
    if (round > 0) raw.push(one);
  }
  const ours = raw.map(({ sample }) => sample / 1e6);
  const rows = [
    row({ id: 'cards-anew', what: 'A look at 32 cards and their holders: CPU', rival: "opening each card's files by path", unit: 'ms', kind: 'ratio', ours, theirs: raw.map(({ anew }) => anew / 1e6), compare: share, at: 'most', limit: 1, goal: '≤ 1' }),
    row({ id: 'cards-cpu', what: 'the same, as it is', rival: 'nothing', unit: 'ms', kind: 'excess', ours, theirs: raw.map(() => 0), compare: excess, at: 'most', limit: 2, goal: '≤ +2 ms' }),
  ];
  return { rows, raw };
}
