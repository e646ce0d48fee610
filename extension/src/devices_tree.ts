// The Devices view: each card with its temperature and holder, and the checks of this machine.
import * as vscode from 'vscode';
import type { Check, Device } from '../../protocol/gen/messages';
import type { Daemon } from './client';
import type { Devices } from './devices';
import { showViewFailure } from './errors';
import type { Jobs } from './jobs';

export type DeviceNode = { kind: 'device'; device: Device } | { kind: 'machine' } | { kind: 'check'; check: Check };

// While the view is in sight a card's temperature is read this often.
const readMilliseconds = 10_000;

export function readingText({ temperature, power, clock }: Device): string {
  const parts: string[] = [];
  if (temperature !== undefined) parts.push(`${Math.round(temperature)} °C`);
  if (power !== undefined) parts.push(`${Math.round(power)} W`);
  if (clock !== undefined) parts.push(`${clock} MHz`);
  return parts.join(' · ');
}

function holderText({ holders }: Device, jobs: Jobs): string {
  if (holders.length === 0) return vscode.l10n.t('idle');
  return holders.map(({ pid, program, job }) => {
    const ours = job === undefined ? undefined : jobs.get(job);
    if (ours !== undefined) return vscode.l10n.t('held by job {0}', ours.number);
    const name = program ?? (pid === undefined ? vscode.l10n.t('another process') : vscode.l10n.t('process {0}', pid));
    return program === undefined || pid === undefined ? vscode.l10n.t('held by {0}', name) : vscode.l10n.t('held by {0} ({1})', name, pid);
  }).join(', ');
}

function deviceItem(device: Device, jobs: Jobs): vscode.TreeItem {
  const unknown = vscode.l10n.t('unknown');
  const item = new vscode.TreeItem(`${device.index} ${device.kind}`);
  item.id = `device/${device.index}`;
  item.description = [readingText(device), holderText(device, jobs)].filter((part) => part !== '').join(' · ');
  item.iconPath = new vscode.ThemeIcon(device.holders.length === 0 ? 'circle-outline' : 'circle-filled');
  item.contextValue = 'device';
  item.tooltip = [
    `/dev/tenstorrent/${device.index}`,
    vscode.l10n.t('Kind: {0} ({1}, chips: {2})', device.kind, device.architecture, device.chips),
    vscode.l10n.t('PCI address: {0}', device.pci ?? unknown),
    vscode.l10n.t('Firmware: {0}', device.firmware ?? unknown),
    vscode.l10n.t('Temperature: {0}', device.temperature === undefined ? unknown : `${device.temperature} °C`),
    vscode.l10n.t('Power: {0}', device.power === undefined ? unknown : `${device.power} W`),
    vscode.l10n.t('Clock: {0}', device.clock === undefined ? unknown : `${device.clock} MHz`),
    vscode.l10n.t('Holder: {0}', holderText(device, jobs)),
    vscode.l10n.t('Read at: {0}', device.readAt),
  ].join('\n');
  item.accessibilityInformation = { label: vscode.l10n.t('Card {0}, {1}', `${device.index} ${device.kind}`, item.description) };
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
  let timer: NodeJS.Timeout | undefined;
  const watch = (): void => {
    clearInterval(timer);
    timer = undefined;
    if (!view.visible || daemon.state !== 'running' || devices.devices === undefined || devices.devices.devices.length === 0) return;
    timer = setInterval(() => void devices.read().catch((error: unknown) => log.debug(String(error))), readMilliseconds);
  };
  return [
    view,
    { dispose: () => clearInterval(timer) },
    view.onDidChangeVisibility(watch),
    devices.onDidChange(() => {
      provider.refresh();
      const cards = devices.devices?.devices.length ?? 0;
      view.description = cards === 0 ? vscode.l10n.t('no card') : String(cards);
      if (timer === undefined) watch();
    }),
    daemon.onDidStart(() => {
      if (devices.devices !== undefined) void devices.read().catch(() => undefined);
      watch();
    }),
  ];
}
