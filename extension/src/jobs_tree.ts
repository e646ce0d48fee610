// The Jobs view: newest first, with a badge that counts the running ones.
import * as vscode from 'vscode';
import type { Job } from '../../protocol/gen/messages';
import { durationText, isOver, succeeded, summaryParts } from '../shared/job_text';
import { showViewFailure } from './errors';
import type { Jobs } from './jobs';
import { stateStrings } from './state_strings';

function icon(job: Job): vscode.ThemeIcon {
  if (job.state === 'queued') return new vscode.ThemeIcon('watch');
  if (!isOver(job)) return new vscode.ThemeIcon('loading~spin');
  if (succeeded(job)) return new vscode.ThemeIcon('pass', new vscode.ThemeColor('testing.iconPassed'));
  if (job.state === 'cancelled') return new vscode.ThemeIcon('circle-slash');
  return new vscode.ThemeIcon('error', new vscode.ThemeColor('testing.iconFailed'));
}

function contextValue(job: Job): string {
  const words = ['job'];
  if (!isOver(job)) words.push(job.stopping ? 'stopping' : 'live');
  else if (job.lesson !== undefined && job.step !== undefined) words.push('repeatable');
  if (job.lesson !== undefined) words.push('lesson');
  return words.join(' ');
}

/** One argument a line in a fenced block: nothing in it is Markdown. */
function tooltip(job: Job): vscode.MarkdownString {
  const text = new vscode.MarkdownString();
  text.appendText(`#${job.number} ${job.title}\n`);
  text.appendCodeblock(job.argv.join('\n'), 'text');
  text.appendText(vscode.l10n.t('Folder: {0}', job.cwd));
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

function jobItem(job: Job): vscode.TreeItem {
  const strings = stateStrings();
  const parts = [job.device ?? '', ...summaryParts(job, strings)];
  if (job.state === 'running' && job.durationMs !== undefined) parts.push(coarseDuration(job.durationMs));
  const item = new vscode.TreeItem(`#${job.number} ${job.title}`);
  item.id = job.id;
  item.description = parts.filter((part) => part !== '').join(' · ');
  item.tooltip = tooltip(job);
  item.iconPath = icon(job);
  item.contextValue = contextValue(job);
  item.command = { command: 'tenstorrent.ui.showLog', title: vscode.l10n.t('Show Log'), arguments: [job.id] };
  item.accessibilityInformation = { label: vscode.l10n.t('Job {0}, {1}, {2}', job.number, job.title, item.description) };
  return item;
}

class JobsProvider implements vscode.TreeDataProvider<string> {
  private readonly changed_ = new vscode.EventEmitter<string | undefined>();
  readonly onDidChangeTreeData = this.changed_.event;
  /** What each row that is shown looks like. */
  private readonly shown_ = new Map<string, string>();

  constructor(private readonly jobs_: Jobs, private readonly log_: vscode.LogOutputChannel) {}

  refresh(job: Job | undefined): void {
    const before = job === undefined ? undefined : this.shown_.get(job.id);
    if (job === undefined || before === undefined) this.changed_.fire(undefined);
    else if (before !== look(jobItem(job))) this.changed_.fire(job.id);
  }

  async getChildren(node?: string): Promise<string[]> {
    if (node !== undefined) return [];
    try {
      await this.jobs_.load();
    } catch (error) {
      showViewFailure(error, this.log_);
      return [];
    }
    const ids = this.jobs_.list().map((job) => job.id);
    this.shown_.clear();
    for (const id of ids) this.shown_.set(id, look(this.getTreeItem(id)));
    return ids;
  }

  getTreeItem(id: string): vscode.TreeItem {
    const job = this.jobs_.get(id);
    if (job === undefined) return new vscode.TreeItem('');
    const item = jobItem(job);
    if (this.shown_.has(id)) this.shown_.set(id, look(item));
    return item;
  }
}

export function jobsTree(jobs: Jobs, log: vscode.LogOutputChannel): vscode.Disposable[] {
  const provider = new JobsProvider(jobs, log);
  const view = vscode.window.createTreeView('tenstorrent.jobs', { treeDataProvider: provider });
  return [
    view,
    jobs.onDidChange((job) => {
      provider.refresh(job);
      const running = jobs.running().length;
      view.description = running === 0 ? '' : vscode.l10n.t('{0} running', running);
      view.badge = running === 0 ? undefined : { value: running, tooltip: vscode.l10n.t('{0} running', running) };
    }),
  ];
}
