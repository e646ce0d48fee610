// Writes what was measured: test-results/bench.json for programs, the README's table for people.
import fs from 'node:fs';
import os from 'node:os';
import { amountText, ratioText } from './stats.mjs';

const signed = (value, unit) => `${value >= 0 ? '+' : '−'}${amountText(Math.abs(value), unit)}`;
const valueText = (row, value) => (row.kind === 'excess' ? signed(value, row.unit) : ratioText(value));
const verdict = ({ met }) => (met === undefined ? '–' : met ? 'met' : '**not met**');

export function machine() {
  const cpus = os.cpus();
  return `${cpus.length} cores of ${cpus[0]?.model.trim() ?? 'an unknown processor'}, ${Math.round(os.totalmem() / 2 ** 30)} GiB, Linux ${os.release()}`;
}

export function tableText({ rows, date, machine: on, load }) {
  const lines = rows.map((row) =>
    [
      row.what,
      row.rival,
      `${amountText(row.ours.median, row.unit)} / ${amountText(row.theirs.median, row.unit)}`,
      `${valueText(row, row.value.median)} (${valueText(row, row.value.min)} to ${valueText(row, row.value.max)})`,
      row.goal ?? '–',
      verdict(row),
    ].join(' | '),
  );
  return [
    '| What | Against | Ours / theirs | Compared: median (least to most) | Goal | |',
    '|---|---|---|---|---|---|',
    ...lines.map((line) => `| ${line} |`),
    '',
    `Measured on ${date}; ${on}; load average ${load.before} before and ${load.after} after. [tests/bench](tests/bench/README.md) says what each row is.`,
  ].join('\n');
}

/** Replaces what stands between the two markers. */
export function quoteIn(file, table) {
  const begin = '<!-- generated:bench -->';
  const end = '<!-- /generated:bench -->';
  const text = fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : `${begin}\n${end}\n`;
  const from = text.indexOf(begin);
  const to = text.indexOf(end);
  if (from < 0 || to < from) throw new Error(`${file} has no place for the table: the markers ${begin} and ${end} are missing`);
  fs.writeFileSync(file, `${text.slice(0, from + begin.length)}\n${table}\n${text.slice(to)}`);
}
