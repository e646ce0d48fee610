// Two daemons on one state folder are killed in turn while 20 jobs write: no byte is lost, every end is true, reads go on.
import fs from 'node:fs';
import path from 'node:path';
import { readLog, sleep } from '../clients/lib/daemon.mjs';
import { fault, repeat, size, times } from './lib/trial.mjs';
import { faultOfCounted, faultOfEnd, logFile, start, startFaultDaemon, stopDaemon } from './lib/jobs.mjs';

const kJobs = 20;
const kLimitMs = 500;

/** Reads each job on from where its cursor stands, as a client does that comes back. */
async function readOn(daemon, cursors) {
  await Promise.all(
    [...cursors].map(async ([id, cursor]) => {
      const part = await daemon.request('tenstorrent/job/read', { id, offset: cursor.offset });
      if (part.offset !== cursor.offset) throw new Error(`asked for offset ${cursor.offset}, and got ${part.offset}`);
      cursor.pieces.push(part.data ?? '');
      cursor.offset = part.next;
    }),
  );
}

await fault('daemon kills', async (trial) => {
  const { home } = trial;
  const seeds = new Map();
  const cursors = new Map();
  const attached = [];
  const windows = [await startFaultDaemon(home), await startFaultDaemon(home)];
  for (let seed = 0; seed < kJobs; seed += 1) {
    const job = await start(windows[seed % 2], 'count', { seed, folder: home.folder });
    seeds.set(job.id, seed);
    cursors.set(job.id, { offset: 0, pieces: [] });
  }
  const ids = [...seeds.keys()];
  await repeat(size(20, 200), async (round) => {
    const window = round % 2;
    readOn(windows[window], new Map([[ids[0], { offset: 0, pieces: [] }]])).catch(() => {}); // so that something is under way
    await sleep(Math.random() * 40);
    windows[window].child.kill('SIGKILL');
    await windows[window].gone;
    const begun = performance.now();
    windows[window] = await startFaultDaemon(home);
    const id = ids[round % kJobs];
    const cursor = cursors.get(id);
    const answer = await windows[window].request('tenstorrent/job/read', { id, offset: cursor.offset });
    const took = performance.now() - begun;
    attached.push(took);
    trial.check(answer.offset === cursor.offset && answer.end === false, `after kill ${round} job ${seeds.get(id)} was read from ${answer.offset}, not ${cursor.offset}`);
    trial.checkTime(took, kLimitMs, `the daemon after kill ${round}`);
    await readOn(windows[window], cursors);
  });
  fs.writeFileSync(path.join(home.folder, 'stop'), '');
  let bytes = 0;
  for (const id of ids) {
    const seed = seeds.get(id);
    for (const daemon of windows) {
      const { job } = await readLog(daemon, id, [61_440]);
      trial.check(faultOfEnd(job, seed) === '', `job ${seed}: ${faultOfEnd(job, seed)}`);
    }
    const log = fs.readFileSync(logFile(home, id));
    bytes += log.length;
    trial.check(faultOfCounted(log, seed) === '', `the log of job ${seed}: ${faultOfCounted(log, seed)}`);
    const cursor = cursors.get(id);
    const rest = await readLog(windows[0], id, [4096], cursor.offset);
    trial.check(cursor.pieces.join('') + rest.text === log.toString(), `what was read of job ${seed} in the lives of all daemons isn't its log`);
  }
  for (const daemon of windows) await stopDaemon(daemon);
  trial.figure('kills', attached.length);
  trial.figure(`re-attached (limit ${kLimitMs} ms)`, times(attached));
  trial.figure('log', `${kJobs} jobs, ${bytes} bytes, none lost`);
});
