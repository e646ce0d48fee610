// What the page of a job shows: what ran, how it stands, why it failed, and what it measured.
import type { Job, JobFault, JobRun } from '../../protocol/gen/messages';
import type { JobPageAbilities, JobPageStrings } from '../shared/job_page_messages';
import { durationText, isOver, measureName, stateText } from '../shared/job_text';
import { button, element, fill, setText } from './dom';
import { Charts } from './job_charts';

export interface JobActions {
  showLog(): void;
  runAgain(): void;
  stop(): void;
  saveCsv(): void;
  openLine(offset: number, line: number): void;
  openLesson(): void;
}

const digits = (value: number): string => String(Number(value.toPrecision(6)));

/** Changes only what differs, so that the focus and a reader's place stay. */
export class JobView {
  readonly root: HTMLElement;
  private readonly state_ = element('span', { role: 'status' });
  private readonly facts_ = element('dl', { class: 'facts' });
  private readonly fault_ = element('section', { 'aria-live': 'polite' });
  private readonly measurements_ = element('div');
  private readonly stop_: HTMLButtonElement;
  private readonly save_: HTMLButtonElement;
  private readonly charts_: Charts;
  private shown_ = new Map<string, string>();

  constructor(job: Job, private readonly strings_: JobPageStrings, private readonly can_: JobPageAbilities, private readonly actions_: JobActions) {
    const { showLog, runAgain, stop, saveCsv } = strings_;
    this.stop_ = button(stop, { class: 'quiet' }, () => this.actions_.stop());
    this.save_ = button(saveCsv, { class: 'quiet' }, () => this.actions_.saveCsv());
    const again = can_.runAgain ? [button(runAgain, { class: 'quiet' }, () => this.actions_.runAgain())] : [];
    const charts = element('div');
    this.charts_ = new Charts(charts, strings_);
    this.root = element('main', { class: 'job-page' },
      element('h1', {}, fill(strings_.job, String(job.number), job.title)),
      element('div', { class: 'actions' }, button(showLog, {}, () => this.actions_.showLog()), ...again, this.stop_, this.save_),
      this.facts_,
      this.fault_,
      element('h2', {}, strings_.measurements), this.measurements_,
      element('h2', {}, strings_.overRuns), charts,
      ...this.whatRan_(job));
    this.show(job);
  }

  show(job: Job): void {
    this.stop_.hidden = isOver(job);
    this.showFacts_(job);
    this.once_('fault', job.fault, () => this.fault_.replaceChildren(...(job.fault === undefined ? [] : [this.faultBox_(job.fault)])));
    this.once_('measurements', job.measurements, () => this.measurements_.replaceChildren(this.table_(job)));
  }

  showRuns(runs: readonly JobRun[]): void {
    this.save_.hidden = runs.every(({ measurements }) => measurements.length === 0);
    this.once_('runs', runs, () => this.charts_.show(runs));
  }

  private once_(part: string, value: unknown, draw: () => void): void {
    const text = JSON.stringify([value]);
    if (this.shown_.get(part) === text) return;
    this.shown_.set(part, text);
    draw();
  }

  private showFacts_(job: Job): void {
    const { strings_: strings } = this;
    const parts = [stateText(job, strings)];
    if (isOver(job) && job.durationMs !== undefined) parts.push(durationText(job.durationMs));
    if (job.verdict === 'failed') parts.push(strings.gateMissed);
    if (job.verdict === 'unknown' && isOver(job)) parts.push(strings.gateUnknown);
    setText(this.state_, parts.join(' · '));
    this.once_('facts', [job.device, job.progress, isOver(job)], () => {
      const rows: [string, Node | string][] = [
        [strings.state, this.state_],
        [strings.started, new Date(job.createdAt).toLocaleString(document.documentElement.lang)],
      ];
      if (job.device !== undefined) rows.push([strings.device, job.device]);
      if (job.progress !== undefined && !isOver(job)) {
        const { phase, fraction, rate } = job.progress;
        const bar = fraction === undefined ? [] : [element('progress', { max: '1', value: String(fraction), 'aria-label': phase }), ` ${Math.round(fraction * 100)} %`];
        rows.push([strings.progress, element('span', {}, `${phase} `, ...bar, rate === undefined ? '' : ` · ${rate}`)]);
      }
      this.facts_.replaceChildren(...rows.flatMap(([name, value]) => [element('dt', {}, name), element('dd', {}, value)]));
    });
  }

  private faultBox_(fault: JobFault): HTMLElement {
    const { strings_: strings } = this;
    const box = element('div', { class: 'fault' }, element('h2', {}, strings.why), element('p', {}, element('strong', {}, fault.title)), element('p', {}, fault.remedy));
    if (fault.line > 0) {
      const where = fill(strings.faultLine, String(fault.line));
      box.append(element('p', {}, this.lineLink_(fault, where), ' ', element('code', {}, fault.text)));
    }
    if (fault.lesson !== undefined) box.append(element('p', {}, button(strings.explained, { class: 'link' }, () => this.actions_.openLesson())));
    return box;
  }

  private lineLink_({ line, offset }: { line: number; offset: number }, label: string): Node | string {
    if (!this.can_.openLine) return label;
    return button(label, { class: 'link', title: fill(this.strings_.openLine, String(line)) }, () => this.actions_.openLine(offset, line));
  }

  private table_(job: Job): HTMLElement {
    const { strings_: strings } = this;
    if (job.measurements.length === 0) return element('p', {}, strings.noMeasurements);
    const heads = [strings.measure, strings.value, strings.unit, strings.line].map((name) => element('th', { scope: 'col' }, name));
    const rows = job.measurements.map(({ name, value, unit, line, offset }) => element('tr', {},
      element('th', { scope: 'row' }, measureName(name)),
      element('td', { class: 'number' }, digits(value)),
      element('td', {}, unit ?? ''),
      element('td', { class: 'number' }, this.lineLink_({ line, offset }, String(line)))));
    return element('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': strings.measurements },
      element('table', {}, element('thead', {}, element('tr', {}, ...heads)), element('tbody', {}, ...rows)));
  }

  /** One argument a line, so that no blank can hide where one argument ends. */
  private whatRan_(job: Job): HTMLElement[] {
    const { strings_: strings } = this;
    const parts = [
      element('h2', {}, strings.command),
      element('pre', { tabindex: '0', 'aria-label': strings.command, role: 'region' }, element('code', {}, job.argv.join('\n'))),
      element('dl', { class: 'facts' }, element('dt', {}, strings.folder), element('dd', {}, job.cwd)),
    ];
    if (job.environment.length === 0) return parts;
    const environment = element('pre', { tabindex: '0', 'aria-label': strings.environment, role: 'region' }, element('code', {}, job.environment.join('\n')));
    return [...parts, element('details', {}, element('summary', {}, strings.environment), environment)];
  }
}
