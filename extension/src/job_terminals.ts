// One terminal per job, made when it is first asked for and shown again afterwards.
import * as vscode from 'vscode';
import type { Job } from '../../protocol/gen/messages';
import type { Daemon } from './client';
import type { Done } from './done';
import { JobPty, terminalTitle } from './job_terminal';

export class JobTerminals implements vscode.Disposable {
  private readonly terminals_ = new Map<string, vscode.Terminal>();
  private readonly closed_: vscode.Disposable;

  constructor(private readonly daemon_: Daemon, private readonly done_: Done, private readonly log_: vscode.LogOutputChannel) {
    this.closed_ = vscode.window.onDidCloseTerminal((closed) => {
      for (const [id, terminal] of this.terminals_) if (terminal === closed) this.terminals_.delete(id);
    });
  }

  show(job: Job, { preserveFocus }: { preserveFocus: boolean }): void {
    let terminal = this.terminals_.get(job.id);
    if (terminal === undefined) {
      terminal = vscode.window.createTerminal({
        name: terminalTitle(job),
        pty: new JobPty(job, this.daemon_, this.log_, () => this.done_.mark('log')),
        iconPath: new vscode.ThemeIcon('circuit-board'),
        isTransient: true,
      });
      this.terminals_.set(job.id, terminal);
    }
    terminal.show(preserveFocus);
  }

  dispose(): void {
    this.closed_.dispose();
    for (const terminal of this.terminals_.values()) terminal.dispose();
  }
}
