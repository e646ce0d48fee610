// A terminal that shows one job: its log as it grows or as it was, its input, its size.
import * as vscode from 'vscode';
import { JobRead, JobResize, JobWrite, type Job } from '../../protocol/gen/messages';
import { durationText, isOver, percentOf, sizeText, summaryParts } from '../shared/job_text';
import type { Daemon } from './client';
import { failureOf, failureText } from './errors';
import { LineEnds } from './line_ends';
import { followLog } from './log_follower';
import { stateStrings } from './state_strings';

// A terminal keeps a thousand lines: of a long log it shows the end.
const replayBytes = 8 * 1024 * 1024;
// The daemon takes 65536 bytes at once, and a UTF-16 unit is at most three of them.
const inputUnits = 16 * 1024;
const mostCells = 1000;
const retryMilliseconds = 1000;

const dim = (text: string): string => `\x1b[2m${text}\x1b[22m\r\n`;

/** The terminal's title: `TT #4 name`, and how far the job is while it goes on. */
export function terminalTitle(job: Job): string {
  const percent = isOver(job) || job.progress === undefined ? undefined : percentOf(job.progress);
  return `TT #${job.number} ${job.title}${percent === undefined ? '' : ` (${percent} %)`}`;
}

/** Keeps at most one read of the log in flight. */
export class JobPty implements vscode.Pseudoterminal {
  private readonly write_ = new vscode.EventEmitter<string>();
  private readonly name_ = new vscode.EventEmitter<string>();
  private readonly heard_: vscode.Disposable;
  private title_: string;
  private readonly abort_ = new AbortController();
  private readonly lineEnds_ = new LineEnds();
  private offset_ = 0;
  private over_: boolean;
  private atLineStart_ = true;
  readonly onDidWrite = this.write_.event;
  readonly onDidChangeName = this.name_.event;

  constructor(
    private readonly job_: Job,
    private readonly daemon_: Daemon,
    private readonly log_: vscode.LogOutputChannel,
    private readonly shown_: () => void,
    private readonly ended_: () => void = () => undefined,
  ) {
    this.over_ = isOver(job_);
    this.title_ = terminalTitle(job_);
    this.heard_ = daemon_.onDidChangeJob((job) => {
      if (job.id === job_.id) this.rename_(job);
    });
  }

  open(dimensions: vscode.TerminalDimensions | undefined): void {
    if (dimensions !== undefined) this.setDimensions(dimensions);
    void this.follow_();
  }

  close(): void {
    this.abort_.abort();
    this.heard_.dispose();
    this.write_.dispose();
    this.name_.dispose();
  }

  /** Names the terminal only where its title reads otherwise than before. */
  private rename_(job: Job): void {
    const title = terminalTitle(job);
    if (title === this.title_) return;
    this.title_ = title;
    this.name_.fire(title);
  }

  handleInput(data: string): void {
    if (this.over_) return;
    for (let at = 0; at < data.length; at += inputUnits) {
      this.tell_(this.daemon_.request(JobWrite, { id: this.job_.id, data: data.slice(at, at + inputUnits) }));
    }
  }

  setDimensions({ columns, rows }: vscode.TerminalDimensions): void {
    if (this.over_) return;
    const clamp = (cells: number): number => Math.min(Math.max(Math.trunc(cells), 1), mostCells);
    this.tell_(this.daemon_.request(JobResize, { id: this.job_.id, columns: clamp(columns), rows: clamp(rows) }));
  }

  /** Reads to the end. Where the daemon went away meanwhile it goes on at the same byte once there is one again. */
  private async follow_(): Promise<void> {
    if (this.job_.size > replayBytes) this.skip_(0, this.offset_ = this.job_.size - replayBytes);
    for (;;) {
      try {
        const job = await this.followOnce_();
        this.over_ = true;
        if (job !== undefined) this.end_(job);
        this.ended_();
        return;
      } catch (error) {
        if (this.abort_.signal.aborted) return;
        const failure = failureOf(error);
        this.log_.warn(`#${this.job_.number}: ${failureText(failure)}`);
        if (failure.kind !== undefined) {
          this.print_(dim(failureText(failure)));
          this.ended_();
          return;
        }
        await new Promise((resolve) => setTimeout(resolve, retryMilliseconds));
        if (this.daemon_.state === 'failed') await this.nextStart_();
      }
    }
  }

  private async followOnce_(): Promise<Job | undefined> {
    const cancel = new vscode.CancellationTokenSource();
    const abort = (): void => cancel.cancel();
    this.abort_.signal.addEventListener('abort', abort);
    try {
      return await followLog(this.job_.id, this.offset_, {
        read: async (params) => {
          this.offset_ = params.offset;
          return this.daemon_.request(JobRead, params, cancel.token);
        },
      }, {
        write: (text) => {
          this.print_(this.lineEnds_.convert(text));
          this.shown_();
        },
        skipped: (from, to) => this.skip_(from, to),
      }, this.abort_.signal);
    } finally {
      this.abort_.signal.removeEventListener('abort', abort);
      cancel.dispose();
    }
  }

  private nextStart_(): Promise<void> {
    return new Promise((resolve) => {
      const heard = this.daemon_.onDidStart(() => {
        heard.dispose();
        resolve();
      });
      this.abort_.signal.addEventListener('abort', () => {
        heard.dispose();
        resolve();
      }, { once: true });
    });
  }

  private end_(job: Job): void {
    const parts = summaryParts(job, stateStrings());
    if (job.durationMs !== undefined && !parts.includes(durationText(job.durationMs))) parts.splice(1, 0, durationText(job.durationMs));
    if (job.dropped !== undefined && job.dropped > 0) parts.push(vscode.l10n.t('{0} left out', sizeText(job.dropped)));
    this.print_(`${this.atLineStart_ ? '' : '\r\n'}\x1b[0m${dim(parts.join(' · '))}`);
    this.shown_();
  }

  private skip_(from: number, to: number): void {
    this.print_(dim(vscode.l10n.t('({0} of output are left out here)', sizeText(to - from))));
  }

  private print_(text: string): void {
    if (text === '' || this.abort_.signal.aborted) return;
    this.atLineStart_ = text.endsWith('\n');
    this.write_.fire(text);
  }

  private tell_(request: Promise<unknown>): void {
    request.catch((error: unknown) => this.log_.debug(`#${this.job_.number}: ${failureText(failureOf(error))}`));
  }
}
