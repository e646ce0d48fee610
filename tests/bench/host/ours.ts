// Our way of showing a program's output: a job of the daemon, and the extension's own terminal that follows its log.
import * as vscode from 'vscode';
import { JobRead, JobStart, type JobReadResult, type Request } from '../../../protocol/gen/messages';
import { Daemon } from '../../../extension/src/client';
import { JobPty } from '../../../extension/src/job_terminal';
import { Taker, type Ages, type Config, type Contestant, type Flood, type Reads } from './rounds';

const size = { columns: 120, rows: 30 };

/** The extension's own connection; it also counts in what pieces a log came. */
class CountingDaemon extends Daemon {
  reads: Reads = { count: 0, fileBytes: 0, dataBytes: 0 };

  override async request<P, R>(request: Request<P, R>, params: P, token?: vscode.CancellationToken): Promise<R> {
    const result = await super.request(request, params, token);
    if (request.method === JobRead.method) {
      const { file, offset, next } = result as JobReadResult;
      this.reads.count += 1;
      this.reads[file === undefined ? 'dataBytes' : 'fileBytes'] += next - offset;
    }
    return result;
  }
}

export class Ours implements Contestant {
  readonly name = 'ours';
  private readonly log_ = vscode.window.createOutputChannel('TT Bench', { log: true });
  private readonly daemon_: CountingDaemon;

  constructor(extension: string) {
    this.daemon_ = new CountingDaemon(extension, this.log_, { showLesson: () => Promise.resolve() });
  }

  async flood(config: Config): Promise<Flood> {
    const taker = new Taker(config.floodBytes);
    this.daemon_.reads = { count: 0, fileBytes: 0, dataBytes: 0 };
    await this.run_(config.floodScript, taker.count);
    return { ...(await taker.flood), reads: this.daemon_.reads };
  }

  async clock(config: Config): Promise<Ages> {
    const taker = new Taker(0);
    await this.run_(config.clockScript, taker.read);
    return taker.ages;
  }

  async stop(): Promise<void> {
    await this.daemon_.stop();
    this.daemon_.dispose();
    this.log_.dispose();
  }

  /** Runs a script as a job. Resolves once the terminal said how it ended. */
  private async run_(script: string, handler: (text: string) => void): Promise<void> {
    const { job } = await this.daemon_.request(JobStart, { file: { uri: vscode.Uri.file(script).toString() }, ...size });
    if (job === undefined) throw new Error(`${script} did not become a job`);
    const pty = new JobPty(job, this.daemon_, this.log_, () => undefined);
    const over = new Promise<void>((resolve) => {
      const heard = this.daemon_.onDidChangeJob((changed) => {
        if (changed.id !== job.id || changed.exitCode === undefined) return;
        heard.dispose();
        resolve();
      });
    });
    // The last thing that the terminal prints is a line about the job, in dim letters.
    const shown = new Promise<void>((resolve) => {
      pty.onDidWrite((text) => {
        if (text.endsWith('\x1b[22m\r\n')) resolve();
        else handler(text);
      });
    });
    pty.open(size);
    await Promise.all([over, shown]);
    pty.close();
  }
}
