// The machine's cards and what its checks found, as last told by the daemon.
import * as vscode from 'vscode';
import { DeviceHistory, DeviceList, MachineCheck, type Device, type DeviceListResult, type DeviceSample, type MachineCheckResult } from '../../protocol/gen/messages';
import type { Daemon } from './client';
import type { Done } from './done';

// The daemon watches the cards for a minute after it was asked for them: who goes on looking asks again well before.
const askMilliseconds = 20_000;

/** Keeps the last answers, at most one check of the machine under way, and that the cards are asked for only while somebody looks. */
export class Devices implements vscode.Disposable {
  private devices_: DeviceListResult | undefined;
  private machine_: MachineCheckResult | undefined;
  private checking_: Promise<MachineCheckResult> | undefined;
  private looking_ = 0;
  private timer_: NodeJS.Timeout | undefined;
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
      daemon_.onDidChangeState((state) => {
        if (state === 'running' && this.looking_ > 0) this.ask_();
      }),
      { dispose: () => clearInterval(this.timer_) },
    ];
  }

  get devices(): DeviceListResult | undefined {
    return this.devices_;
  }

  get machine(): MachineCheckResult | undefined {
    return this.machine_;
  }

  card(index: number): Device | undefined {
    return this.devices_?.devices.find((device) => device.index === index);
  }

  history(index: number): Promise<DeviceSample[]> {
    return this.daemon_.request(DeviceHistory, { index }).then(({ samples }) => samples);
  }

  /** Somebody sees the cards: until it is disposed of they are kept fresh. */
  look(): vscode.Disposable {
    this.looking_ += 1;
    if (this.looking_ === 1) {
      this.timer_ = setInterval(() => this.ask_(), askMilliseconds);
      this.ask_();
    }
    let looks = true;
    return {
      dispose: () => {
        if (!looks) return;
        looks = false;
        this.looking_ -= 1;
        if (this.looking_ === 0) clearInterval(this.timer_);
      },
    };
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

  private ask_(): void {
    // A daemon that isn't there is started by who needs it, not by a timer.
    if (this.daemon_.state === 'running') void this.read().catch(() => undefined);
  }

  private async check_(): Promise<MachineCheckResult> {
    const machine = await this.daemon_.request(MachineCheck, {});
    this.machine_ = machine;
    this.done_.mark('check');
    this.changed_.fire();
    return machine;
  }
}
