// A command ends while its grandchild has the terminal open: its end is on record in time, with its own exit code.
import fs from 'node:fs';
import path from 'node:path';
import { fault, isFull } from './lib/trial.mjs';
import { eventually, jobProcessesOf } from './lib/processes.mjs';
import { isFinal, start, startFaultDaemon, stopDaemon } from './lib/jobs.mjs';
import { makeCards } from './lib/cards.mjs';

const kLimitMs = 2500;
const kTerminateGraceMs = 1000;

await fault('held terminal', async (trial) => {
  const { home } = trial;
  const daemon = await startFaultDaemon(home, { env: makeCards(home.folder), settings: { interruptGraceSeconds: 1, terminateGraceSeconds: kTerminateGraceMs / 1000 } });
  for (const how of ['same-group', 'quiet', 'chatty', 'deaf']) {
    for (let turn = 0; turn < (isFull ? 4 : 1); turn += 1) {
      const job = await start(daemon, 'held', { how, folder: home.folder });
      await eventually(() => isFinal(daemon.jobs.get(job.id) ?? {}), 20_000, 5);
      const took = Date.now() - Number(fs.readFileSync(path.join(home.folder, 'ended'), 'utf8')) * 1000;
      const record = daemon.jobs.get(job.id);
      trial.check(record?.state === 'exited' && record.exitCode === 7, `${how}: the job became ${record?.state} ${record?.exitCode}`);
      // Who ignores SIGTERM too has its grace before it is killed.
      trial.checkTime(took, kLimitMs + (how === 'deaf' ? kTerminateGraceMs : 0), `the record of a job with a ${how} holder`);
      trial.check(jobProcessesOf(home.folder).length === 0, `${how}: the holder is alive`);
      trial.check(record.durationMs < 1000, `${how}: the holder's time counts as the job's: ${record.durationMs} ms`);
      if (turn === 0) trial.figure(`${how} holder`, `on record ${took.toFixed(0)} ms after the command's end (limit ${kLimitMs + (how === 'deaf' ? kTerminateGraceMs : 0)} ms)`);
    }
  }
  await stopDaemon(daemon);
});
