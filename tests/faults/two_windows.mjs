// Two windows start jobs on one card, daemons and supervisors die meanwhile: there are never two holders, and each job gets its turn.
import fs from 'node:fs';
import path from 'node:path';
import { sleep } from '../clients/lib/daemon.mjs';
import { fault, repeat, size } from './lib/trial.mjs';
import { eventually, kill, runRecord, supervisorsOf } from './lib/processes.mjs';
import { isFinal, jobFolder, listJobs, start, startFaultDaemon, stopDaemon } from './lib/jobs.mjs';
import { makeCards } from './lib/cards.mjs';

await fault('two windows', async (trial) => {
  const { home } = trial;
  const options = { env: makeCards(home.folder) };
  const windows = [await startFaultDaemon(home, options), await startFaultDaemon(home, options)];
  const jobs = [];
  const doomed = new Set();
  const count = size(12, 80);
  await repeat(count / 2, async (round) => {
    const both = await Promise.all(windows.map((daemon) => start(daemon, 'hold', { folder: home.folder, seconds: 0.1 })));
    jobs.push(...both.map((job) => job.id));
    if (round % 4 === 3) {
      const window = Math.floor(round / 4) % 2;
      windows[window].child.kill('SIGKILL');
      await windows[window].gone;
      windows[window] = await startFaultDaemon(home, options);
    }
    await sleep(Math.random() * 60);
  });
  await eventually(() => supervisorsOf(home.folder).length === 0, 300_000, 50);
  // The supervisor of the holder dies; its lease is free at once, so its command must be gone at once, too. Every second
  // time no daemon is there to see to it.
  await repeat(size(4, 20), async (round) => {
    const job = await start(windows[0], 'hold', { folder: home.folder, seconds: 30 });
    const next = await start(windows[1], 'hold', { folder: home.folder, seconds: 0 });
    jobs.push(next.id);
    doomed.add(job.id);
    const log = path.join(jobFolder(home, job.id), 'out.log');
    await eventually(() => fs.existsSync(log) && fs.statSync(log).size > 0, 60_000, 5);
    const run = runRecord(jobFolder(home, job.id));
    if (round % 2 === 1) {
      for (const daemon of windows) daemon.child.kill('SIGKILL');
      await Promise.all(windows.map(({ gone }) => gone));
    }
    kill(run.supervisor);
    if (round % 2 === 0) return;
    await sleep(400); // the next one looks at the lease every 200 ms
    windows[0] = await startFaultDaemon(home, options);
    windows[1] = await startFaultDaemon(home, options);
  });
  await eventually(() => supervisorsOf(home.folder).length === 0, 120_000, 50);
  const list = () => listJobs(windows[0]);
  await eventually(async () => (await list()).every(isFinal), 10_000, 50);
  const records = new Map((await list()).map((job) => [job.id, job]));
  for (const id of jobs) {
    const record = records.get(id);
    trial.check(record?.state === 'exited' && record.exitCode === 0, `job ${record?.number} is ${record?.state} ${record?.exitCode ?? record?.reason}`);
  }
  for (const id of doomed) trial.check(records.get(id)?.state === 'lost', `a job without its supervisor is ${records.get(id)?.state}`);
  const held = fs.readFileSync(path.join(home.folder, 'held'), 'utf8').trimEnd().split('\n');
  const seconds = held.filter((line) => line.startsWith('second')).length;
  trial.check(seconds === 0, `${seconds} times a second holder came`);
  trial.check(held.length === jobs.length + doomed.size, `${held.length} holders for ${jobs.length + doomed.size} jobs`);
  for (const daemon of windows) await stopDaemon(daemon);
  trial.figure('holders', `${held.length} one after the other, ${doomed.size} of them lost their supervisor; never two at once`);
});
