// How a job's state and its measurements read, in one line; used by the trees and by the lesson page.
import type { Job, JobProgress, Measurement } from '../../protocol/gen/messages';

const names: Readonly<Record<string, string>> = { pcc: 'PCC', top1: 'top-1', top5: 'top-5', ttft: 'TTFT', 'tokens/s/user': 't/s/u' };

/** `PCC` for `pcc`; a name that isn't known stays as it is. */
export const measureName = (name: string): string => names[name] ?? name;

/** `PCC 0.99987`, `top-1 91.2 %`, `28.3 t/s/u`. Numbers keep the digits that matter and no others. */
export function measurementText({ name, value, unit }: Measurement): string {
  const number = String(Number(value.toPrecision(6)));
  if (name === 'tokens/s/user') return `${number} t/s/u`;
  const shown = measureName(name);
  return unit === undefined || unit === '' ? `${shown} ${number}` : `${shown} ${number} ${unit}`;
}

/** `0.4 s`, `12 s`, `3 min 20 s`, `2 h 5 min`. */
export function durationText(milliseconds: number): string {
  const seconds = Math.max(0, milliseconds) / 1000;
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return whole % 60 === 0 ? `${minutes} min` : `${minutes} min ${whole % 60} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** `12 bytes`, `3.4 kB`, `12 MB`, `1.5 GB`: in powers of a thousand. */
export function sizeText(bytes: number): string {
  if (bytes < 1000) return bytes === 1 ? '1 byte' : `${bytes} bytes`;
  const units = ['kB', 'MB', 'GB', 'TB'];
  let value = bytes / 1000;
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${value < 9.95 ? value.toFixed(1) : Math.round(value)} ${units[unit] ?? ''}`;
}

export const isOver = (job: Job): boolean => job.state !== 'queued' && job.state !== 'running';

/** Whether the job ended as its author wanted: exit code 0, and its gate, where it has one, was passed. */
export const succeeded = (job: Job): boolean => job.state === 'exited' && job.exitCode === 0 && (job.verdict === undefined || job.verdict === 'passed');

/** The last measurement of each name that a line has room for, in the order in which the names first came. */
export function latestMeasurements(job: Job): Measurement[] {
  const latest = new Map<string, Measurement>();
  for (const measurement of job.measurements) if (measurement.name in names) latest.set(measurement.name, measurement);
  return [...latest.values()];
}

/** In whole per cent, rounded down: 100 is only said of what is complete. Undefined where the log doesn't say. */
export const percentOf = ({ fraction }: JobProgress): number | undefined =>
  fraction === undefined ? undefined : Math.floor(Math.min(Math.max(fraction, 0), 1) * 100 + 1e-9);

/** `Building · 45 %`, `Decoding · 27.8 tok/s/user`. */
export function progressText(progress: JobProgress): string {
  const percent = percentOf(progress);
  return [progress.phase, ...(percent === undefined ? [] : [`${percent} %`]), ...(progress.rate === undefined ? [] : [progress.rate])].join(' · ');
}

export interface StateStrings {
  queued: string;
  running: string;
  stopping: string;
  exited: string;
  signaled: string;
  execFailed: string;
  timedOut: string;
  cancelled: string;
  lost: string;
  gateMissed: string;
  gateUnknown: string;
}

/** The job's state in words, without a time: `Running`, `exit 2`, `Waits for n150 0, held by #3 demo since 12:04`. */
export function stateText(job: Job, strings: StateStrings): string {
  const because = (text: string): string => (job.reason === undefined || job.reason === '' ? text : `${text}: ${job.reason}`);
  if (job.stopping && !isOver(job)) return strings.stopping;
  switch (job.state) {
    case 'queued':
      return job.reason === undefined || job.reason === '' ? strings.queued : job.reason.replace(/\.$/, '');
    case 'running':
      return strings.running;
    case 'exited':
      return strings.exited.replace('{0}', String(job.exitCode ?? '?'));
    case 'signaled':
      return strings.signaled.replace('{0}', job.signal ?? '?');
    case 'execFailed':
      return because(strings.execFailed);
    case 'timedOut':
      return strings.timedOut;
    case 'cancelled':
      return strings.cancelled;
    case 'lost':
      return because(strings.lost);
  }
}

/** The parts of the line under a block or in a tree: state, duration or progress, measurements, what the gate says where it wasn't met, and the known fault. */
export function summaryParts(job: Job, strings: StateStrings): string[] {
  const parts = [stateText(job, strings)];
  if (isOver(job) && job.durationMs !== undefined) parts.push(durationText(job.durationMs));
  if (!isOver(job) && job.progress !== undefined) parts.push(progressText(job.progress));
  parts.push(...latestMeasurements(job).map(measurementText));
  if (isOver(job) && job.state === 'exited' && job.exitCode === 0) {
    if (job.verdict === 'failed') parts.push(strings.gateMissed);
    if (job.verdict === 'unknown') parts.push(strings.gateUnknown);
  }
  if (job.fault !== undefined) parts.push(job.fault.title);
  return parts;
}
