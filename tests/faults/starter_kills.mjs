// The daemon is killed at a random moment of job/start: no job runs without a record, and each record says what happened.
import fs from 'node:fs';
import path from 'node:path';
import { sleep } from '../clients/lib/daemon.mjs';
import { fault, median, repeat, size } from './lib/trial.mjs';
import { eventually, jobProcessesOf, supervisorsOf } from './lib/processes.mjs';
import { isFinal, listJobs, start, startFaultDaemon, stopDaemon } from './lib/jobs.mjs';

const readTokens = (folder) => {
  const file = path.join(folder, 'ran');
  return fs.existsSync(file) ? fs.readFileSync(file, 'utf8').trimEnd().split('\n') : [];
};

await fault('starter kills', async (trial) => {
  const { folder } = trial.home;
  // How long a start takes here, so that the kills spread over all of it and somewhat more.
  const first = await startFaultDaemon(trial.home);
  const took = [];
  await repeat(5, async (index) => {
    const begun = performance.now();
    await start(first, 'token', { token: `warm-${index}`, folder });
    took.push(performance.now() - begun);
  });
  await stopDaemon(first);
  const span = 1.5 * median(took);

  const kills = size(40, 400);
  let answered = 0;
  await repeat(kills, async (index) => {
    const daemon = await startFaultDaemon(trial.home);
    const begun = start(daemon, 'token', { token: `token-${index}`, folder }).then(
      () => (answered += 1),
      () => {},
    );
    await sleep(Math.random() * span);
    daemon.child.kill('SIGKILL');
    await daemon.gone;
    daemon.connection.dispose();
    await Promise.race([begun, sleep(0)]);
  });

  const last = await startFaultDaemon(trial.home);
  await eventually(() => supervisorsOf(folder).length === 0, 20_000, 50);
  const list = () => listJobs(last);
  await eventually(async () => (await list()).every(isFinal), 20_000, 50);
  const records = new Map((await list()).map((job) => [job.argv.at(-2), job]));
  const ran = readTokens(folder);
  trial.check(new Set(ran).size === ran.length, 'a job ran twice');
  let lost = 0;
  for (let index = 0; index < kills; index += 1) {
    const token = `token-${index}`;
    const job = records.get(token);
    if (ran.includes(token)) {
      trial.check(job?.state === 'exited' && job.exitCode === 0, `${token} ran, and its record is ${JSON.stringify(job)}`);
    } else {
      lost += job === undefined ? 0 : 1;
      trial.check(job === undefined || job.state === 'lost', `${token} never ran, and its record says ${job?.state}`);
    }
  }
  trial.check(jobProcessesOf(folder).length === 0, 'a process of a job is left');
  await stopDaemon(last);
  const started = ran.filter((token) => token.startsWith('token-')).length;
  trial.figure('kills', `${kills} within ${span.toFixed(0)} ms of job/start`);
  trial.figure('of them', `${answered} after the answer, ${started} with a job that ran, ${lost} with a record of a job that never did`);
  trial.figure('jobs that ran without a record', started - ran.filter((token) => token.startsWith('token-') && records.has(token)).length);
});
