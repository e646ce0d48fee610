// What is said of a card: in its row, its tooltip, its page and the status bar.
import * as vscode from 'vscode';
import type { Device, DeviceHolder } from '../../protocol/gen/messages';
import type { Jobs } from './jobs';

export const cardTitle = ({ index, kind }: Device): string => `${index} ${kind}`;

const timeOf = (at: string): string => {
  const time = new Date(at);
  const today = new Date().toDateString() === time.toDateString();
  return today ? time.toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' }) : time.toLocaleString([], { dateStyle: 'short', timeStyle: 'short' });
};

export function readingText({ temperature, power, clock }: Device): string {
  const parts: string[] = [];
  if (temperature !== undefined) parts.push(`${Math.round(temperature)} °C`);
  if (power !== undefined) parts.push(`${Math.round(power)} W`);
  if (clock !== undefined) parts.push(`${clock} MHz`);
  return parts.join(' · ');
}

function holderName({ pid, program, job }: DeviceHolder, jobs: Jobs): string {
  const ours = job === undefined ? undefined : jobs.get(job);
  if (ours !== undefined) return vscode.l10n.t('job {0}', ours.number);
  if (program !== undefined) return pid === undefined ? program : `${program} (${pid})`;
  return pid === undefined ? vscode.l10n.t('another process') : vscode.l10n.t('process {0}', pid);
}

/** Who holds the card and since when; one of our jobs is named once, however many processes it has. */
export function holderText({ holders, resetting }: Device, jobs: Jobs): string {
  if (resetting) return vscode.l10n.t('being reset');
  if (holders.length === 0) return vscode.l10n.t('idle');
  const names = new Map<string, string>();
  for (const holder of holders) {
    const name = holderName(holder, jobs);
    const known = names.get(name);
    const since = holder.since ?? '';
    // The earliest of those whose start is known.
    if (known === undefined || known === '' || (since !== '' && since < known)) names.set(name, since);
  }
  return [...names].map(([name, since]) => (since === '' ? vscode.l10n.t('held by {0}', name) : vscode.l10n.t('held by {0} since {1}', name, timeOf(since)))).join(', ');
}

/** Empty for a reading of this moment. */
export function ageText({ readAt }: Device, now: number): string {
  const seconds = Math.round((now - Date.parse(readAt)) / 1000);
  if (!(seconds >= 10)) return '';
  return seconds < 120 ? vscode.l10n.t('read {0} s ago', seconds) : vscode.l10n.t('read {0} min ago', Math.round(seconds / 60));
}

const limited = (value: string, limit: string | undefined): string => (limit === undefined ? value : vscode.l10n.t('{0}, limit {1}', value, limit));
const amount = (value: number | undefined, unit: string): string | undefined => (value === undefined ? undefined : `${Math.round(value * 1000) / 1000} ${unit}`);

/** Name and value, line by line. What isn't known is said to be unknown, except where most cards don't have it. */
export function cardRows(device: Device, jobs: Jobs): [string, string][] {
  const unknown = vscode.l10n.t('unknown');
  const { temperature, power, clock, clockActive, fan } = device;
  const mode = clockActive === undefined ? '' : clockActive ? vscode.l10n.t('active') : vscode.l10n.t('idle clock');
  const rows: [string, string | undefined][] = [
    [vscode.l10n.t('Node'), `/dev/tenstorrent/${device.index}`],
    [vscode.l10n.t('Kind'), vscode.l10n.t('{0} ({1}, chips: {2})', device.kind, device.architecture, device.chips)],
    [vscode.l10n.t('State'), holderText(device, jobs)],
    [vscode.l10n.t('Temperature'), temperature === undefined ? unknown : limited(`${Math.round(temperature * 10) / 10} °C`, amount(device.temperatureLimit, '°C'))],
    [vscode.l10n.t('Power'), power === undefined ? unknown : limited(`${Math.round(power)} W`, amount(device.powerLimit, 'W'))],
    [vscode.l10n.t('Clock'), clock === undefined ? unknown : [`${clock} MHz`, ...(mode === '' ? [] : [mode])].join(', ')],
    [vscode.l10n.t('Voltage'), amount(device.voltage, 'V') ?? unknown],
    [vscode.l10n.t('Current'), amount(device.current, 'A') ?? unknown],
    [vscode.l10n.t('Fan'), fan === undefined ? undefined : vscode.l10n.t('{0} turns a minute', fan)],
    [vscode.l10n.t('PCI address'), device.pci ?? unknown],
    [vscode.l10n.t('Firmware'), device.firmware ?? unknown],
    [vscode.l10n.t('Read at'), new Date(device.readAt).toLocaleTimeString()],
  ];
  return rows.filter((row): row is [string, string] => row[1] !== undefined);
}

/** A table for a tooltip. Nothing in it is read as Markdown. */
export function cardTooltip(device: Device, jobs: Jobs): vscode.MarkdownString {
  const tooltip = new vscode.MarkdownString();
  const cell = (text: string): string => text.replaceAll(/[\\`*_{}[\]()#+\-.!|<>&~]/g, (character) => `\\${character}`).replaceAll(/\s+/g, ' ');
  tooltip.appendMarkdown(`| ${cell(cardTitle(device))} | |\n|---|---|\n`);
  for (const [name, value] of cardRows(device, jobs)) tooltip.appendMarkdown(`| ${cell(name)} | ${cell(value)} |\n`);
  return tooltip;
}
