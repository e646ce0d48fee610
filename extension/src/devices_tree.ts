// The Devices view: each card with its readings and holder, and the checks of this machine.
import * as vscode from 'vscode';
import type { Check, Device } from '../../protocol/gen/messages';
import { ageText, cardTitle, cardTooltip, holderText, readingText } from './card_text';
import type { Daemon } from './client';
import type { Devices } from './devices';
import { showViewFailure } from './errors';
import type { Jobs } from './jobs';

export type DeviceNode = { kind: 'device'; device: Device } | { kind: 'machine' } | { kind: 'check'; check: Check };

// While the view is in sight the age of a reading that isn't fresh is brought up to date this often.
const ageMilliseconds = 10_000;

function deviceItem(device: Device, jobs: Jobs): vscode.TreeItem {
  const item = new vscode.TreeItem(cardTitle(device));
  item.id = `device/${device.index}`;
  item.description = [readingText(device), holderText(device, jobs), ageText(device, Date.now())].filter((part) => part !== '').join(' · ');
  item.iconPath = new vscode.ThemeIcon(device.resetting ? 'sync' : device.holders.length === 0 ? 'circle-outline' : 'circle-filled');
  item.contextValue = 'device';
  item.tooltip = cardTooltip(device, jobs);
  item.command = { command: 'tenstorrent.ui.openCard', title: vscode.l10n.t('Show Card'), arguments: [device.index] };
  item.accessibilityInformation = { label: vscode.l10n.t('Card {0}, {1}', cardTitle(device), item.description) };
  return item;
}

function checkIcon({ status }: Check): vscode.ThemeIcon {
  switch (status) {
    case 'pass':
      return new vscode.ThemeIcon('pass', new vscode.ThemeColor('testing.iconPassed'));
    case 'warn':
      return new vscode.ThemeIcon('warning', new vscode.ThemeColor('list.warningForeground'));
    case 'fail':
      return new vscode.ThemeIcon('error', new vscode.ThemeColor('testing.iconFailed'));
    case 'unknown':
      return new vscode.ThemeIcon('question');
  }
}

function checkStatus({ status }: Check): string {
  switch (status) {
    case 'pass':
      return vscode.l10n.t('good');
    case 'warn':
      return vscode.l10n.t('warning');
    case 'fail':
      return vscode.l10n.t('to fix');
    case 'unknown':
      return vscode.l10n.t('unknown');
  }
}

export const checkText = ({ title, detail, remedy }: Check): string => [`${title}: ${detail}`, ...(remedy === undefined ? [] : [remedy])].join('\n');

function checkItem(check: Check): vscode.TreeItem {
  const item = new vscode.TreeItem(check.title);
  item.id = `check/${check.id}`;
  item.description = check.detail;
  item.tooltip = checkText(check);
  item.iconPath = checkIcon(check);
  item.contextValue = 'check';
  item.accessibilityInformation = { label: [check.title, checkStatus(check), check.detail, check.remedy ?? ''].filter((part) => part !== '').join(', ') };
  return item;
}

function machineItem(checks: readonly Check[]): vscode.TreeItem {
  const toFix = checks.filter(({ status }) => status === 'fail').length;
  const warnings = checks.filter(({ status }) => status === 'warn').length;
  const item = new vscode.TreeItem(vscode.l10n.t('This machine'), vscode.TreeItemCollapsibleState.Expanded);
  item.id = 'machine';
  const parts = [vscode.l10n.t('{0} checks', checks.length)];
  if (toFix > 0) parts.push(vscode.l10n.t('{0} to fix', toFix));
  if (warnings > 0) parts.push(vscode.l10n.t('warnings: {0}', warnings));
  item.description = parts.join(' · ');
  item.iconPath = new vscode.ThemeIcon('server');
  item.contextValue = 'machine';
  item.accessibilityInformation = { label: `${vscode.l10n.t('This machine')}, ${item.description}` };
  return item;
}

class DevicesProvider implements vscode.TreeDataProvider<DeviceNode> {
  private readonly changed_ = new vscode.EventEmitter<undefined>();
  readonly onDidChangeTreeData = this.changed_.event;

  constructor(private readonly devices_: Devices, private readonly jobs_: Jobs, private readonly log_: vscode.LogOutputChannel) {}

  refresh(): void {
    this.changed_.fire(undefined);
  }

  async getChildren(node?: DeviceNode): Promise<DeviceNode[]> {
    if (node?.kind === 'machine') return this.devices_.machine?.checks.map((check) => ({ kind: 'check', check })) ?? [];
    if (node !== undefined) return [];
    try {
      if (this.devices_.devices === undefined || this.devices_.machine === undefined) await Promise.all([this.devices_.read(), this.devices_.check()]);
    } catch (error) {
      showViewFailure(error, this.log_);
      return [];
    }
    return [...(this.devices_.devices?.devices.map((device): DeviceNode => ({ kind: 'device', device })) ?? []), { kind: 'machine' }];
  }

  getTreeItem(node: DeviceNode): vscode.TreeItem {
    if (node.kind === 'device') return deviceItem(node.device, this.jobs_);
    return node.kind === 'check' ? checkItem(node.check) : machineItem(this.devices_.machine?.checks ?? []);
  }
}

export function devicesTree(daemon: Daemon, devices: Devices, jobs: Jobs, log: vscode.LogOutputChannel): vscode.Disposable[] {
  const provider = new DevicesProvider(devices, jobs, log);
  const view = vscode.window.createTreeView('tenstorrent.devices', { treeDataProvider: provider });
  let looking: vscode.Disposable | undefined;
  let timer: NodeJS.Timeout | undefined;
  const watch = (): void => {
    looking?.dispose();
    clearInterval(timer);
    looking = undefined;
    if (!view.visible) return;
    looking = devices.look();
    timer = setInterval(() => {
      if (devices.devices?.devices.some((device) => ageText(device, Date.now()) !== '') === true) provider.refresh();
    }, ageMilliseconds);
  };
  watch();
  return [
    view,
    { dispose: () => { looking?.dispose(); clearInterval(timer); } },
    view.onDidChangeVisibility(watch),
    jobs.onDidChange((job) => { if (job?.device !== undefined) provider.refresh(); }),
    devices.onDidChange(() => {
      provider.refresh();
      const cards = devices.devices?.devices.length ?? 0;
      view.description = cards === 0 ? vscode.l10n.t('no card') : String(cards);
    }),
    daemon.onDidStart(() => {
      if (devices.devices !== undefined) void devices.read().catch(() => undefined);
    }),
  ];
}
