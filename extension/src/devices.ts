// The machine's cards and what its checks found, as last told by the daemon.
import * as vscode from 'vscode';
import { DeviceList, MachineCheck, type DeviceListResult, type MachineCheckResult } from '../../protocol/gen/messages';
import type { Daemon } from './client';
import type { Done } from './done';

/** Keeps the last answers, and at most one check of the machine under way. */
export class Devices implements vscode.Disposable {
  private devices_: DeviceListResult | undefined;
  private machine_: MachineCheckResult | undefined;
  private checking_: Promise<MachineCheckResult> | undefined;
  private readonly changed_ = new vscode.EventEmitter<void>();
  private readonly disposables_: vscode.Disposable[];
  readonly onDidChange = this.changed_.event;

  constructor(private readonly daemon_: Daemon, private readonly done_: Done) {
    this.disposables_ = [
      this.changed_,
      daemon_.onDidChangeDevices((devices) => {
        this.devices_ = devices;
        this.changed_.fire();
      }),
    ];
  }

  get devices(): DeviceListResult | undefined {
    return this.devices_;
  }

  get machine(): MachineCheckResult | undefined {
    return this.machine_;
  }

  async read(): Promise<void> {
    this.devices_ = await this.daemon_.request(DeviceList, {});
    this.changed_.fire();
  }

  check(): Promise<MachineCheckResult> {
    this.checking_ ??= this.check_().finally(() => { this.checking_ = undefined; });
    return this.checking_;
  }

  dispose(): void {
    for (const disposable of this.disposables_) disposable.dispose();
  }

  private async check_(): Promise<MachineCheckResult> {
    const machine = await this.daemon_.request(MachineCheck, {});
    this.machine_ = machine;
    this.done_.mark('check');
    this.changed_.fire();
    return machine;
  }
}
