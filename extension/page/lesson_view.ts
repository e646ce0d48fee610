// The whole lesson on the page: header, contents, article, and the state of its steps as it changes.
import type { Job, Lesson, Step } from '../../protocol/gen/messages';
import { isOver } from '../shared/job_text';
import type { PageStrings } from '../shared/page_messages';
import { buildArticle } from './article';
import type { BlockView, StepActions } from './code_block';
import { contents } from './contents';
import { element, fill, setText } from './dom';
import { breadcrumb, neighbours, type FindingActions } from './finding';
import { hardwareLine } from './hardware';
import { commandLinks } from './links';
import { statusLine, type StatusLine } from './step_status';

export interface LessonView {
  root: HTMLElement;
  showSteps(steps: Step[]): void;
  showJob(job: Job): void;
  showTrust(trusted: boolean): void;
  showFiltered(hardware: readonly string[]): void;
  /** The heading above the reader's line. */
  follow: () => HTMLElement | undefined;
  tick(now: number): void;
  block(id: string): BlockView | undefined;
  /** Draws the diagrams; the root has to be in the document. */
  draw(): Promise<void>;
  dispose(): void;
}

/** The job that a step shows: its latest while that runs, else the one that its state names. A step that was ticked shows no job. */
function jobOf(step: Step, jobs: Map<string, Job>, lesson: string): Job | undefined {
  let latest: Job | undefined;
  for (const job of jobs.values()) {
    if (job.lesson === lesson && job.step === step.id && (latest === undefined || job.number > latest.number)) latest = job;
  }
  if (latest !== undefined && !isOver(latest)) return latest;
  return step.state.job === undefined ? undefined : jobs.get(step.state.job);
}

export function lessonView(lesson: Lesson, base: string, jobList: Job[], strings: PageStrings, actions: StepActions, finding: FindingActions, filtered: readonly string[]): LessonView {
  const summary = lesson.summary;
  const steps = new Map(summary.steps.map((step) => [step.id, step]));
  const jobs = new Map(jobList.map((job) => [job.id, job]));
  const article = buildArticle(lesson, base, strings, actions);
  const side = contents(article.headings, summary, strings);

  const progress = element('span', { class: 'progress' });
  const status = new Map(Object.entries({ draft: strings.draft, validated: strings.validated, blocked: strings.blocked })).get(summary.status);
  const facts = [status ?? summary.status, ...(summary.estimatedMinutes === undefined ? [] : [fill(strings.minutes, String(summary.estimatedMinutes))]), summary.supportedHardware.join(', ')];
  const meta = element('p', { class: 'meta' }, ...facts.filter((fact) => fact !== '').map((fact) => element('span', {}, fact)), progress);
  const phases = element('ol', { class: 'phases', 'aria-label': strings.phases });
  const phaseCounts = new Map<string, HTMLElement>();
  for (const phase of summary.phases) {
    const count = element('span', { class: 'count' });
    phaseCounts.set(phase.id, count);
    const name = phase.anchor === undefined ? phase.title : element('a', { href: `#${phase.anchor}` }, phase.title);
    phases.append(element('li', {}, name, ' ', count));
  }
  const unsaved = lesson.unsaved === true ? [element('p', { class: 'unsaved' }, strings.unsaved)] : [];
  const title = element('h1', article.title === undefined || article.title.anchor === '' ? {} : { id: article.title.anchor, tabindex: '-1' }, article.title?.text ?? summary.title);
  const hardware = hardwareLine(lesson, filtered, strings.finding, finding);
  const blocked = summary.blockReason === undefined ? [] : [element('p', { class: 'trust' }, fill(strings.finding.blocked, summary.blockReason))];
  const header = element('header', { class: 'head' }, breadcrumb(lesson, strings.finding, finding), title, meta, ...unsaved, ...blocked, ...(hardware === undefined ? [] : [hardware.root]), ...(summary.phases.length === 0 ? [] : [phases]));
  const foot = neighbours(lesson, strings.finding, finding);
  const main = element('main', {}, header, article.root, ...(foot === undefined ? [] : [foot]));
  const root = element('div', { class: 'page' }, side.root, main);

  const lines = new Map<string, StatusLine[]>();
  const addLine = (step: Step, after: Element): void => {
    const line = statusLine(step, strings, actions);
    after.after(line.root);
    lines.set(step.id, [...(lines.get(step.id) ?? []), line]);
  };
  for (const view of article.blocks) {
    const step = view.block.step === undefined ? undefined : steps.get(view.block.step);
    if (step !== undefined) addLine(step, view.frame);
  }
  for (const { link, holder } of commandLinks(article.root, lesson.links, strings, actions)) {
    const step = link.step === undefined ? undefined : steps.get(link.step);
    // One line per step is enough where a block of the same step has one already.
    if (step !== undefined && !lines.has(step.id)) addLine(step, holder);
  }

  const showStates = (): void => {
    const list = [...steps.values()];
    const doneOf = (some: Step[]): string => String(some.filter((step) => step.state.status === 'done').length);
    setText(progress, list.length === 0 ? '' : fill(strings.steps, doneOf(list), String(list.length)));
    for (const [phase, node] of phaseCounts) {
      const own = list.filter((step) => step.phase === phase);
      setText(node, own.length === 0 ? '' : `${doneOf(own)}/${own.length}`);
    }
    side.showSteps({ ...summary, steps: list });
    for (const [id, shown] of lines) {
      const step = steps.get(id);
      if (step !== undefined) for (const line of shown) line.show(step, jobOf(step, jobs, summary.id));
    }
  };
  showStates();

  return {
    root,
    showSteps: (changed) => {
      for (const step of changed) steps.set(step.id, step);
      showStates();
    },
    showJob: (job) => {
      jobs.set(job.id, job);
      showStates();
    },
    showTrust: (trusted) => {
      for (const { run } of article.blocks) {
        run?.setAttribute('aria-disabled', String(!trusted));
        if (run !== undefined) run.title = trusted ? '' : strings.untrusted;
      }
      root.classList.toggle('untrusted', !trusted);
      root.querySelector('.untrusted-note')?.remove();
      if (!trusted) meta.after(element('p', { class: 'trust untrusted-note' }, strings.untrusted));
    },
    showFiltered: (filteredNow) => hardware?.showFiltered(filteredNow),
    follow: side.follow,
    tick: (now) => {
      for (const shown of lines.values()) for (const line of shown) line.tick(now);
    },
    draw: () => article.diagrams.draw(),
    dispose: () => article.diagrams.dispose(),
    block: (id) => article.blocks.find((view) => view.block.id === id),
  };
}
