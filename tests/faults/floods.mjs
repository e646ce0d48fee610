// A gigabyte without a line end, and noise: every frame is valid JSON, and the daemon stays small.
import fs from 'node:fs';
import { fault, size } from './lib/trial.mjs';
import { startBare } from './lib/frames.mjs';

const kLimitMb = 64;

const peakMb = (pid) => Number(/^VmHWM:\s+(\d+)/m.exec(fs.readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1024;

async function flood(trial, kind, bytes) {
  const bare = startBare(trial.newHome(), { settings: { logLimitMegabytes: 0 } });
  await bare.initialized;
  const begun = performance.now();
  const started = await bare.ask('start', 'tenstorrent/job/start', { command: 'tenstorrent.fault.pour', arguments: [{ kind, bytes }] });
  const { id } = started.result.job;
  let offset = 0;
  let shown = 0;
  let wrong = '';
  let record;
  for (let turn = 0; record === undefined && !wrong; turn += 1) {
    const answer = await bare.ask(turn, 'tenstorrent/job/read', { id, offset, waitMs: 20_000 });
    const part = answer?.result;
    if (!part) wrong = `the answer ${JSON.stringify(answer)}`;
    else if (part.offset !== offset || Buffer.byteLength(part.data) > 3 * 65_536) wrong = `${part.data.length} characters from ${part.offset} for ${offset}`;
    else {
      shown += part.data.length;
      offset = part.next;
      record = part.end ? part.job : undefined;
    }
  }
  const seconds = (performance.now() - begun) / 1000;
  const peak = bare.end ? NaN : peakMb(bare.child.pid);
  trial.check(wrong === '' && bare.reader.fault === '', `${kind}: ${wrong || bare.reader.fault}`);
  trial.check(offset === bytes && record?.state === 'exited', `${kind}: ${offset} of ${bytes} bytes were read, and the job is ${record?.state}`);
  trial.check(peak <= kLimitMb, `${kind}: the daemon took ${peak} MB`);
  bare.child.stdin.end();
  await bare.gone;
  trial.figure(`${(bytes / 1e6).toFixed(0)} MB, ${kind}`, `${bare.reader.count} frames, all of them valid JSON, ${shown} characters, ${(bytes / 1e6 / seconds).toFixed(0)} MB/s; the daemon at most ${peak.toFixed(1)} MB (limit ${kLimitMb} MB)`);
}

await fault('floods', async (trial) => {
  await flood(trial, 'unbroken', size(64, 1024) * 1024 * 1024);
  await flood(trial, 'random', size(8, 96) * 1024 * 1024);
});
