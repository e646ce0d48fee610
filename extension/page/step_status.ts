// The line under a block that says how the step's job does: a live region, with Log and Stop beside it.
import type { Job, Step } from '../../protocol/gen/messages';
import { durationText, isOver, latestMeasurements, measurementText, percentOf, progressText, stateText, succeeded, summaryParts } from '../shared/job_text';
import type { PageStrings } from '../shared/page_messages';
import type { StepActions } from './code_block';
import { button, element, fill, setText } from './dom';

export interface StatusLine {
  root: HTMLElement;
  show(step: Step, job: Job | undefined): void;
  /** Once a second while a job runs. */
  tick(now: number): void;
}

/** What the live region says: no running time and no percentage in it, or a screen reader would never be silent. */
function spoken(step: Step, job: Job | undefined, strings: PageStrings): string {
  if (job === undefined) {
    if (step.state.status === 'running') return strings.starting;
    if (step.state.status === 'todo') return '';
    const proof = step.state.status === 'done' && step.state.by === 'tick' ? strings.ticked : step.state.status === 'done' ? strings.stepDone : strings.failed;
    return [proof, ...(step.state.detail === undefined ? [] : [step.state.detail])].join(' · ');
  }
  if (isOver(job)) return summaryParts(job, strings).join(' · ');
  const last = latestMeasurements(job).at(-1);
  const parts = [stateText(job, strings), ...(last === undefined ? [] : [measurementText(last)]), ...(job.fault === undefined ? [] : [job.fault.title])];
  return parts.join(' · ');
}

function look(step: Step, job: Job | undefined): string {
  if (job !== undefined && !isOver(job)) return 'running';
  if (job !== undefined) return succeeded(job) ? 'passed' : 'failed';
  return step.state.status === 'done' ? 'passed' : step.state.status;
}

export function statusLine(first: Step, strings: PageStrings, actions: StepActions): StatusLine {
  let current: Job | undefined;
  let shownAt = 0;
  const text = element('span', { class: 'state', role: 'status', 'aria-live': 'polite' });
  const time = element('span', { class: 'time', 'aria-hidden': 'true' });
  const bar = element('progress', { 'aria-label': fill(strings.progressOfStep, first.title), max: '100', hidden: true });
  const phase = element('span', { class: 'phase', 'aria-hidden': 'true' });
  const act = (what: (job: string) => void) => (): void => {
    if (current !== undefined) what(current.id);
  };
  const log = button(strings.log, { class: 'quiet', 'aria-label': fill(strings.logOfStep, first.title) }, act((job) => actions.showLog(job)));
  const stop = button(strings.stop, { class: 'quiet', 'aria-label': fill(strings.stopStep, first.title) }, act((job) => actions.stop(job)));
  const why = button(strings.why, { class: 'quiet', 'aria-label': fill(strings.whyOfStep, first.title) }, act((job) => actions.why(job)));
  const root = element('div', { class: 'job', 'data-step': first.id }, text, time, bar, phase, why, log, stop);

  /** Outside of the live region: a reader asks for it. */
  const showProgress = (job: Job | undefined): void => {
    const progress = job === undefined || isOver(job) ? undefined : job.progress;
    bar.hidden = progress === undefined;
    setText(phase, progress === undefined ? '' : progressText(progress));
    if (progress === undefined) return;
    bar.setAttribute('aria-valuetext', progressText(progress));
    const percent = percentOf(progress);
    if (percent === undefined) bar.removeAttribute('value');
    else bar.setAttribute('value', String(percent));
  };

  const show = (step: Step, job: Job | undefined): void => {
    current = job;
    shownAt = Date.now();
    const line = spoken(step, job, strings);
    setText(text, line === '' || job === undefined ? line : `#${job.number} ${line}`);
    setText(time, '');
    root.dataset['look'] = look(step, job);
    root.classList.toggle('empty', line === '');
    showProgress(job);
    why.hidden = job?.fault === undefined;
    log.hidden = job === undefined;
    const focused = document.activeElement === stop;
    stop.hidden = job === undefined || isOver(job);
    stop.setAttribute('aria-disabled', String(job?.stopping ?? false));
    if (focused && stop.hidden) log.focus({ preventScroll: true });   // never let the focus fall to the page's top
  };
  const tick = (now: number): void => {
    if (current?.state !== 'running' || current.durationMs === undefined) return;
    setText(time, durationText(current.durationMs + now - shownAt));
  };
  return { root, show, tick };
}
