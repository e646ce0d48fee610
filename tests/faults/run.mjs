// Runs the trials one after the other. The last line is `N passed, N failed`.
//   node tests/faults/run.mjs                the core of them, in smaller numbers, as `npm test` does
//   node tests/faults/run.mjs --all          all of them, in the numbers that are promised
//   node tests/faults/run.mjs --only TEXT    those whose file has TEXT in its name
import { spawn } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = path.dirname(fileURLToPath(import.meta.url));

// Each with the seconds that it may take, in the core and in full.
const kCore = [
  ['daemon_kills', 90, 400],
  ['starter_kills', 90, 400],
  ['supervisor_kills', 60, 300],
  ['two_windows', 90, 400],
  ['kill_tree', 60, 180],
  ['cancel', 120, 300],
  ['held_terminal', 60, 180],
  ['full_disk', 90, 180],
  ['broken_index', 90, 500],
  ['secrets', 60, 180],
];
const kRest = [
  ['many_readers', 120, 240],
  ['hostile_frames', 90, 300],
  ['hostile_lessons', 60, 120],
  ['floods', 180, 500],
  ['long_logs', 180, 400],
  ['clock_jumps', 60, 120],
  ['card_watch', 150, 150],
  ['other_user', 60, 60],
  ['path_escapes', 60, 60],
];

const full = process.argv.includes('--all');
const only = process.argv.includes('--only') ? process.argv[process.argv.indexOf('--only') + 1] : '';

/** Runs a trial and shows what it prints; its counts. */
function run([name, coreSeconds, fullSeconds]) {
  const seconds = full ? fullSeconds : coreSeconds;
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [path.join(folder, `${name}.mjs`), ...(full ? ['--all'] : [])], { stdio: ['ignore', 'pipe', 'inherit'] });
    const timer = setTimeout(() => {
      child.kill('SIGTERM');
      setTimeout(() => child.kill('SIGKILL'), 20_000).unref();
    }, seconds * 1000);
    let text = '';
    child.stdout.on('data', (data) => {
      text += data;
      process.stdout.write(data);
    });
    child.once('close', (code) => {
      clearTimeout(timer);
      const counts = /: (\d+) passed, (\d+) failed$/m.exec(text);
      if (counts) return resolve({ passed: Number(counts[1]), failed: Number(counts[2]) });
      if (code === 0 && /: skipped: /.test(text)) return resolve({ passed: 0, failed: 0 });
      console.log(`FAIL  ${name}: it ended without a count, at the latest after ${seconds} s`);
      return resolve({ passed: 0, failed: 1 });
    });
  });
}

const begun = performance.now();
const trials = (full || only ? [...kCore, ...kRest] : kCore).filter(([name]) => name.includes(only));
let passed = 0;
let failed = 0;
for (const trial of trials) {
  const counts = await run(trial);
  passed += counts.passed;
  failed += counts.failed;
}
console.log(`${trials.length} trials in ${((performance.now() - begun) / 1000).toFixed(0)} s`);
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 && passed > 0 ? 0 : 1);
