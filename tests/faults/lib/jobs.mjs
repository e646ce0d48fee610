// The jobs of the trials: a daemon that knows their pack, what each of them writes, and what is on disk of them.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { root, startDaemon } from '../../clients/lib/daemon.mjs';

export const pack = path.join(root, 'tests', 'faults', 'packs');

// The program itself: what is first on PATH may be a script that looks for it at every start.
const python = execFileSync('python3', ['-c', 'import sys; print(sys.executable)'], { encoding: 'utf8' }).trim();

export function startFaultDaemon(home, { settings = {}, ...more } = {}) {
  return startDaemon(home, { ...more, settings: { packs: [pack], pythonPath: python, ...settings } });
}

export async function start(daemon, command, values = {}, more = {}) {
  const { job } = await daemon.request('tenstorrent/job/start', { command: `tenstorrent.fault.${command}`, arguments: [values], ...more });
  return job;
}

/** All jobs: a list says 100 unless it is asked for more. */
export const listJobs = async (daemon) => (await daemon.request('tenstorrent/job/list', { limit: 1000 })).jobs;

export const jobFolder = (home, id) => path.join(home.folder, 'state', 'jobs', id);
export const logFile = (home, id) => path.join(jobFolder(home, id), 'out.log');

export async function stopDaemon(daemon) {
  const end = await daemon.stop();
  if (end.code !== 0) throw new Error(`the daemon ended with ${JSON.stringify(end)}`);
}

const kFinal = new Set(['exited', 'signaled', 'execFailed', 'timedOut', 'cancelled', 'lost']);
export const isFinal = (job) => kFinal.has(job.state);

// --- count.py

/** Line `number` of the job `seed`, as count.py writes it. */
export function countedLine(seed, number) {
  return `${seed} ${number} grüße 你好 🙂 ${'x'.repeat((number * 7919 + seed * 31) % 160)}\n`;
}

/** How the job `seed` ends. */
export function countedEnd(seed) {
  switch (seed % 4) {
    case 0: return { state: 'exited', exitCode: 0 };
    case 1: return { state: 'exited', exitCode: (seed % 200) + 1 };
    case 2: return { state: 'signaled', signal: 'SIGKILL' };
    default: return { state: 'signaled', signal: 'SIGTERM' };
  }
}

/** What is wrong with a log of count.py; '' where it is whole or, with `cut`, an exact prefix of what was written. */
export function faultOfCounted(bytes, seed, cut = false) {
  const parts = [];
  let length = 0;
  for (let number = 0; length < bytes.length; number += 1) {
    const line = Buffer.from(countedLine(seed, number));
    const end = Buffer.from(`end ${number}\n`);
    if (bytes.length === length + end.length && bytes.subarray(length).equals(end)) return '';
    const part = bytes.subarray(length, length + line.length);
    if (!part.equals(line.subarray(0, part.length))) {
      // A prefix may also be cut within the last line of all.
      if (cut && end.subarray(0, part.length).equals(part)) return '';
      return `byte ${length}: ${JSON.stringify(part.toString().slice(0, 60))} where line ${number} should be`;
    }
    parts.push(part);
    length += part.length;
  }
  return cut ? '' : `it ends at byte ${length} without its last line`;
}

/** What differs between a record and the end that its seed says; '' where nothing does. */
export function faultOfEnd(job, seed) {
  const wanted = countedEnd(seed);
  const wrong = Object.keys(wanted).filter((key) => job?.[key] !== wanted[key]);
  return wrong.length === 0 ? '' : `${JSON.stringify(wanted)} became ${JSON.stringify({ state: job?.state, exitCode: job?.exitCode, signal: job?.signal, reason: job?.reason })}`;
}
