// The disk is full while a job writes: it keeps its own exit code, and what was kept and what was dropped add up to what it wrote.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { readLog, sleep } from '../clients/lib/daemon.mjs';
import { fault, isFull } from './lib/trial.mjs';
import { eventually } from './lib/processes.mjs';
import { isFinal, jobFolder, start, startFaultDaemon, stopDaemon } from './lib/jobs.mjs';

const kInner = 'TT_FAULTS_OWN_MOUNTS';

/** Runs this script once more where it may mount; false where that is impossible. */
function canMount() {
  const unshare = (...command) => spawnSync('unshare', [process.getuid() === 0 ? '-m' : '-rm', ...command], { stdio: 'inherit', env: { ...process.env, [kInner]: '1' } });
  if (unshare('sh', '-c', 'mount -t tmpfs -o size=64k none /mnt 2>/dev/null').status !== 0) return false;
  process.exit(unshare(process.execPath, fileURLToPath(import.meta.url), ...process.argv.slice(2)).status ?? 1);
}

/** A state folder of its own little disk. */
function mount(home, size) {
  const folder = path.join(home.folder, 'state');
  fs.mkdirSync(folder);
  const done = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${size},mode=700`, 'none', folder]);
  if (done.status !== 0) throw new Error(`mounting failed: ${done.stderr}`);
  home.unmount = () => spawnSync('umount', ['-l', folder]);
}

/** Bytes kept and dropped, as the exit record has them. */
function accounts(home, id) {
  const exit = fs.readFileSync(path.join(jobFolder(home, id), 'exit'));
  return { kept: Number(exit.readBigUInt64LE(56)), dropped: Number(exit.readBigUInt64LE(64)) };
}

/** Takes what room is left. */
function fill(folder) {
  const file = fs.openSync(path.join(folder, 'filler'), 'w');
  try {
    for (const block of [65_536, 4096, 1]) {
      try {
        for (;;) fs.writeSync(file, Buffer.alloc(block, 1));
      } catch (error) {
        if (error.code !== 'ENOSPC') throw error;
      }
    }
  } finally {
    fs.closeSync(file);
  }
}

const over = async (daemon, id) => {
  await eventually(() => isFinal(daemon.jobs.get(id) ?? {}), 60_000);
  return daemon.jobs.get(id);
};

async function pourInto(trial, size, bytes, kind, code) {
  const home = trial.newHome();
  mount(home, size);
  const daemon = await startFaultDaemon(home);
  const { id } = await start(daemon, 'pour', { kind, bytes, code });
  const record = await over(daemon, id);
  const { kept, dropped } = accounts(home, id);
  const file = fs.statSync(path.join(jobFolder(home, id), 'out.log')).size;
  trial.check(record.state === 'exited' && record.exitCode === code, `on ${size}: the job is ${record.state} ${record.exitCode ?? record.reason}`);
  trial.check(kept === file && kept + dropped === bytes, `on ${size}: ${kept} kept (${file} in the file) and ${dropped} dropped of ${bytes}`);
  trial.check(dropped > 0, `on ${size}: the disk wasn't full`);
  const { size: read } = await readLog(daemon, id, [61_440]);
  trial.check(read === kept, `on ${size}: ${read} of ${kept} bytes were read`);
  // With no room at all the next start is refused in words, and all that is there can still be seen.
  fill(path.join(home.folder, 'state'));
  const refusal = await start(daemon, 'nap', { seconds: 0 }).then(
    (job) => `job ${job.number} was started`,
    (error) => error.message,
  );
  trial.check(/no space|full|room/i.test(refusal), `on a full disk a start is answered by: ${refusal}`);
  await stopDaemon(daemon);
  const next = await startFaultDaemon(home);
  const { jobs } = await next.request('tenstorrent/job/list', {});
  trial.check(jobs.length === 1 && jobs[0].state === 'exited' && jobs[0].exitCode === code, `on a full disk the next daemon lists ${JSON.stringify(jobs.map(({ state }) => state))}`);
  await stopDaemon(next);
  trial.figure(`${size} and ${bytes} bytes of ${kind}`, `${kept} kept, ${dropped} dropped, exit code ${record.exitCode}`);
}

async function roomComesBack(trial) {
  const home = trial.newHome();
  const state = path.join(home.folder, 'state');
  mount(home, '4m');
  const daemon = await startFaultDaemon(home);
  const { id } = await start(daemon, 'count', { seed: 25, folder: home.folder, pause: 0.002 });
  const log = path.join(jobFolder(home, id), 'out.log');
  for (let turn = 0; turn < 3; turn += 1) {
    const before = fs.statSync(log).size;
    await eventually(() => fs.statSync(log).size > before + 10_000, 20_000);
    fill(state);
    const full = fs.statSync(log).size;
    await sleep(200);
    fs.rmSync(path.join(state, 'filler'));
    trial.check(await eventually(() => fs.statSync(log).size > full, 20_000), 'the log went on when there was room again');
  }
  fill(state);
  fs.writeFileSync(path.join(home.folder, 'stop'), '');
  const record = await over(daemon, id);
  const { kept, dropped } = accounts(home, id);
  trial.check(record.state === 'exited' && record.exitCode === 26, `the job is ${record.state} ${record.exitCode ?? record.reason}`);
  trial.check(dropped > 0 && kept === fs.statSync(log).size, `${kept} kept, ${dropped} dropped`);
  await stopDaemon(daemon);
  trial.figure('room that goes and comes', `${kept} kept, ${dropped} dropped, exit code ${record.exitCode}`);
}

if (process.env[kInner] || canMount()) {
  await fault('full disk', async (trial) => {
    await pourInto(trial, '1m', 4_000_000, 'lines', 37);
    await pourInto(trial, '4m', 16 * 1024 * 1024, 'unbroken', 3);
    if (isFull) await pourInto(trial, '16m', 64 * 1024 * 1024, 'random', 200);
    await roomComesBack(trial);
  });
} else {
  await fault('full disk', (trial) => trial.skip('this user may not mount a small disk here'));
}
