// What the extension and the lesson page say to each other by postMessage.
import type { Job, Lesson, Step } from '../../protocol/gen/messages';
import type { FindingStrings } from './finding_strings';

/** Where the reader was: a heading's anchor and how many pixels below it. */
export interface Place {
  lesson: string;
  anchor: string;
  offset: number;
}

/** The strings of the page, already in the user's language. A `{0}` is filled in by the page. */
export interface PageStrings {
  contents: string;
  phases: string;
  copy: string;
  copied: string;
  run: string;
  runStep: string;
  stop: string;
  stopStep: string;
  log: string;
  logOfStep: string;
  why: string;
  whyOfStep: string;
  progressOfStep: string;
  untrusted: string;
  unsaved: string;
  unavailable: string;
  steps: string;
  minutes: string;
  queued: string;
  running: string;
  stopping: string;
  starting: string;
  exited: string;
  signaled: string;
  execFailed: string;
  timedOut: string;
  cancelled: string;
  lost: string;
  gateMissed: string;
  gateUnknown: string;
  stepDone: string;
  ticked: string;
  done: string;
  todo: string;
  table: string;
  code: string;
  image: string;
  draft: string;
  validated: string;
  blocked: string;
  diagramOf: string;
  diagramSource: string;
  diagramFailed: string;
  failed: string;
  retry: string;
  finding: FindingStrings;
}

export type FollowTarget = { link: string } | { block: string };

export type HostMessage =
  /** `base` is the address of the pack's folder for the page, without a slash at its end; `hardware` what the Learn view's filter asks for. */
  | { type: 'lesson'; lesson: Lesson; base: string; trusted: boolean; jobs: Job[]; strings: PageStrings; hardware: readonly string[]; anchor?: string }
  | { type: 'failed'; message: string; remedy: string; strings: PageStrings }
  | { type: 'steps'; steps: Step[] }
  | { type: 'job'; job: Job }
  | { type: 'trust'; trusted: boolean }
  | { type: 'filtered'; hardware: readonly string[] }
  | { type: 'goTo'; anchor: string };

export type PageMessage =
  | { type: 'ready' }
  | { type: 'rendered'; lesson: string }
  | { type: 'retry' }
  /** `revision` is that of the text which the reader saw when clicking. */
  | { type: 'follow'; revision: string; target: FollowTarget }
  | { type: 'copy'; block: string }
  | { type: 'showLog'; job: string }
  | { type: 'stop'; job: string }
  | { type: 'why'; job: string }
  /** The reader has reached a heading; empty: what comes before the first. */
  | { type: 'place'; anchor: string }
  | { type: 'openLesson'; lesson: string }
  | { type: 'showInLearn'; kind: 'pack' | 'category'; id: string }
  | { type: 'hardware'; kind: string };
