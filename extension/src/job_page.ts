// The pages of jobs: what ran, how it stands, why it failed, what it measured, and the same over its runs.
import * as vscode from 'vscode';
import { JobMeasurements, type Job, type JobRun } from '../../protocol/gen/messages';
import type { JobHostMessage, JobPageAbilities, JobPageMessage } from '../shared/job_page_messages';
import { isOver } from '../shared/job_text';
import type { Daemon } from './client';
import { failureOf, failureText, showFailure } from './errors';
import { jobPageStrings } from './job_page_strings';
import type { JobTerminals } from './job_terminals';
import type { Jobs } from './jobs';
import { mediaFolder, pageHtml } from './page_html';
import type { Runs } from './runs';

export interface JobPageServices {
  extensionUri: vscode.Uri;
  daemon: Daemon;
  jobs: Jobs;
  runs: Runs;
  terminals: JobTerminals;
  log: vscode.LogOutputChannel;
}

const viewType = 'tenstorrent.job';
// Of other parts of the extension: a button is there where its command is.
const runAgain = 'tenstorrent.ui.runJobAgain';
const openLine = 'tenstorrent.ui.openLogAt';

/** Keeps that the page shows what is known of its job last. */
class JobPage implements vscode.Disposable {
  private loaded_ = false;
  private measured_ = '';
  private readonly disposables_: vscode.Disposable[];

  constructor(readonly id: string, readonly panel: vscode.WebviewPanel, private readonly services_: JobPageServices) {
    const { daemon, extensionUri, jobs } = services_;
    const media = mediaFolder(extensionUri);
    this.disposables_ = [
      panel.webview.onDidReceiveMessage((message: JobPageMessage) => void this.receive_(message)),
      jobs.onDidChange((job) => { if (job?.id === id) void this.changed_(job); }),
      daemon.onDidStart(() => { if (this.loaded_) void this.show_(); }),
      // A hidden page is torn down: it loads anew when it comes back, and asks again.
      panel.onDidChangeViewState(() => { if (!panel.visible) this.loaded_ = false; }),
    ];
    panel.iconPath = vscode.Uri.joinPath(extensionUri, 'extension', 'media', 'icon.svg');
    panel.webview.options = { enableScripts: true, enableCommandUris: false, enableForms: false, localResourceRoots: [media] };
    panel.webview.html = pageHtml(panel.webview, extensionUri, 'job');
  }

  dispose(): void {
    for (const disposable of this.disposables_) disposable.dispose();
  }

  private async receive_(message: JobPageMessage): Promise<void> {
    const { jobs, log, runs, terminals } = this.services_;
    const job = jobs.get(this.id);
    try {
      switch (message.type) {
        case 'ready':
          this.loaded_ = true;
          return await this.show_();
        case 'showLog':
          if (job !== undefined) terminals.show(job, { preserveFocus: false });
          return;
        case 'runAgain':
          await vscode.commands.executeCommand(runAgain, this.id);
          return;
        case 'stop':
          return await runs.stop(this.id);
        case 'saveCsv':
          return await this.save_();
        case 'openLine':
          await vscode.commands.executeCommand(openLine, this.id, message.offset, message.line);
          return;
        case 'openLesson':
          if (job?.fault?.lesson !== undefined) await vscode.commands.executeCommand('tenstorrent.ui.openLesson', job.fault.lesson, job.fault.anchor);
      }
    } catch (error) {
      showFailure(error, log);
    }
  }

  private async show_(): Promise<void> {
    const { daemon, jobs, log } = this.services_;
    try {
      const [{ runs }] = await Promise.all([daemon.request(JobMeasurements, { id: this.id }), jobs.load()]);
      const job = jobs.get(this.id);
      if (job === undefined) return this.post_({ type: 'failed', text: vscode.l10n.t('The job is no longer there.') });
      this.panel.title = vscode.l10n.t('Job #{0}', job.number);
      this.measured_ = measuredSoFar(job);
      this.post_({ type: 'job', job, runs, strings: jobPageStrings(), can: await abilities() });
    } catch (error) {
      log.error(failureText(failureOf(error)));
      this.post_({ type: 'failed', text: failureText(failureOf(error)) });
    }
  }

