// Tasks of type `tenstorrent`: a declared command or a Python file of the user's own, run as a job in the task's terminal.
import * as path from 'node:path';
import * as vscode from 'vscode';
import { CommandList, JobStart, type Job, type JobStartParams, type LSPAny } from '../../protocol/gen/messages';
import type { Daemon } from './client';
import type { Done } from './done';
import { failureOf, failureText } from './errors';
import { JobPty } from './job_terminal';
import type { Jobs } from './jobs';
import type { Runs } from './runs';
import { untilOver } from './tests_reading';

export interface TaskServices {
  daemon: Daemon;
  jobs: Jobs;
  runs: Runs;
  done: Done;
  log: vscode.LogOutputChannel;
}

const type = 'tenstorrent';
const matchers = ['$tenstorrent-pytest', '$tenstorrent-cpp', '$tenstorrent-gcc'];
const firstSignal = 128;   // as a shell has it

const asString = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

/** What a definition of tasks.json asks the daemon for; the daemon refuses what doesn't fit. */
export function startParams(definition: vscode.TaskDefinition, folder: string | undefined): JobStartParams {
  const { command: id, arguments: given, file, function: name, pytest, device } = definition as Record<string, unknown>;
  const params: JobStartParams = {};
  const command = asString(id);
  if (command !== undefined) params.command = command;
  if (given !== undefined) params.arguments = (Array.isArray(given) ? given : [given]) as LSPAny[];
  const own = asString(file);
  if (own !== undefined) {
    const uri = vscode.Uri.file(path.resolve(folder ?? '/', own)).toString();
    const test = asString(name);
    params.file = { uri, ...(test === undefined ? {} : { function: test }), ...(pytest === true ? { pytest: true } : {}) };
  }
  const cards = asString(device);
  if (cards !== undefined) params.device = cards;
  return params;
}

/** The code with which the task ends. */
function exitCode(job: Job): number {
  return job.state === 'exited' ? (job.exitCode ?? 1) : firstSignal;
}

/** Starts the job when its terminal opens, ends with its exit code, and stops it where the task is terminated. */
class TaskPty implements vscode.Pseudoterminal {
  private readonly write_ = new vscode.EventEmitter<string>();
  private readonly close_ = new vscode.EventEmitter<number>();
  private readonly disposables_: vscode.Disposable[] = [this.write_, this.close_];
  private inner_: JobPty | undefined;
  private dimensions_: vscode.TerminalDimensions | undefined;
  private job_: Job | undefined;
  private closed_ = false;
  private over_ = false;
  readonly onDidWrite = this.write_.event;
  readonly onDidClose = this.close_.event;

  constructor(private readonly params_: JobStartParams, private readonly services_: TaskServices) {}

  open(dimensions: vscode.TerminalDimensions | undefined): void {
    this.dimensions_ = dimensions;
    void this.run_();
  }

  close(): void {
    this.closed_ = true;
    if (this.job_ !== undefined && !this.over_) void this.services_.runs.stop(this.job_.id);
    this.inner_?.close();
    for (const disposable of this.disposables_) disposable.dispose();
  }

  handleInput(data: string): void {
    this.inner_?.handleInput(data);
  }

  setDimensions(dimensions: vscode.TerminalDimensions): void {
    this.dimensions_ = dimensions;
    this.inner_?.setDimensions(dimensions);
  }

  private async run_(): Promise<void> {
    const { daemon, done, jobs, log, runs } = this.services_;
    try {
      const { job } = await daemon.request(JobStart, this.params_);
      if (job === undefined) return this.end_(1);
      this.job_ = job;
      jobs.put(job);
      if (this.closed_) return await runs.stop(job.id);
      const shown = new Promise<void>((resolve) => {
        this.inner_ = new JobPty(job, daemon, log, () => done.mark('log'), resolve);
      });
      if (this.inner_ !== undefined) this.disposables_.push(this.inner_.onDidWrite((text) => this.write_.fire(text)));
      this.inner_?.open(this.dimensions_);
      await shown;
      this.end_(exitCode(await untilOver(jobs, job)));
    } catch (error) {
      const failure = failureOf(error);
      log.warn(failureText(failure));
      if (!this.closed_) this.write_.fire(`${failureText(failure).replaceAll('\n', '\r\n')}\r\n`);
      this.end_(1);
    }
  }

  private end_(code: number): void {
    this.over_ = true;
    if (!this.closed_) this.close_.fire(code);
  }
}

class TaskProvider implements vscode.TaskProvider {
  constructor(private readonly services_: TaskServices) {}

  /** The declared commands that run a program. */
  async provideTasks(): Promise<vscode.Task[]> {
    try {
      const { commands } = await this.services_.daemon.request(CommandList, {});
      return commands.filter(({ kind }) => kind === 'job').map(({ id, title }) => this.task_({ type, command: id }, title, vscode.TaskScope.Workspace));
    } catch (error) {
      this.services_.log.warn(failureText(failureOf(error)));
      return [];
    }
  }

  resolveTask(task: vscode.Task): vscode.Task {
    return this.task_(task.definition, task.name, task.scope ?? vscode.TaskScope.Workspace);
  }

  private task_(definition: vscode.TaskDefinition, name: string, scope: vscode.WorkspaceFolder | vscode.TaskScope): vscode.Task {
    const folder = typeof scope === 'object' ? scope.uri.fsPath : vscode.workspace.workspaceFolders?.[0]?.uri.fsPath;
    const execution = new vscode.CustomExecution((resolved) => Promise.resolve(new TaskPty(startParams(resolved, folder), this.services_)));
    return new vscode.Task(definition, scope, name, 'Tenstorrent', execution, matchers);
  }
}

export function taskProvider(services: TaskServices): vscode.Disposable {
  return vscode.tasks.registerTaskProvider(type, new TaskProvider(services));
}
