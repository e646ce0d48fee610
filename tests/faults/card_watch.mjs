// The cards are watched while somebody looks, and no longer: a minute after the last question nothing is read any more.
import fs from 'node:fs';
import path from 'node:path';
import { sleep } from '../clients/lib/daemon.mjs';
import { makeCards } from './lib/cards.mjs';
import { startFaultDaemon, stopDaemon } from './lib/jobs.mjs';
import { eventually } from './lib/processes.mjs';
import { fault } from './lib/trial.mjs';

const kWantedMs = 60_000;
const kMargin = 6_000; // three looks

await fault('card watch', async (trial) => {
  const env = makeCards(trial.home.folder, 2);
  const clock = path.join(env.TT_BRINGUP_SYSROOT, 'sys/class/tenstorrent/tenstorrent!0/tt_aiclk');
  const set = (megahertz) => fs.writeFileSync(clock, `${megahertz}\n`);
  const daemon = await startFaultDaemon(trial.home, { env });
  const heard = [];
  daemon.connection.onNotification('tenstorrent/device/didChange', ({ devices }) => heard.push(devices[0].clock));
  const hears = (megahertz) => eventually(async () => heard.includes(megahertz), kMargin);

  await daemon.request('tenstorrent/device/list', {});
  set(1000);
  trial.check(await hears(1000), 'a change was not told while somebody looked');
  await sleep(kWantedMs + kMargin);
  const before = heard.length;
  set(600);
  await sleep(kMargin);
  trial.check(heard.length === before, `${heard.length - before} changes were told though nobody looked`);

  const { devices } = await daemon.request('tenstorrent/device/list', {});
  trial.check(devices[0].clock === 600, `a new question was answered with ${devices[0].clock} MHz`);
  set(900);
  trial.check(await hears(900), 'a change was not told after a new question');
  await stopDaemon(daemon);
});
