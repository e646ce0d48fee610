// The Jobs view: newest first, with a badge that counts the running ones.
import * as vscode from 'vscode';
import type { Job } from '../../protocol/gen/messages';
import { durationText, isOver, sizeText, succeeded, summaryParts } from '../shared/job_text';
import { showViewFailure } from './errors';
import type { Jobs } from './jobs';
import { stateStrings } from './state_strings';
import { faultNode } from './why';

function icon(job: Job): vscode.ThemeIcon {
  if (job.state === 'queued') return new vscode.ThemeIcon('watch');
  if (!isOver(job)) return new vscode.ThemeIcon('loading~spin');
  if (succeeded(job)) return new vscode.ThemeIcon('pass', new vscode.ThemeColor('testing.iconPassed'));
  if (job.state === 'cancelled') return new vscode.ThemeIcon('circle-slash');
  return new vscode.ThemeIcon('error', new vscode.ThemeColor('testing.iconFailed'));
}

function contextValue(job: Job): string {
  const words = ['job'];
  words.push(isOver(job) ? 'over' : job.stopping ? 'stopping' : 'live');
  if (job.state === 'queued' && !job.stopping) words.push('queued');
  if (job.fault !== undefined) words.push('explained');
  if (job.lesson !== undefined) words.push('lesson');
  words.push(job.pinned ? 'pinned' : 'unpinned');
  if (isOver(job) && !job.pinned) words.push('removable');
  return words.join(' ');
}

/** One argument a line in a fenced block: nothing in it is Markdown. */
function tooltip(job: Job): vscode.MarkdownString {
  const text = new vscode.MarkdownString();
  text.appendText(`#${job.number} ${job.title}\n`);
  text.appendCodeblock(job.argv.join('\n'), 'text');
  text.appendText(vscode.l10n.t('Folder: {0}', job.cwd));
  if (job.device !== undefined) text.appendText(`\n\n${vscode.l10n.t('Cards: {0}', job.device)}`);
  if (job.state === 'queued' && job.reason !== undefined) text.appendText(`\n\n${job.reason}`);
  if (job.environment.length > 0) {
    text.appendText(`\n\n${vscode.l10n.t('Variables that were added:')}\n`);
    text.appendCodeblock(job.environment.join('\n'), 'text');
  }
  if (job.dropped !== undefined && job.dropped > 0) text.appendText(`\n${vscode.l10n.t('{0} of its output are left out of the log.', sizeText(job.dropped))}`);
  return text;
}

/** In whole minutes: a row that was drawn anew every second would swallow clicks on its buttons. */
function coarseDuration(ms: number): string {
  const minutes = Math.floor(ms / 60_000);
  return minutes === 0 ? '' : durationText(minutes * 60_000);
}

/** What a row shows; the same text, the same row. */
function look(item: vscode.TreeItem): string {
  return JSON.stringify([item.label, item.description, item.contextValue, item.iconPath instanceof vscode.ThemeIcon ? item.iconPath.id : '']);
}

// How often a row is drawn anew while nothing but its progress changes: one that moved all the time would swallow clicks.
const progressMilliseconds = 3000;

/** What a row shows apart from how far the job is. */
function calmLook(job: Job): string {
  const { progress, ...rest } = job;
  return look(jobItem(progress === undefined ? rest : { ...rest, progress: { phase: progress.phase } }));
}

interface Shown {
  look: string;
  calm: string;
  at: number;
}

/** The row below a job that says what went wrong. */
function faultItem(job: Job): vscode.TreeItem {
  const item = new vscode.TreeItem(vscode.l10n.t('Why?'));
  if (job.fault === undefined) return item;
  item.id = faultNode + job.id;
  item.description = job.fault.title;
  item.tooltip = `${job.fault.title}\n${job.fault.remedy}`;
  item.iconPath = new vscode.ThemeIcon('question');
  item.contextValue = 'fault';
  item.command = { command: 'tenstorrent.ui.why', title: vscode.l10n.t('Why?'), arguments: [job.id] };
  item.accessibilityInformation = { label: vscode.l10n.t('Why job {0} failed: {1}', job.number, job.fault.title) };
  return item;
}

