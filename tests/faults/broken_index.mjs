// The index is damaged in every way between two daemons: the list of jobs stays the same, for the folders are the truth.
import { spawn, spawnSync } from 'node:child_process';
import assert from 'node:assert/strict';
import crypto from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { readLog } from '../clients/lib/daemon.mjs';
import { fault, repeat, size, times } from './lib/trial.mjs';
import { start, startFaultDaemon, stopDaemon } from './lib/jobs.mjs';

const random = (below) => Math.floor(Math.random() * below);

function sql(file, statement) {
  const done = spawnSync('python3', ['-c', 'import sqlite3, sys; d = sqlite3.connect(sys.argv[1]); d.execute(sys.argv[2]); d.commit()', file, statement], { encoding: 'utf8' });
  if (done.status !== 0) throw new Error(done.stderr);
}

/** Holds the database locked until `release` is called. */
async function lock(file) {
  const child = spawn('python3', ['-c', 'import sqlite3, sys; d = sqlite3.connect(sys.argv[1], isolation_level=None); d.execute("BEGIN EXCLUSIVE"); print("locked", flush=True); sys.stdin.read()', file], { stdio: ['pipe', 'pipe', 'inherit'] });
  await new Promise((resolve) => child.stdout.once('data', resolve));
  return () => child.stdin.end();
}

function overwrite(file, change) {
  const bytes = fs.readFileSync(file);
  fs.writeFileSync(file, change(bytes) ?? bytes);
}

const kDamages = {
  'cut off': (file) => fs.truncateSync(file, random(fs.statSync(file).size)),
  empty: (file) => fs.truncateSync(file, 0),
  gone: (file) => fs.rmSync(file),
  zeroed: (file) => overwrite(file, (bytes) => void bytes.fill(0)),
  'a page zeroed': (file) => overwrite(file, (bytes) => void bytes.fill(0, random(Math.floor(bytes.length / 4096)) * 4096).subarray(0, 4096)),
  'some bytes changed': (file) =>
    overwrite(file, (bytes) => {
      for (let n = 0; n < 64; n += 1) bytes[random(bytes.length)] = random(256);
    }),
  'its header changed': (file) => overwrite(file, (bytes) => void crypto.randomBytes(100).copy(bytes)),
  'random bytes': (file) => fs.writeFileSync(file, crypto.randomBytes(1 + random(65_536))),
  text: (file) => fs.writeFileSync(file, 'this was never a database\n'),
  'twice as long': (file) => overwrite(file, (bytes) => Buffer.concat([bytes, crypto.randomBytes(bytes.length)])),
  'a journal of noise': (file) => fs.writeFileSync(`${file}-journal`, crypto.randomBytes(5000)),
  'a folder in its place': (file) => {
    fs.rmSync(file);
    fs.mkdirSync(file);
  },
  'a link to nowhere': (file) => {
    fs.rmSync(file);
    fs.symlinkSync('/nonexistent/index.db', file);
  },
  'a newer schema': (file) => sql(file, 'PRAGMA user_version = 1000000'),
  'a table dropped': (file) => sql(file, `DROP TABLE IF EXISTS ${['steps', 'consents', 'state', 'meta'][random(4)]}`),
};

/** `count` jobs that are over, from one that is; they share its files. */
function multiply(home, id, count) {
  const jobs = path.join(home.folder, 'state', 'jobs');
  const spec = JSON.parse(fs.readFileSync(path.join(jobs, id, 'spec.json'), 'utf8'));
  for (let n = 0; n < count; n += 1) {
    const copy = id.slice(0, 16) + n.toString().padStart(10, '0');
    fs.mkdirSync(path.join(jobs, copy), { mode: 0o700 });
    fs.writeFileSync(path.join(jobs, copy, 'spec.json'), JSON.stringify({ ...spec, id: copy, number: 1000 + n }), { mode: 0o600 });
    for (const name of ['run', 'exit', 'out.log', 'lock']) fs.linkSync(path.join(jobs, id, name), path.join(jobs, copy, name));
  }
}

await fault('broken index', async (trial) => {
  const { home } = trial;
  const file = path.join(home.folder, 'state', 'index.db');
  let daemon = await startFaultDaemon(home);
  let token = '';
  await repeat(6, async (index) => {
    const { id } = await start(daemon, 'token', { token: `job-${index}`, folder: home.folder });
    await readLog(daemon, id, [61_440]);
    token = id;
  });
  const list = async () => {
    await daemon.request('tenstorrent/sync', {});
    return (await daemon.request('tenstorrent/job/list', {})).jobs;
  };
  const wanted = await list();
  await stopDaemon(daemon);
  const sound = fs.readFileSync(file);
  const listed = [];
  const same = async (what) => {
    const begun = performance.now();
    daemon = await startFaultDaemon(home);
    const { jobs } = await daemon.request('tenstorrent/job/list', {});
    const took = performance.now() - begun;
    listed.push(took);
    trial.checkTime(took, 1000, `the list with the index ${what}`);
    let wrong = '';
    try {
      assert.deepEqual(jobs, wanted);
    } catch (error) {
      wrong = error.message;
    }
    trial.check(wrong === '', `with the index ${what}: ${wrong}`);
  };
  const names = Object.keys(kDamages);
  const rounds = size(names.length, 196);
  await repeat(rounds, async (round) => {
    fs.rmSync(file, { recursive: true, force: true });
    fs.rmSync(`${file}-journal`, { force: true });
    fs.writeFileSync(file, sound, { mode: 0o600 });
    const name = names[round % names.length];
    kDamages[name](file);
    await same(name);
    await stopDaemon(daemon);
  });
  fs.rmSync(file, { recursive: true, force: true });
  fs.writeFileSync(file, sound, { mode: 0o600 });
  await repeat(size(1, 4), async () => {
    const release = await lock(file);
    await same('locked');
    release();
    await stopDaemon(daemon);
  });
  trial.figure('damaged indexes', `${rounds + size(1, 4)}, in ${names.length + 1} ways; the list is there after ${times(listed)}`);

  const many = size(500, 10_000);
  multiply(home, token, many);
  fs.rmSync(file);
  const begun = performance.now();
  daemon = await startFaultDaemon(home);
  const { jobs } = await daemon.request('tenstorrent/job/list', { limit: 1000 });
  const took = performance.now() - begun;
  await stopDaemon(daemon);
  // So many come in one answer at most.
  trial.check(jobs.length === Math.min(1000, wanted.length + many) && jobs.every(({ state }) => state === 'exited'), `${jobs.length} of ${many} jobs are listed`);
  trial.check(jobs[0].number >= 1000, `the newest is ${jobs[0].number}`);
  trial.checkTime(took, Math.max(1000, many / 5), `the list of ${many} jobs without an index`);
  trial.figure(`${many} jobs without an index`, `listed ${took.toFixed(0)} ms after the daemon's start`);
});
