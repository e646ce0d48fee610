// Which processes a trial has brought about, and their end. Each of them has the trial's home in its environment.
import fs from 'node:fs';
import path from 'node:path';
import { sleep } from '../../clients/lib/daemon.mjs';

function read(file) {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch {
    return ''; // it ended while it was looked at
  }
}

/** Pid's state letter; '' where there is no such process. */
export function stateOf(pid) {
  const stat = read(`/proc/${pid}/stat`);
  return stat.slice(stat.lastIndexOf(')') + 2, stat.lastIndexOf(')') + 3);
}

export const isAlive = (pid) => !['', 'Z', 'X'].includes(stateOf(pid));

export const pids = () => fs.readdirSync('/proc').filter((name) => /^\d+$/.test(name)).map(Number);

/** Living processes whose home is `folder`: daemons, and what jobs have started. */
export function processesOf(folder) {
  const mark = `HOME=${folder}`;
  return pids().filter((pid) => read(`/proc/${pid}/environ`).split('\0').includes(mark) && isAlive(pid));
}

export const nameOf = (pid) => read(`/proc/${pid}/cmdline`).split('\0').join(' ').trim();

/** The same without the daemons: what jobs have started. */
export const jobProcessesOf = (folder) => processesOf(folder).filter((pid) => !/tt-bringup serve/.test(nameOf(pid)));

/** The `run` record of a job; undefined while there is none. */
export function runRecord(jobFolder) {
  const text = read(path.join(jobFolder, 'run'));
  if (!text) return undefined;
  const fields = Object.fromEntries(text.trim().split('\n').map((line) => line.split('=')));
  return { supervisor: Number(fields['supervisor.pid']), child: Number(fields['child.pid']), childStart: Number(fields['child.start']) };
}

export function kill(pid, signal = 'SIGKILL') {
  try {
    process.kill(pid, signal);
    return true;
  } catch (error) {
    if (error.code !== 'ESRCH') throw error;
    return false;
  }
}

/** Living supervisors whose job is in `folder`, by their record and, before there is one, by the log that they have open. */
export function supervisorsOf(folder) {
  return pids().filter((pid) => {
    if (!nameOf(pid).endsWith('tt-bringup-supervisor')) return false;
    try {
      return fs.readdirSync(`/proc/${pid}/fd`).some((fd) => {
        try {
          return fs.readlinkSync(`/proc/${pid}/fd/${fd}`).startsWith(folder);
        } catch {
          return false;
        }
      });
    } catch {
      return false;
    }
  });
}

/** Kills what a trial left behind: a trial that failed must not disturb the next. */
export async function endEverythingOf(folder) {
  for (let round = 0; round < 50; round += 1) {
    const left = [...supervisorsOf(folder), ...processesOf(folder)];
    if (left.length === 0) return;
    for (const pid of left) kill(pid);
    await sleep(20);
  }
}

/** Waits until `ready()` gives something true; its value, or undefined after `ms`. */
export async function eventually(ready, ms, step = 10) {
  const until = performance.now() + ms;
  for (;;) {
    const value = await ready();
    if (value) return value;
    if (performance.now() > until) return undefined;
    await sleep(step);
  }
}
