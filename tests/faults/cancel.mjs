// Jobs that don't want to go are stopped: all of their processes are dead within the graces and half a second.
import { fault, isFull } from './lib/trial.mjs';
import { eventually, jobProcessesOf, nameOf } from './lib/processes.mjs';
import { isFinal, start, startFaultDaemon, stopDaemon } from './lib/jobs.mjs';
import { makeCards } from './lib/cards.mjs';

const kGraceMs = 1000; // both of them, by the settings below
const kMoreMs = 500;

// How it resists, and after how many graces it has to be gone.
const kWays = [
  ['obeys', 0],
  ['ignores-int', 1],
  ['ignores-int-and-term', 2],
  ['hundred-children', 0],
  ['hundred-deaf-children', 2],
  ['double-forks', 1],
  ['deaf-double-forks', 2],
  ['stopped', 1],
  ['respawns', 2],
];

await fault('cancel', async (trial) => {
  const { home } = trial;
  const daemon = await startFaultDaemon(home, {
    env: makeCards(home.folder),
    settings: { interruptGraceSeconds: kGraceMs / 1000, terminateGraceSeconds: kGraceMs / 1000 },
  });
  const ready = (job) => async () => (await daemon.request('tenstorrent/job/read', { id: job.id, offset: 0 })).data?.includes('ready');
  const stop = async (how, graces, kill) => {
    const job = await start(daemon, 'cling', { how });
    trial.check(await eventually(ready(job), 20_000), `${how}: the job didn't get ready`);
    const count = jobProcessesOf(home.folder).length;
    const begun = performance.now();
    await daemon.request('tenstorrent/job/stop', { id: job.id, kill });
    await eventually(() => isFinal(daemon.jobs.get(job.id) ?? {}), 30_000, 5);
    const took = performance.now() - begun;
    const left = jobProcessesOf(home.folder);
    trial.check(daemon.jobs.get(job.id)?.state === 'cancelled', `${how}: the job is ${daemon.jobs.get(job.id)?.state}`);
    trial.checkTime(took, graces * kGraceMs + kMoreMs, `${kill ? 'to kill' : 'to stop'} what ${how}`);
    trial.check(left.length === 0, `${how}: ${left.length} of ${count} processes are alive, such as ${left.length > 0 && nameOf(left[0])}`);
    const over = took - graces * kGraceMs;
    trial.figure(`${kill ? 'killed' : 'stopped'}, ${how}`, `${count} processes gone ${took.toFixed(0)} ms after the request: ${graces} graces and ${over.toFixed(0)} ms`);
  };
  for (const [how, graces] of kWays) await stop(how, graces, false);
  for (const how of isFull ? kWays.map(([name]) => name) : ['deaf-double-forks']) await stop(how, 0, true);
  await stopDaemon(daemon);
});
