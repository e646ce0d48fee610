// The one status-bar item, there from the first use of the extension on: the card, its temperature, running jobs.
import * as vscode from 'vscode';
import type { Device } from '../../protocol/gen/messages';
import type { Daemon } from './client';
import type { Devices } from './devices';
import type { Jobs } from './jobs';

// A temperature that nobody has read for so long is no longer that of the card.
const freshMilliseconds = 120_000;

const isFresh = ({ readAt }: Device): boolean => Date.now() - Date.parse(readAt) < freshMilliseconds;

function itemText(devices: Devices, jobs: Jobs): string {
  const cards = devices.devices?.devices ?? [];
  const [first] = cards;
  const running = jobs.running().length;
  const card = first === undefined
    ? vscode.l10n.t('no card')
    : cards.length > 1
      ? vscode.l10n.t('{0} cards', cards.length)
      : [first.kind, ...(first.temperature === undefined || !isFresh(first) ? [] : [`${Math.round(first.temperature)}°C`])].join(' ');
  const busy = running === 0 ? '' : running === 1 ? ` · ${vscode.l10n.t('1 job')}` : ` · ${vscode.l10n.t('{0} jobs', running)}`;
  return `TT ${first === undefined ? '· ' : ''}${card}${busy}`;
}

export function statusBar(daemon: Daemon, devices: Devices, jobs: Jobs): vscode.Disposable[] {
  const item = vscode.window.createStatusBarItem('tenstorrent.status', vscode.StatusBarAlignment.Left, 10);
  item.name = 'TT Bringup';
  item.command = 'tenstorrent.ui.focusJobs';
  let staleness: NodeJS.Timeout | undefined;
  const update = (): void => {
    clearTimeout(staleness);
    staleness = setTimeout(update, freshMilliseconds);
    if (daemon.state === 'idle') {
      clearTimeout(staleness);
      item.hide();
      return;
    }
    item.text = daemon.state === 'failed' ? vscode.l10n.t('TT · no daemon') : itemText(devices, jobs);
    item.tooltip = vscode.l10n.t('Tenstorrent: show jobs');
    item.accessibilityInformation = { label: `${item.text}. ${item.tooltip}`, role: 'button' };
    item.show();
  };
  return [
    item,
    { dispose: () => clearTimeout(staleness) },
    devices.onDidChange(update),
    jobs.onDidChange(update),
    daemon.onDidChangeState(update),
    daemon.onDidStart(() => {
      if (devices.devices === undefined) void devices.read().catch(() => undefined);
      void jobs.load().catch(() => undefined);
    }),
  ];
}
