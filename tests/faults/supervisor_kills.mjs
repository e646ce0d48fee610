// Supervisors are killed in the middle of their jobs: each log is an exact prefix, the job is known as lost, its command dies.
import fs from 'node:fs';
import { sleep } from '../clients/lib/daemon.mjs';
import { fault, repeat, size, times } from './lib/trial.mjs';
import { eventually, isAlive, jobProcessesOf, kill, runRecord } from './lib/processes.mjs';
import { faultOfCounted, isFinal, jobFolder, listJobs, logFile, start, startFaultDaemon, stopDaemon } from './lib/jobs.mjs';

const kTogether = 10;
const kLimitMs = 1000;

async function killOne(trial, daemon, seed, knownAfter) {
  const { home } = trial;
  // Every third doesn't care that its terminal has gone, and has to be killed.
  const job = await start(daemon, 'count', { seed, folder: home.folder, pause: 0.001, deaf: seed % 3 === 0 });
  await eventually(() => fs.existsSync(logFile(home, job.id)) && fs.statSync(logFile(home, job.id)).size > 0, 20_000);
  await sleep(Math.random() * 60);
  const run = runRecord(jobFolder(home, job.id));
  kill(run.supervisor);
  const begun = performance.now();
  const known = await eventually(() => isFinal(daemon.jobs.get(job.id) ?? {}) && !isAlive(run.child), 10_000, 2);
  const took = performance.now() - begun;
  knownAfter.push(took);
  const record = daemon.jobs.get(job.id);
  trial.check(known && record?.state === 'lost' && /supervisor/.test(record.reason), `job ${seed} is ${record?.state}: ${record?.reason}`);
  trial.checkTime(took, kLimitMs, `the end of job ${seed}`);
  const log = fs.readFileSync(logFile(home, job.id));
  const wrong = faultOfCounted(log, seed, true);
  trial.check(wrong === '' && log.length > 0, `the log of job ${seed} is no prefix: ${wrong}`);
  return log.length;
}

await fault('supervisor kills', async (trial) => {
  const knownAfter = [];
  let bytes = 0;
  const daemon = await startFaultDaemon(trial.home);
  await repeat(size(3, 20), async (round) => {
    const seeds = Array.from({ length: kTogether }, (_, index) => round * kTogether + index);
    const sizes = await Promise.all(seeds.map((seed) => killOne(trial, daemon, seed, knownAfter)));
    bytes += sizes.reduce((sum, length) => sum + length, 0);
  });
  trial.check(jobProcessesOf(trial.home.folder).length === 0, 'a command outlived its supervisor');
  await stopDaemon(daemon);
  // Without a daemon to see it: the next one has to find out.
  const before = await startFaultDaemon(trial.home);
  const job = await start(before, 'count', { seed: 3, folder: trial.home.folder, deaf: true });
  await stopDaemon(before);
  const run = await eventually(() => runRecord(jobFolder(trial.home, job.id)), 10_000);
  kill(run.supervisor);
  const after = await startFaultDaemon(trial.home);
  const jobs = await listJobs(after);
  trial.check(jobs.find(({ id }) => id === job.id)?.state === 'lost', 'a supervisor that died while no daemon was there is not noticed by the next');
  trial.check(await eventually(() => !isAlive(run.child), 1000), 'its command outlived it');
  await stopDaemon(after);
  trial.figure('kills', knownAfter.length + 1);
  trial.figure(`lost, and the command dead, known after (limit ${kLimitMs} ms)`, times(knownAfter));
  trial.figure('log', `${bytes} bytes, all of them a prefix of what was written`);
});