function jobItem(job: Job): vscode.TreeItem {
  const strings = stateStrings();
  // What a waiting job waits for names its cards.
  const parts = [job.state === 'queued' ? '' : job.device ?? '', ...summaryParts(job, strings)];
  if (job.state === 'running' && job.durationMs !== undefined) parts.push(coarseDuration(job.durationMs));
  if (job.pinned) parts.push(vscode.l10n.t('pinned'));
  const item = new vscode.TreeItem(`#${job.number} ${job.title}`, job.fault === undefined ? vscode.TreeItemCollapsibleState.None : vscode.TreeItemCollapsibleState.Expanded);
  item.id = job.id;
  item.description = parts.filter((part) => part !== '').join(' · ');
  item.tooltip = tooltip(job);
  item.iconPath = icon(job);
  item.contextValue = contextValue(job);
  item.command = { command: 'tenstorrent.ui.showLog', title: vscode.l10n.t('Show Log'), arguments: [job.id] };
  item.accessibilityInformation = { label: vscode.l10n.t('Job {0}, {1}, {2}', job.number, job.title, item.description) };
  return item;
}

class JobsProvider implements vscode.TreeDataProvider<string>, vscode.Disposable {
  private readonly changed_ = new vscode.EventEmitter<string | undefined>();
  readonly onDidChangeTreeData = this.changed_.event;
  /** What each row that is shown looks like. */
  private readonly shown_ = new Map<string, Shown>();
  private readonly later_ = new Map<string, NodeJS.Timeout>();

  constructor(private readonly jobs_: Jobs, private readonly log_: vscode.LogOutputChannel) {}

  refresh(job: Job | undefined): void {
    const before = job === undefined ? undefined : this.shown_.get(job.id);
    if (job === undefined || before === undefined) {
      this.changed_.fire(undefined);
      return;
    }
    if (before.look === look(jobItem(job)) || this.later_.has(job.id)) return;
    const due = before.at + progressMilliseconds - Date.now();
    if (due <= 0 || before.calm !== calmLook(job)) {
      this.changed_.fire(job.id);
      return;
    }
    this.later_.set(job.id, setTimeout(() => {
      this.later_.delete(job.id);
      this.changed_.fire(job.id);
    }, due));
  }

  async getChildren(node?: string): Promise<string[]> {
    if (node !== undefined) return this.jobs_.get(node)?.fault === undefined ? [] : [faultNode + node];
    try {
      await this.jobs_.load();
    } catch (error) {
      showViewFailure(error, this.log_);
      return [];
    }
    const jobs = this.jobs_.list();
    this.shown_.clear();
    for (const job of jobs) this.note_(job, jobItem(job));
    return jobs.map((job) => job.id);
  }

  getTreeItem(id: string): vscode.TreeItem {
    const ofFault = id.startsWith(faultNode);
    const job = this.jobs_.get(ofFault ? id.slice(faultNode.length) : id);
    if (job === undefined) return new vscode.TreeItem('');
    if (ofFault) return faultItem(job);
    const item = jobItem(job);
    if (this.shown_.has(id)) this.note_(job, item);
    return item;
  }

  dispose(): void {
    for (const timer of this.later_.values()) clearTimeout(timer);
    this.changed_.dispose();
  }

  private note_(job: Job, item: vscode.TreeItem): void {
    this.shown_.set(job.id, { look: look(item), calm: calmLook(job), at: Date.now() });
  }
}

export function jobsTree(jobs: Jobs, log: vscode.LogOutputChannel): vscode.Disposable[] {
  const provider = new JobsProvider(jobs, log);
  const view = vscode.window.createTreeView('tenstorrent.jobs', { treeDataProvider: provider });
  return [
    provider,
    view,
    jobs.onDidChange((job) => {
      provider.refresh(job);
      const running = jobs.running().length;
      view.description = running === 0 ? '' : vscode.l10n.t('{0} running', running);
      view.badge = running === 0 ? undefined : { value: running, tooltip: vscode.l10n.t('{0} running', running) };
    }),
  ];
}
