// A small line chart in the editor's colours, with the same numbers as a table for who reads instead of sees.
import uPlot from 'uplot';
import { element } from './dom';

export interface ChartSeries {
  label: string;
  /** As many as `x` has; null: nothing is known there, and the line has a gap. */
  values: readonly (number | null)[];
}

export interface ChartOptions {
  /** What the chart shows, for who can't see it. */
  label: string;
  /** Ascending: milliseconds since the epoch, or plain numbers. */
  x: readonly number[];
  scale: 'time' | 'number';
  /** The heading of the table's first column. */
  xLabel: string;
  /** What opens the table. */
  tableLabel: string;
  formatX: (x: number) => string;
  /** For the table, where there is more room; as formatX where it isn't said. */
  formatTableX?: (x: number) => string;
  formatY: (y: number) => string;
  /** Pixels; 140 where it isn't said. */
  height?: number;
}

export interface LineChart {
  root: HTMLElement;
  update(x: readonly number[], series: readonly ChartSeries[]): void;
  dispose(): void;
}

const lineColours = ['--vscode-charts-blue', '--vscode-charts-orange', '--vscode-charts-green', '--vscode-charts-purple', '--vscode-charts-red', '--vscode-charts-yellow'];

function colour(...names: string[]): string {
  const style = getComputedStyle(document.documentElement);
  for (const name of names) {
    const value = style.getPropertyValue(name).trim();
    if (value !== '') return value;
  }
  return style.color;
}

const textColour = (): string => colour('--vscode-descriptionForeground', '--vscode-foreground');
const gridColour = (): string => colour('--vscode-charts-lines', '--vscode-widget-border', '--vscode-descriptionForeground');

/** A lone reading has no line: it needs its point. */
const isSparse = (plot: uPlot): boolean => plot.data[0].length < 3;

function plotOptions(series: readonly ChartSeries[], { scale, formatX, formatY, height = 140 }: ChartOptions, width: number): uPlot.Options {
  const font = `11px ${getComputedStyle(document.body).fontFamily}`;
  const axis: uPlot.Axis = { stroke: textColour, font, grid: { stroke: gridColour, width: 0.5 }, ticks: { stroke: gridColour, width: 0.5 } };
  return {
    width,
    height,
    ms: 1,
    scales: { x: { time: scale === 'time' } },
    legend: { show: series.length > 1, live: false },
    cursor: { drag: { x: false, y: false, setScale: false } },
    axes: [
      { ...axis, space: 70, values: (_plot, splits) => splits.map(formatX) },
      { ...axis, space: 28, size: 62, values: (_plot, splits) => splits.map(formatY) },
    ],
    series: [
      {},
      ...series.map(({ label }, index): uPlot.Series => ({
        label,
        stroke: () => colour(lineColours[index % lineColours.length] ?? '--vscode-charts-blue', '--vscode-foreground'),
        width: 1.5,
        spanGaps: false,
        points: { show: isSparse },
      })),
    ],
  };
}

const aligned = (x: readonly number[], series: readonly ChartSeries[]): uPlot.AlignedData => [[...x], ...series.map(({ values }) => [...values])];

function rowsOf(x: readonly number[], series: readonly ChartSeries[], { formatX, formatTableX = formatX, formatY }: ChartOptions): HTMLElement[] {
  return x.map((at, index) => element('tr', {}, element('th', { scope: 'row' }, formatTableX(at)), ...series.map(({ values }) => {
    const value = values[index];
    return element('td', {}, value === null || value === undefined ? '–' : formatY(value));
  })));
}

/** Puts the chart into `container`. The number of series and their labels stay what they are at first. */
export function lineChart(container: HTMLElement, series: readonly ChartSeries[], options: ChartOptions): LineChart {
  let x = options.x;
  let shown = series;
  const drawing = element('div', { class: 'chart-drawing', role: 'img', 'aria-label': options.label });
  const body = element('tbody');
  const table = element('details', { class: 'chart-table' },
    element('summary', {}, options.tableLabel),
    element('table', {}, element('caption', {}, options.label),
      element('thead', {}, element('tr', {}, element('th', { scope: 'col' }, options.xLabel), ...series.map(({ label }) => element('th', { scope: 'col' }, label)))),
      body));
  const root = element('figure', { class: 'chart' }, drawing, table);
  container.append(root);

  const fillTable = (): void => {
    if (table.open) body.replaceChildren(...rowsOf(x, shown, options));
  };
  table.addEventListener('toggle', fillTable);

  const width = (): number => Math.max(160, Math.floor(drawing.clientWidth));
  const plot = new uPlot(plotOptions(series, options, width()), aligned(x, shown), drawing);

  const resized = new ResizeObserver(() => plot.setSize({ width: width(), height: options.height ?? 140 }));
  resized.observe(drawing);
  // A theme changes the classes of the body and the variables of the root: the canvas has to be drawn again.
  const restyled = new MutationObserver(() => plot.redraw(true));
  restyled.observe(document.body, { attributes: true, attributeFilter: ['class', 'data-vscode-theme-id'] });

  return {
    root,
    update: (nextX, nextSeries) => {
      x = nextX;
      shown = nextSeries;
      plot.setData(aligned(x, shown));
      fillTable();
    },
    dispose: () => {
      resized.disconnect();
      restyled.disconnect();
      plot.destroy();
      root.remove();
    },
  };
}
