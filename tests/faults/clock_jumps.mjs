// The wall clock jumps by two hours forth and back under daemon and supervisor: durations stay true, and jobs keep their order.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { program, readLog, root, sleep } from '../clients/lib/daemon.mjs';
import { fault, repeat, size } from './lib/trial.mjs';
import { eventually } from './lib/processes.mjs';
import { listJobs, start, startFaultDaemon, stopDaemon } from './lib/jobs.mjs';

const kHourMs = 3_600_000;

/** The program with the clock that `shift` is a file for; undefined where there is no compiler. */
function build(folder) {
  const library = path.join(folder, 'shift_clock.so');
  const source = path.join(root, 'tests', 'faults', 'lib', 'shift_clock.c');
  const compiler = ['clang-19', 'cc', 'gcc'].find((name) => spawnSync(name, ['-shared', '-fPIC', '-O1', '-o', library, source, '-ldl']).status === 0);
  if (!compiler) return undefined;
  const shift = path.join(folder, 'shift');
  fs.writeFileSync(shift, '0');
  // The supervisor is started with an empty environment, so it gets the clock from a script in its place.
  const bin = path.join(folder, 'bin');
  fs.mkdirSync(bin);
  fs.copyFileSync(program, path.join(bin, 'tt-bringup'));
  const supervisor = path.join(path.dirname(program), 'tt-bringup-supervisor');
  fs.writeFileSync(path.join(bin, 'tt-bringup-supervisor'), `#!/bin/sh\nSHIFT_FILE='${shift}' LD_PRELOAD='${library}' exec '${supervisor}'\n`, { mode: 0o755 });
  return { run: path.join(bin, 'tt-bringup'), env: { LD_PRELOAD: library, SHIFT_FILE: shift }, set: (ms) => fs.writeFileSync(shift, String(ms)) };
}

await fault('clock jumps', async (trial) => {
  const { home } = trial;
  const clock = build(home.folder) ?? trial.skip('there is no C compiler for the shifted clock');
  const options = { run: clock.run, env: clock.env };
  const jumps = [0, 2, -2, 0, 2, 0, -2, 2, -2];
  const errors = [];
  let daemon = await startFaultDaemon(home, options);
  const started = [];
  await repeat(size(9, 45), async (round) => {
    const jump = jumps[round % jumps.length];
    const seconds = 0.3;
    const job = await start(daemon, 'nap', { seconds });
    started.push(job.number);
    await sleep(100);
    clock.set(jump * kHourMs);
    const { job: record } = await readLog(daemon, job.id, [4096]);
    const off = record.durationMs - seconds * 1000;
    errors.push(Math.abs(off));
    trial.check(record.durationMs >= 0, `a job took ${record.durationMs} ms`);
    trial.checkTime(Math.abs(off), 200, `a job of ${seconds} s is said to have taken ${record.durationMs} ms, an error that`);
    // Every third job is started by the next daemon.
    if (round % 3 !== 2) return;
    await stopDaemon(daemon);
    daemon = await startFaultDaemon(home, options);
  });
  const shifted = await start(daemon, 'nap', { seconds: 0 });
  clock.set(2 * kHourMs);
  const later = await start(daemon, 'nap', { seconds: 0 });
  clock.set(0);
  const apart = Date.parse(later.createdAt) - Date.parse(shifted.createdAt);
  trial.check(Math.abs(apart) > kHourMs, `the clock of the daemon didn't jump: ${apart} ms`);
  await eventually(async () => (await listJobs(daemon)).every(({ state }) => state === 'exited'), 10_000);
  for (const fresh of [false, true]) {
    if (fresh) {
      await stopDaemon(daemon);
      daemon = await startFaultDaemon(home, options);
    }
    const numbers = (await listJobs(daemon)).map(({ number }) => number);
    trial.check(numbers.every((number, n) => n === 0 || number < numbers[n - 1]), `${fresh ? 'the next daemon' : 'the daemon'} lists them as ${numbers.join(' ')}`);
  }
  await stopDaemon(daemon);
  trial.figure('jobs under jumps of two hours', `${started.length}; the largest error of a duration ${Math.max(...errors)} ms`);
});
