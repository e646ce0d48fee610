// The daemon's tree of processes is killed from below, as the editor's client library does it: no job is touched.
import { createRequire } from 'node:module';
import fs from 'node:fs';
import path from 'node:path';
import { descendants, sleep } from '../clients/lib/daemon.mjs';
import { fault, repeat, size } from './lib/trial.mjs';
import { eventually, kill, supervisorsOf } from './lib/processes.mjs';
import { faultOfCounted, faultOfEnd, listJobs, logFile, start, startFaultDaemon, stopDaemon } from './lib/jobs.mjs';

const require = createRequire(import.meta.url);
// What vscode-languageclient calls two seconds after `stop`; not exported, so taken by its path.
const { terminate } = require(path.join(path.dirname(require.resolve('vscode-languageclient/node')), 'processes.js'));

function killFromBelow(child) {
  for (const pid of [...descendants(child.pid), child.pid]) kill(pid);
}

await fault('kill tree', async (trial) => {
  const { home } = trial;
  const seeds = new Map();
  let attempted = 0;
  const rounds = size(6, 40);
  await repeat(rounds, async (round) => {
    const daemon = await startFaultDaemon(home);
    // Three jobs, the last of them in the middle of its start.
    const starting = [0, 1, 2].map(async (index) => {
      const seed = round * 3 + index;
      const job = await start(daemon, 'count', { seed, folder: home.folder });
      seeds.set(job.id, seed);
    });
    attempted += starting.length;
    await Promise.all(starting.slice(0, 2));
    await sleep(Math.random() * 20);
    if (round % 2 === 0) terminate(daemon.child);
    else killFromBelow(daemon.child);
    await daemon.gone;
    daemon.connection.dispose();
    await Promise.race([starting[2].catch(() => {}), sleep(0)]);
    if (round % 10 === 9 || round === rounds - 1) {
      // Now and then the jobs end, so that they don't pile up.
      fs.writeFileSync(path.join(home.folder, 'stop'), '');
      await eventually(() => supervisorsOf(home.folder).length === 0, 30_000, 50);
      fs.rmSync(path.join(home.folder, 'stop'));
    }
  });
  const daemon = await startFaultDaemon(home);
  const jobs = await listJobs(daemon);
  for (const job of jobs) seeds.set(job.id, Number(job.argv.at(-4)));
  const counted = new Map([...seeds].map(([id, seed]) => [seed, id]));
  let whole = 0;
  for (let seed = 0; seed < attempted; seed += 1) {
    const id = counted.get(seed);
    const record = jobs.find((job) => job.id === id);
    // The third of a round may not have come as far as a record, or as its command.
    if (seed % 3 === 2 && (id === undefined || record?.state === 'lost')) continue;
    whole += 1;
    const log = fs.readFileSync(logFile(home, id));
    trial.check(faultOfEnd(record, seed) === '', `job ${seed}: ${faultOfEnd(record, seed)}`);
    trial.check(faultOfCounted(log, seed) === '', `the log of job ${seed}: ${faultOfCounted(log, seed)}`);
  }
  await stopDaemon(daemon);
  trial.check(whole >= rounds * 2, `${whole} of ${rounds * 2} jobs ran to their end`);
  trial.figure('trees killed', `${rounds}; ${whole} jobs under them ran to their own end`);
});
