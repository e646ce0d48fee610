// The jobs that are known, kept up to date by the daemon's notifications.
import * as vscode from 'vscode';
import { JobList, type Job } from '../../protocol/gen/messages';
import { isOver } from '../shared/job_text';
import type { Daemon } from './client';
import { OnceLoaded } from './once_loaded';

const limit = 200;

/** Keeps one record per job: the newest that the daemon sent. */
export class Jobs implements vscode.Disposable {
  private readonly jobs_ = new Map<string, Job>();
  private readonly loaded_ = new OnceLoaded(() => this.fetch_());
  private readonly changed_ = new vscode.EventEmitter<Job | undefined>();
  private readonly disposables_: vscode.Disposable[];

  /** The job that changed; undefined: any of them may have. */
  readonly onDidChange = this.changed_.event;

  constructor(private readonly daemon_: Daemon) {
    this.disposables_ = [
      this.changed_,
      daemon_.onDidChangeJob((job) => this.put(job)),
      daemon_.onDidRemoveJob((id) => {
        if (this.jobs_.delete(id)) this.changed_.fire(undefined);
      }),
      daemon_.onDidStart(() => this.loaded_.refresh()),
    ];
  }

  /** Newest first. */
  list(): Job[] {
    return [...this.jobs_.values()].sort((a, b) => b.number - a.number);
  }

  running(): Job[] {
    return this.list().filter((job) => !isOver(job));
  }

  get(id: string): Job | undefined {
    return this.jobs_.get(id);
  }

  put(job: Job): void {
    const known = this.jobs_.get(job.id);
    if (known !== undefined && isOver(known) && !isOver(job)) return;   // an answer that was under way when the job ended
    this.jobs_.set(job.id, job);
    this.changed_.fire(job);
  }

  /** Asks the daemon once; later calls wait for the same answer. */
  load(): Promise<void> {
    return this.loaded_.load();
  }

  reload(): Promise<void> {
    return this.loaded_.reload();
  }

  dispose(): void {
    for (const disposable of this.disposables_) disposable.dispose();
  }

  private async fetch_(): Promise<void> {
    const { jobs } = await this.daemon_.request(JobList, { limit });
    this.jobs_.clear();
    for (const job of jobs) this.jobs_.set(job.id, job);
    this.changed_.fire(undefined);
  }
}
