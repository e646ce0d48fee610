// Measures ours against its rivals, in turns, and writes test-results/bench.json and the README's table. Started by scripts/bench.sh.
//   node tests/bench/run.mjs --tools FOLDER [--daemon FILE] [--rounds N] [--only log,jobs,cards,server,lesson,search]      --only: the README stays as it is
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { machine, quoteIn, tableText } from './lib/report.mjs';
import { measureCards } from './cards.mjs';
import { measureJobs } from './jobs.mjs';
import { measureLesson } from './lesson.mjs';
import { measureLog } from './log.mjs';
import { measureSearch } from './search.mjs';
import { measureServer } from './server.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const measures = { log: measureLog, jobs: measureJobs, cards: measureCards, server: measureServer, lesson: measureLesson, search: measureSearch };
const { values } = parseArgs({
  options: {
    tools: { type: 'string', default: path.join(root, 'build/tests/bench') },
    daemon: { type: 'string', default: path.join(root, 'build/tt-bringup') },
    rounds: { type: 'string', default: '5' },
    only: { type: 'string', default: Object.keys(measures).join(',') },
  },
});
const wanted = values.only.split(',');
for (const name of wanted) if (!(name in measures)) throw new Error(`there is no measure ${name}: ${Object.keys(measures).join(', ')}`);

const results = path.join(root, 'test-results');
const context = { root, results, tools: path.resolve(values.tools), daemon: path.resolve(values.daemon), rounds: Number(values.rounds) };
if (!(context.rounds >= 1)) throw new Error(`--rounds ${values.rounds}: at least 1, and 5 for a table`);
fs.mkdirSync(results, { recursive: true });

const loadText = () => os.loadavg()[0].toFixed(1);
const report = { date: new Date().toISOString().slice(0, 10), machine: machine(), node: process.version, load: { before: loadText() }, rows: [], raw: {} };
for (const name of Object.keys(measures).filter((known) => wanted.includes(known))) {
  console.error(`==> measuring: ${name}, ${context.rounds} rounds, load average ${loadText()}`);
  const { rows, raw } = await measures[name](context);
  report.rows.push(...rows);
  report.raw[name] = raw;
}
report.load.after = loadText();

fs.writeFileSync(path.join(results, 'bench.json'), `${JSON.stringify(report, null, 2)}\n`);
const table = tableText(report);
if (wanted.length === Object.keys(measures).length) quoteIn(path.join(root, 'README.md'), table);
console.log(table);
console.log(`\nGoals met: ${report.rows.filter(({ met }) => met === true).length}, not met: ${report.rows.filter(({ met }) => met === false).length}`);
