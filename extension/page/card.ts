// A card's page: its values of now, and charts of its last hour.
import type { DeviceSample } from '../../protocol/gen/messages';
import type { CardHostMessage, CardPageMessage, CardState, CardStrings } from '../shared/card_messages';
import { lineChart, type ChartSeries, type LineChart } from './chart';
import { button, element, setText } from './dom';

declare function acquireVsCodeApi(): { postMessage(message: CardPageMessage): void; setState(state: CardState): void };

const vscode = acquireVsCodeApi();

type CardMessage = Extract<CardHostMessage, { type: 'card' }>;
type Reading = 'temperature' | 'power' | 'clock';

const units: Record<Reading, string> = { temperature: '°C', power: 'W', clock: 'MHz' };
const readings: readonly Reading[] = ['temperature', 'power', 'clock'];

interface CardView {
  show(message: CardMessage): void;
  dispose(): void;
}

const times = (samples: readonly DeviceSample[]): number[] => samples.map(({ at }) => Date.parse(at));
const line = (label: string, samples: readonly DeviceSample[], reading: Reading): ChartSeries[] => [{ label, values: samples.map((sample) => sample[reading] ?? null) }];

function cardView(strings: CardStrings, locale: string): CardView {
  const heading = element('h1', {});
  const table = element('tbody');
  const empty = element('p', { role: 'status' }, strings.noReadings);
  const charts = element('div', { class: 'charts' });
  const shown = new Map<Reading, LineChart>();
  const clock = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit' });
  const exact = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', second: '2-digit' });

  document.body.replaceChildren(element('main', { class: 'card' },
    element('div', { class: 'card-head' }, heading, button(strings.reset, { class: 'secondary' }, () => vscode.postMessage({ type: 'reset' }))),
    element('h2', {}, strings.now), element('table', { class: 'card-values' }, table),
    element('h2', {}, strings.lastHour), empty, charts));

  const draw = (reading: Reading, samples: readonly DeviceSample[]): void => {
    const series = line(strings[reading], samples, reading);
    const known = shown.get(reading);
    if (known !== undefined) {
      known.update(times(samples), series);
      return;
    }
    const place = element('section', {}, element('h3', {}, `${strings[reading]} (${units[reading]})`));
    charts.append(place);
    shown.set(reading, lineChart(place, series, {
      label: `${strings[reading]}, ${strings.lastHour}`,
      x: times(samples),
      scale: 'time',
      xLabel: strings.time,
      tableLabel: strings.asTable,
      formatX: (at) => clock.format(at),
      formatTableX: (at) => exact.format(at),
      formatY: (value) => `${Math.round(value * 10) / 10} ${units[reading]}`,
    }));
  };

  return {
    show: ({ title, rows, samples }) => {
      setText(heading, title);
      document.title = title;
      table.replaceChildren(...rows.map(([name, value]) => element('tr', {}, element('th', { scope: 'row' }, name), element('td', {}, value))));
      empty.hidden = samples.length > 0;
      if (samples.length === 0) return;
      for (const reading of readings) {
        if (shown.has(reading) || samples.some((sample) => sample[reading] !== undefined)) draw(reading, samples);
      }
    },
    dispose: () => {
      for (const chart of shown.values()) chart.dispose();
    },
  };
}

let view: CardView | undefined;

window.addEventListener('message', ({ data }: MessageEvent<CardHostMessage>) => {
  if (data.type === 'gone') {
    view?.dispose();
    view = undefined;
    document.body.replaceChildren(element('main', { class: 'card' }, element('h1', {}, data.title), element('p', { role: 'status' }, data.strings.gone)));
    return;
  }
  vscode.setState({ card: data.index });
  view ??= cardView(data.strings, data.locale);
  view.show(data);
});
vscode.postMessage({ type: 'ready' });
