// Eight clients read the logs of the same jobs for a minute: no daemon grows, and none keeps a file open.
import fs from 'node:fs';
import path from 'node:path';
import { sleep } from '../clients/lib/daemon.mjs';
import { fault, size } from './lib/trial.mjs';
import { start, startFaultDaemon, stopDaemon } from './lib/jobs.mjs';

const kClients = 8;
const kJobs = 4;
const kGrowth = 0.05;

const residentKb = (pid) => Number(/^VmRSS:\s+(\d+)/m.exec(fs.readFileSync(`/proc/${pid}/status`, 'utf8'))[1]);
const descriptors = (pid) => fs.readdirSync(`/proc/${pid}/fd`).length;

await fault('many readers', async (trial) => {
  const { home } = trial;
  const daemons = [];
  for (let n = 0; n < kClients; n += 1) daemons.push(await startFaultDaemon(home));
  const ids = [];
  for (let seed = 0; seed < kJobs; seed += 1) ids.push((await start(daemons[0], 'count', { seed, folder: home.folder, pause: 0.01 })).id);
  // One that is over, to be read from its beginning again and again.
  ids.push((await start(daemons[0], 'pour', { kind: 'lines', bytes: 2_000_000 })).id);
  let bytes = 0;
  let reads = 0;
  let running = true;
  const read = async (daemon, id, client) => {
    for (let offset = 0; running; ) {
      const part = await daemon.request('tenstorrent/job/read', { id, offset, waitMs: 200, maxBytes: [61_440, 4096, 1000][client % 3] });
      bytes += part.next - part.offset;
      reads += 1;
      offset = part.end || Math.random() < 0.002 ? 0 : part.next;
      await sleep(part.end ? 50 : 2);
    }
  };
  const readers = daemons.flatMap((daemon, client) => ids.map((id) => read(daemon, id, client)));
  // A reader opens a log for a moment now and then: the most of two seconds tells whether something stays open.
  const look = async () => {
    const most = daemons.map(() => ({ kb: 0, open: 0 }));
    for (let i = 0; i < 40; i += 1) {
      for (const [n, { child }] of daemons.entries()) {
        most[n] = { kb: Math.max(most[n].kb, residentKb(child.pid)), open: Math.max(most[n].open, descriptors(child.pid)) };
      }
      await sleep(50);
    }
    return most;
  };
  await sleep(size(4000, 10_000)); // until all that is made once has been made
  const before = await look();
  await sleep(size(10_000, 60_000));
  const after = await look();
  running = false;
  await Promise.all(readers);
  fs.writeFileSync(path.join(home.folder, 'stop'), '');
  const growth = after.map(({ kb }, n) => kb / before[n].kb - 1);
  for (const [n, share] of growth.entries()) {
    trial.check(share <= kGrowth, `daemon ${n} grew by ${(share * 100).toFixed(1)} % from ${before[n].kb} KB`);
    trial.check(after[n].open === before[n].open, `daemon ${n} had ${before[n].open} descriptors, and then ${after[n].open}`);
  }
  for (const daemon of daemons) await stopDaemon(daemon);
  trial.figure('reads', `${reads} of ${(bytes / 1e6).toFixed(0)} MB by ${kClients} clients`);
  trial.figure('memory', `at most ${(Math.max(...growth) * 100).toFixed(1)} % more (limit ${kGrowth * 100} %), of ${Math.max(...before.map(({ kb }) => kb))} KB`);
  trial.figure('descriptors', `${before.map(({ open }) => open).join(' ')}, the same after`);
});
