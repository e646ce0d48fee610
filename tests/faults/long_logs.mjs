// A log of 100 MB at full speed, whole and with a limit; a search in a long one, and its cancel: nothing lost, memory constant.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import * as rpc from 'vscode-jsonrpc/node';
import { fault, median, size } from './lib/trial.mjs';
import { eventually } from './lib/processes.mjs';
import { isFinal, jobFolder, logFile, start, startFaultDaemon, stopDaemon } from './lib/jobs.mjs';

const kMegabyte = 1_000_000;
const kLogBytes = 100 * kMegabyte;
const kGrowthMb = 8;

const status = (pid, name) => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(fs.readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1024;

/** What pour.py writes as lines, from `from` to `to`. */
const kBlock = Buffer.concat(Array.from({ length: 1000 }, (_, i) => Buffer.from(`${String(i).padStart(8, '0')} the quick brown fox jumps over the lazy dog, again and again\n`)));

function isPoured(bytes, from) {
  for (let at = 0; at < bytes.length;) {
    const inBlock = (from + at) % kBlock.length;
    const part = bytes.subarray(at, at + kBlock.length - inBlock);
    if (!part.equals(kBlock.subarray(inBlock, inBlock + part.length))) return false;
    at += part.length;
  }
  return true;
}

/** Reads as the extension does: where the answer names the file, from the file. What was shown, skipped, and wrong. */
async function follow(daemon, id) {
  const seen = { shown: 0, skipped: 0, files: 0, wrong: '' };
  let offset = 0;
  let file;
  try {
    for (;;) {
      const part = await daemon.request('tenstorrent/job/read', { id, offset, maxBytes: 1024 * 1024, waitMs: 20_000, file: true });
      seen.skipped += part.offset - offset;
      let bytes = Buffer.from(part.data ?? '');
      if (part.file !== undefined) {
        seen.files += 1;
        file ??= fs.openSync(part.file, 'r');
        bytes = Buffer.alloc(part.next - part.offset);
        fs.readSync(file, bytes, 0, bytes.length, part.offset);
      }
      if (bytes.length !== part.next - part.offset || !isPoured(bytes, part.offset)) seen.wrong ||= `bytes ${part.offset} to ${part.next}`;
      seen.shown += bytes.length;
      offset = part.next;
      if (part.end) return { ...seen, job: part.job };
    }
  } finally {
    if (file !== undefined) fs.closeSync(file);
  }
}

async function pour(trial, limitMegabytes) {
  const home = trial.newHome();
  const daemon = await startFaultDaemon(home, { settings: { logLimitMegabytes: limitMegabytes } });
  const before = status(daemon.child.pid, 'VmRSS');
  const begun = performance.now();
  const { id } = await start(daemon, 'pour', { kind: 'lines', bytes: kLogBytes });
  const seen = await follow(daemon, id);
  const seconds = (performance.now() - begun) / 1000;
  const growth = status(daemon.child.pid, 'VmHWM') - before;
  const name = limitMegabytes === 0 ? 'without a limit' : `with a limit of ${limitMegabytes} MB`;
  const { job } = seen;
  trial.check(seen.wrong === '', `${name}: ${seen.wrong} are not what the job wrote`);
  trial.check(seen.shown + seen.skipped === kLogBytes && job.size === kLogBytes, `${name}: ${seen.shown} bytes were shown and ${seen.skipped} skipped`);
  trial.check(job.state === 'exited' && job.exitCode === 0, `${name}: the job is ${job.state}`);
  trial.check(growth <= kGrowthMb, `${name}: the daemon grew by ${growth.toFixed(1)} MB`);
  const log = fs.statSync(logFile(home, id));
  trial.check(log.size === kLogBytes, `${name}: the file has ${log.size} bytes`);
  if (limitMegabytes === 0) {
    trial.check(seen.skipped === 0 && job.dropped === undefined, `${name}: ${seen.skipped} bytes were skipped`);
  } else {
    const kept = kLogBytes - (job.dropped ?? 0);
    trial.check(kept <= limitMegabytes * kMegabyte && kept > limitMegabytes * kMegabyte * 0.9, `${name}: ${kept} bytes were kept`);
    trial.check(log.blocks * 512 <= limitMegabytes * kMegabyte + 65_536, `${name}: the log takes ${log.blocks * 512} bytes`);
    const exit = fs.readFileSync(`${jobFolder(home, id)}/exit`);
    const [inFile, dropped, gap] = [56, 64, 72].map((at) => Number(exit.readBigUInt64LE(at)));
    trial.check(inFile + dropped === kLogBytes && gap === job.dropped, `${name}: the exit record says ${inFile}, ${dropped}, ${gap}`);
    // A reader that comes afterwards sees the beginning and the end.
    const late = await follow(daemon, id);
    trial.check(late.wrong === '' && late.skipped === job.dropped && late.shown === kept, `${name}: afterwards ${late.shown} bytes were shown, ${late.skipped} skipped; ${late.wrong}`);
  }
  trial.figure(`100 MB ${name}`, `${(kLogBytes / kMegabyte / seconds).toFixed(0)} MB/s to the reader, ${seen.files} answers by file, ${seen.skipped} bytes skipped live; the daemon grew by ${growth.toFixed(1)} MB, to ${status(daemon.child.pid, 'VmHWM').toFixed(1)} MB`);
  await stopDaemon(daemon);
}

/** Seconds of a program on a file, the file in the page cache. */
function rival(program, args) {
  const times = Array.from({ length: 3 }, () => {
    const begun = performance.now();
    const done = spawnSync(program, args, { stdio: 'ignore' });
    return done.error ? NaN : (performance.now() - begun) / 1000;
  });
  return Math.min(...times);
}

async function search(trial) {
  const bytes = size(128, 1024) * 1024 * 1024;
  const home = trial.newHome();
  const daemon = await startFaultDaemon(home, { settings: { logLimitMegabytes: 0 } });
  const { id } = await start(daemon, 'pour', { kind: 'lines', bytes: 70 });
  await eventually(() => isFinal(daemon.jobs.get(id) ?? {}), 30_000);
  // As if the job had written it all: a gigabyte through a terminal takes half a minute.
  const out = fs.openSync(logFile(home, id), 'w');
  for (let at = 0; at < bytes; at += kBlock.length) fs.writeSync(out, kBlock, 0, Math.min(kBlock.length, bytes - at));
  fs.writeSync(out, '\nthe Needle in the last line\n');
  fs.closeSync(out);
  const before = status(daemon.child.pid, 'VmRSS');
  const ask = async (params) => {
    const times = [];
    let answer;
    for (let turn = 0; turn < 3; turn += 1) {
      const begun = performance.now();
      answer = await daemon.request('tenstorrent/job/search', params);
      times.push((performance.now() - begun) / 1000);
    }
    return { answer, seconds: Math.min(...times) };
  };
  const searches = [
    ['plain text', { text: 'needle' }, ['-F', '-i', '-e', 'needle']],
    ['plain text, with case', { text: 'Needle', caseSensitive: true }, ['-F', '-e', 'Needle']],
    ['an expression', { text: 'ne+dle in .* line$', regex: true }, ['-i', '-e', 'ne+dle in .* line$']],
  ];
  for (const [name, params, args] of searches) {
    const { answer, seconds } = await ask(params);
    trial.check(answer.matches.length === 1 && answer.complete && answer.matches[0].text === 'the Needle in the last line', `${name}: ${JSON.stringify(answer).slice(0, 200)}`);
    const ripgrep = rival('rg', ['-c', ...args, logFile(home, id)]);
    const grep = rival('grep', ['-c', ...args.map((arg) => (arg.includes('+') ? arg.replace('+', '\\+') : arg)), logFile(home, id)]);
    trial.figure(`${(bytes / 1024 / 1024).toFixed(0)} MiB searched for ${name}`, `${(seconds * 1000).toFixed(0)} ms; ripgrep ${(ripgrep * 1000).toFixed(0)} ms, grep ${(grep * 1000).toFixed(0)} ms`);
  }
  const many = await daemon.request('tenstorrent/job/search', { text: 'quick', limit: 10_000 });
  trial.check(many.matches.length === 10_000 && !many.complete && many.matches[9999].line === 10_000, `10,000 matches: ${many.matches.length}`);
  const growth = status(daemon.child.pid, 'VmHWM') - before;
  trial.check(growth <= 24, `the daemon grew by ${growth.toFixed(1)} MB`);
  await cancel(trial, daemon);
  trial.figure('memory of a search', `the daemon grew by ${growth.toFixed(1)} MB, 10,000 matches included`);
  await stopDaemon(daemon);
}

/** Each search is cancelled while it runs: its answer comes soon after. */
async function cancel(trial, daemon) {
  const times = [];
  for (let turn = 0; turn < 10; turn += 1) {
    const source = new rpc.CancellationTokenSource();
    let cancelled = 0;
    setTimeout(() => {
      cancelled = performance.now();
      source.cancel();
    }, 5 + turn);
    try {
      await daemon.connection.sendRequest('tenstorrent/job/search', { text: '(?i)q[^z]*zz+y', regex: true }, source.token);
    } catch (error) {
      trial.check(error.code === -32800, `a cancelled search ended with ${error.code}: ${error.message}`);
      times.push(performance.now() - cancelled);
    }
  }
  trial.check(times.length > 0, 'no search could be cancelled');
  trial.checkTime(median(times), 50, 'the end of a cancelled search');
  trial.figure('from the cancel to the answer', `median ${median(times).toFixed(1)} ms, most ${Math.max(...times).toFixed(1)} ms of ${times.length}`);
}

await fault('long_logs', async (trial) => {
  await pour(trial, 0);
  await pour(trial, 10);
  await search(trial);
});
