// One chart for each measure of a job, over all runs of the same thing.
import type { JobRun } from '../../protocol/gen/messages';
import type { JobPageStrings } from '../shared/job_page_messages';
import { measureName } from '../shared/job_text';
import { lineChart, type LineChart } from './chart';
import { element } from './dom';

/** A run prints one PCC for each layer, and the worst of them counts; of a running figure the last one does. */
const countsLowest = (measure: string): boolean => measure === 'pcc';

function valueOf(run: JobRun, measure: string): number | null {
  const values = run.measurements.filter(({ name }) => name === measure).map(({ value }) => value);
  if (values.length === 0) return null;
  return countsLowest(measure) ? Math.min(...values) : (values.at(-1) ?? null);
}

const digits = (value: number): string => String(Number(value.toPrecision(6)));

/** Puts the charts into `container`, and keeps them while the same measures are drawn. */
export class Charts {
  private charts_ = new Map<string, LineChart>();

  constructor(private readonly container_: HTMLElement, private readonly strings_: JobPageStrings) {}

  /** Draws those measures that at least two runs have. */
  show(runs: readonly JobRun[]): void {
    const names = [...new Set(runs.flatMap(({ measurements }) => measurements.map(({ name }) => name)))];
    const drawn = new Map<string, (number | null)[]>();
    for (const name of names) {
      const values = runs.map((run) => valueOf(run, name));
      if (values.filter((value) => value !== null).length > 1) drawn.set(name, values);
    }
    const x = runs.map(({ number }) => number);
    if ([...drawn.keys()].join('\n') !== [...this.charts_.keys()].join('\n')) this.draw_(drawn, x, runs);
    for (const [name, values] of drawn) this.charts_.get(name)?.update(x, [{ label: measureName(name), values }]);
  }

  private draw_(drawn: ReadonlyMap<string, (number | null)[]>, x: number[], runs: readonly JobRun[]): void {
    for (const chart of this.charts_.values()) chart.dispose();
    this.charts_.clear();
    this.container_.replaceChildren();
    if (drawn.size === 0) this.container_.append(element('p', {}, this.strings_.oneRun));
    for (const [name, values] of drawn) {
      const unit = runs.flatMap(({ measurements }) => measurements).find((one) => one.name === name)?.unit;
      const which = countsLowest(name) ? this.strings_.lowestOfRun : this.strings_.lastOfRun;
      const label = `${measureName(name)}${unit === undefined ? '' : ` (${unit})`}: ${which}`;
      this.container_.append(element('h3', {}, label));
      const holder = element('div');
      this.container_.append(holder);
      this.charts_.set(name, lineChart(holder, [{ label: measureName(name), values }], {
        label,
        x,
        scale: 'number',
        xLabel: this.strings_.run,
        tableLabel: this.strings_.numbers,
        formatX: (at) => (Number.isInteger(at) ? `#${at}` : ''),
        formatY: digits,
      }));
    }
  }
}
