// What the extension and the page of a job say to each other by postMessage.
import type { Job, JobRun } from '../../protocol/gen/messages';
import type { StateStrings } from './job_text';

/** The strings of the page, already in the user's language. A `{0}` is filled in by the page. */
export interface JobPageStrings extends StateStrings {
  job: string;
  showLog: string;
  runAgain: string;
  stop: string;
  saveCsv: string;
  state: string;
  device: string;
  folder: string;
  started: string;
  command: string;
  environment: string;
  progress: string;
  why: string;
  faultLine: string;
  explained: string;
  measurements: string;
  measure: string;
  value: string;
  unit: string;
  line: string;
  openLine: string;
  noMeasurements: string;
  overRuns: string;
  oneRun: string;
  run: string;
  numbers: string;
  lowestOfRun: string;
  lastOfRun: string;
}

/** What the editor can do besides showing the page. */
export interface JobPageAbilities {
  runAgain: boolean;
  openLine: boolean;
}

export type JobHostMessage =
  | { type: 'job'; job: Job; runs: JobRun[]; strings: JobPageStrings; can: JobPageAbilities }
  | { type: 'change'; job: Job }
  | { type: 'runs'; runs: JobRun[] }
  | { type: 'failed'; text: string };

export type JobPageMessage =
  | { type: 'ready' }
  | { type: 'showLog' }
  | { type: 'runAgain' }
  | { type: 'stop' }
  | { type: 'saveCsv' }
  | { type: 'openLine'; offset: number; line: number }
  | { type: 'openLesson' };