  private async changed_(job: Job): Promise<void> {
    this.post_({ type: 'change', job });
    const measured = measuredSoFar(job);
    if (!this.loaded_ || measured === this.measured_) return;
    this.measured_ = measured;
    try {
      this.post_({ type: 'runs', runs: await this.runs_() });
    } catch (error) {
      this.services_.log.warn(failureText(failureOf(error)));
    }
  }

  private async runs_(): Promise<JobRun[]> {
    return (await this.services_.daemon.request(JobMeasurements, { id: this.id })).runs;
  }

  private async save_(): Promise<void> {
    const { csv } = await this.services_.daemon.request(JobMeasurements, { id: this.id });
    const name = vscode.l10n.t('job {0} measurements', this.services_.jobs.get(this.id)?.number ?? this.id).replaceAll(' ', '-');
    const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
    const place = folder === undefined ? {} : { defaultUri: vscode.Uri.joinPath(folder, `${name}.csv`) };
    const file = await vscode.window.showSaveDialog({ title: vscode.l10n.t('Save the Measurements'), filters: { CSV: ['csv'] }, ...place });
    if (file !== undefined) await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(csv));
  }

  private post_(message: JobHostMessage): void {
    if (this.loaded_) void this.panel.webview.postMessage(message);
  }
}

/** Changes when another measurement is there: only then the runs are worth a question. */
const measuredSoFar = (job: Job): string => `${job.measurements.length} ${String(isOver(job))}`;

async function abilities(): Promise<JobPageAbilities> {
  const known = new Set(await vscode.commands.getCommands(true));
  return { runAgain: known.has(runAgain), openLine: known.has(openLine) };
}

const savedJob = (state: unknown): string | undefined =>
  typeof state === 'object' && state !== null && 'job' in state && typeof state.job === 'string' ? state.job : undefined;

/** Keeps at most one page per job. */
class JobPages implements vscode.Disposable, vscode.WebviewPanelSerializer {
  private readonly pages_ = new Map<string, JobPage>();

  constructor(private readonly services_: JobPageServices) {}

  async open(id: string): Promise<void> {
    await this.services_.jobs.load();
    const job = this.services_.jobs.get(id);
    if (job === undefined) return;
    const known = this.pages_.get(id);
    if (known !== undefined) {
      known.panel.reveal();
      return;
    }
    this.add_(id, vscode.window.createWebviewPanel(viewType, vscode.l10n.t('Job #{0}', job.number), vscode.ViewColumn.Active, { enableFindWidget: true }));
  }

  deserializeWebviewPanel(panel: vscode.WebviewPanel, state: unknown): Promise<void> {
    const id = savedJob(state);
    if (id === undefined || this.pages_.has(id)) panel.dispose();
    else this.add_(id, panel);
    return Promise.resolve();
  }

  dispose(): void {
    for (const page of this.pages_.values()) page.dispose();
  }

  private add_(id: string, panel: vscode.WebviewPanel): void {
    const page = new JobPage(id, panel, this.services_);
    this.pages_.set(id, page);
    panel.onDidDispose(() => {
      page.dispose();
      this.pages_.delete(id);
    });
  }
}

export function jobPages(services: JobPageServices): vscode.Disposable[] {
  const pages = new JobPages(services);
  return [
    pages,
    vscode.window.registerWebviewPanelSerializer(viewType, pages),
    vscode.commands.registerCommand('tenstorrent.ui.openJobPage', async (id: unknown) => {
      try {
        if (typeof id === 'string') await pages.open(id);
      } catch (error) {
        showFailure(error, services.log);
      }
    }),
  ];
}
