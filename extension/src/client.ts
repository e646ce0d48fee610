// The connection to the daemon: started on first need, typed by the generated messages.
import * as vscode from 'vscode';
import {
  CloseAction, ErrorAction, LanguageClient, RevealOutputChannelOn, State, type ErrorHandler, type LanguageClientOptions,
} from 'vscode-languageclient/node';
import {
  DeviceDidChange, JobDidChange, JobDidRemove, LessonDidChange, WindowWorkDoneProgressCancel, WorkspaceDidChangeConfiguration, WorkspaceDidChangeTrust,
  type DeviceListResult, type Job, type JobDidRemoveParams, type LessonDidChangeParams, type Notification, type Request,
} from '../../protocol/gen/messages';
import { authoringMiddleware, documentSelector } from './daemon_documents';
import { findDaemon } from './daemon_program';
import { DaemonError, failureOf, failureText } from './errors';
import { answerRequests, type RequestHandlers } from './requests';
import { changesDaemonPath, changesSettings, daemonPath, initializationOptions, settings } from './settings';
import { workProgress } from './work_progress';

export type DaemonState = 'idle' | 'starting' | 'running' | 'failed';

// A daemon that ends by itself is started again at most so often within this time.
const mostRestarts = 4;
const restartWindow = 180_000;

/** Keeps that at most one client exists, that nothing starts it but a need, and that a failed start isn't repeated without the user. */
export class Daemon implements vscode.Disposable {
  private client_: LanguageClient | undefined;
  private starting_: Promise<LanguageClient> | undefined;
  private state_: DaemonState = 'idle';
  private worked_ = false;
  private readonly disposables_: vscode.Disposable[] = [];
  private readonly started_ = new vscode.EventEmitter<void>();
  private readonly changed_ = new vscode.EventEmitter<DaemonState>();
  private readonly job_ = new vscode.EventEmitter<Job>();
  private readonly removed_ = new vscode.EventEmitter<string>();
  private readonly lesson_ = new vscode.EventEmitter<LessonDidChangeParams>();
  private readonly devices_ = new vscode.EventEmitter<DeviceListResult>();

  /** The daemon answers, for the first time or again: what was known of it may be out of date. */
  readonly onDidStart = this.started_.event;
  readonly onDidChangeState = this.changed_.event;
  readonly onDidChangeJob = this.job_.event;
  /** The id of a job that is gone. */
  readonly onDidRemoveJob = this.removed_.event;
  readonly onDidChangeLesson = this.lesson_.event;
  readonly onDidChangeDevices = this.devices_.event;

