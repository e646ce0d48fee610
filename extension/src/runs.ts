// Everything that the user starts: a step, a link, a declared command, a Python file. Tells them what became of it.
import * as vscode from 'vscode';
import {
  JobStart, JobStop, LessonFollow, WorkspaceExecuteCommand, type CommandOutcome, type JobAgain, type JobFile, type JobStartParams, type Job, type LSPAny,
} from '../../protocol/gen/messages';
import { isOver } from '../shared/job_text';
import type { Daemon } from './client';
import type { Done } from './done';
import { showFailure } from './errors';
import type { JobTerminals } from './job_terminals';
import type { Jobs } from './jobs';

export type Follow = { lesson: string } & ({ step: string } | { revision: string; link: string } | { revision: string; block: string });

export class Runs {
  constructor(
    private readonly daemon_: Daemon,
    private readonly jobs_: Jobs,
    private readonly terminals_: JobTerminals,
    private readonly done_: Done,
    private readonly log_: vscode.LogOutputChannel,
  ) {}

  follow(target: Follow): Promise<CommandOutcome | undefined> {
    return this.attempt_(() => this.daemon_.request(LessonFollow, target));
  }

  async execute(command: string, args: readonly unknown[]): Promise<CommandOutcome | undefined> {
    const outcome = await this.attempt_(() => this.daemon_.request(WorkspaceExecuteCommand, { command, arguments: args as LSPAny[] }));
    if (outcome !== undefined) this.done_.executed(command, outcome);
    return outcome;
  }

  file(file: JobFile): Promise<CommandOutcome | undefined> {
    return this.start_({ file });
  }

  /** An earlier job anew; with `argv` the daemon asks the user first. */
  again(again: JobAgain): Promise<CommandOutcome | undefined> {
    return this.start_({ again });
  }

  async stop(id: string, kill = false): Promise<void> {
    const known = this.jobs_.get(id);
    if (known !== undefined && isOver(known)) return;
    try {
      this.jobs_.put(await this.daemon_.request(JobStop, kill ? { id, kill } : { id }));
    } catch (error) {
      showFailure(error, this.log_);
    }
  }

  private start_(params: JobStartParams): Promise<CommandOutcome | undefined> {
    return this.attempt_(async () => {
      const { job } = await this.daemon_.request(JobStart, params);
      return job === undefined ? {} : { job };
    });
  }

  /** The outcome, or undefined where it failed and the user was told. */
  private async attempt_(what: () => Promise<CommandOutcome>): Promise<CommandOutcome | undefined> {
    try {
      const outcome = await what();
      if (outcome.job !== undefined) this.started_(outcome.job);
      if (outcome.checks !== undefined) await vscode.commands.executeCommand('tenstorrent.devices.focus');
      if (outcome.message !== undefined && outcome.message !== '') {
        this.log_.info(outcome.message);
        vscode.window.setStatusBarMessage(outcome.message, 10_000);
      }
      return outcome;
    } catch (error) {
      showFailure(error, this.log_);
      return undefined;
    }
  }

  private started_(job: Job): void {
    this.jobs_.put(job);
    this.terminals_.show(job, { preserveFocus: true });
  }
}