  constructor(
    private readonly extensionPath_: string,
    private readonly log_: vscode.LogOutputChannel,
    private readonly handlers_: RequestHandlers,
  ) {
    this.disposables_.push(
      this.started_, this.changed_, this.job_, this.removed_, this.lesson_, this.devices_,
      vscode.workspace.onDidGrantWorkspaceTrust(() => this.notify(WorkspaceDidChangeTrust, { trusted: true })),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (changesDaemonPath(event) && this.state_ !== 'idle') void this.restart().catch((error: unknown) => this.log_.error(failureText(failureOf(error))));
        else if (changesSettings(event)) this.notify(WorkspaceDidChangeConfiguration, { settings: { tenstorrent: { ...settings() } } });
      }),
    );
  }

  get state(): DaemonState {
    return this.state_;
  }

  /** Starts the daemon where it isn't running. After a failed start it fails at once, until `restart`. */
  ready(): Promise<LanguageClient> {
    this.starting_ ??= this.start_();
    return this.starting_;
  }

  async request<P, R>(request: Request<P, R>, params: P, token?: vscode.CancellationToken): Promise<R> {
    const client = await this.ready();
    if (client.state !== State.Running && client.state !== State.Starting) throw new DaemonError(vscode.l10n.t('The daemon has ended.'), vscode.l10n.t('Start it again; the log says more.'));
    // An absent token passed on would count as a second, positional parameter.
    return token === undefined ? client.sendRequest<R>(request.method, params) : client.sendRequest<R>(request.method, params, token);
  }

  /** Says something to a daemon that runs; to none it says nothing, since `initialize` will. */
  notify<P>(notification: Notification<P>, params: P): void {
    if (this.state_ !== 'running') return;
    void this.client_?.sendNotification(notification.method, params).catch((error: unknown) => this.log_.warn(failureText(failureOf(error))));
  }

  async restart(): Promise<void> {
    await this.stop();
    await this.ready();
  }

  dispose(): void {
    for (const disposable of this.disposables_) disposable.dispose();
  }

  /** For the end of the extension: the promise keeps the extension host waiting until the daemon has ended. */
  async stop(): Promise<void> {
    const client = this.client_;
    this.client_ = undefined;
    this.starting_ = undefined;
    this.setState_('idle');
    try {
      if (client?.needsStop() === true) await client.stop();
    } catch (error) {
      this.log_.warn(failureText(failureOf(error)));
    }
  }

  private async start_(): Promise<LanguageClient> {
    this.worked_ = false;
    this.setState_('starting');
    try {
      const command = await findDaemon(this.extensionPath_, daemonPath());
      this.log_.info(vscode.l10n.t('Starting {0}', command));
      const run = { command, args: ['serve'] };   // naming the transport would add an argument of the library's own
      const client = new LanguageClient('tenstorrent', 'TT Bringup', { run, debug: run }, this.options_());
      this.client_ = client;
      this.listen_(client);
      await client.start();
      if (!client.isRunning()) throw new DaemonError(vscode.l10n.t('The daemon ended while it started.'), vscode.l10n.t('The log says more.'));
      return client;
    } catch (error) {
      this.setState_('failed');
      if (error instanceof DaemonError) throw error;
      throw new DaemonError(vscode.l10n.t("The daemon didn't start: {0}", failureOf(error).message), vscode.l10n.t('The log says more.'));
    }
  }

  private options_(): LanguageClientOptions {
    return {
      documentSelector,
      initializationOptions,
      outputChannel: this.log_,
      revealOutputChannelOn: RevealOutputChannelOn.Never,
      diagnosticCollectionName: 'tenstorrent',
      initializationFailedHandler: () => false,
      middleware: { ...authoringMiddleware, handleWorkDoneProgress: workProgress((token) => this.notify(WindowWorkDoneProgressCancel, { token })) },
      errorHandler: this.restarts_(),
    };
  }

  /** A daemon that worked and ended is started again, a few times; one that never worked isn't. */
  private restarts_(): ErrorHandler {
    const ends: number[] = [];
    return {
      error: () => ({ action: ErrorAction.Continue }),
      closed: () => {
        const now = Date.now();
        ends.push(now);
        const recent = ends.filter((end) => now - end < restartWindow).length;
        if (this.worked_ && recent <= mostRestarts) return { action: CloseAction.Restart, handled: true };
        return { action: CloseAction.DoNotRestart, handled: true };
      },
    };
  }

  private listen_(client: LanguageClient): void {
    answerRequests(client, this.handlers_);
    client.onNotification(JobDidChange.method, ({ job }: { job: Job }) => this.job_.fire(job));
    client.onNotification(JobDidRemove.method, ({ id }: JobDidRemoveParams) => this.removed_.fire(id));
    client.onNotification(LessonDidChange.method, (params: LessonDidChangeParams) => this.lesson_.fire(params));
    client.onNotification(DeviceDidChange.method, (params: DeviceListResult) => this.devices_.fire(params));
    client.onDidChangeState(({ newState }) => {
      if (this.client_ !== client) return;
      if (newState === State.Running) {
        this.worked_ = true;
        this.setState_('running');
        this.started_.fire();
      } else if (newState === State.Starting) {
        this.setState_('starting');
      } else {
        this.setState_('failed');   // until the client has started it again
      }
    });
  }

  private setState_(state: DaemonState): void {
    if (this.state_ === state) return;
    this.state_ = state;
    void vscode.commands.executeCommand('setContext', 'tenstorrent.daemon', state);
    this.changed_.fire(state);
  }
}
