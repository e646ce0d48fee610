// "Search Job Logs": lines of all jobs' logs while you type, the newest job first.
import * as vscode from 'vscode';
import { JobSearch, type JobMatch } from '../../protocol/gen/messages';
import type { Daemon } from './client';
import { commandSet } from './command_set';
import { failureOf, failureText, isSilent } from './errors';
import type { Jobs } from './jobs';
import type { LogDocuments } from './log_document';

const debounceMs = 120;
const mostShown = 300;

interface MatchItem extends vscode.QuickPickItem {
  match?: JobMatch;
}

/** Keeps at most one search under way: each letter cancels the search before it. */
class LogSearch {
  private readonly pick_ = vscode.window.createQuickPick<MatchItem>();
  private cancel_ = new vscode.CancellationTokenSource();
  private timer_: NodeJS.Timeout | undefined;
  private caseSensitive_ = false;
  private regex_ = false;

  constructor(private readonly daemon_: Daemon, private readonly jobs_: Jobs, private readonly documents_: LogDocuments, private readonly id_: string | undefined) {
    this.pick_.matchOnDescription = false;
    this.pick_.onDidChangeValue(() => this.later_());
    this.pick_.onDidTriggerButton((button) => {
      if (button.iconPath instanceof vscode.ThemeIcon && button.iconPath.id === 'regex') this.regex_ = !this.regex_;
      else this.caseSensitive_ = !this.caseSensitive_;
      this.describe_();
      void this.search_();
    });
    this.pick_.onDidAccept(() => void this.accept_());
    this.pick_.onDidHide(() => this.dispose());
    this.describe_();
  }

  show(): void {
    this.pick_.show();
  }

  private dispose(): void {
    clearTimeout(this.timer_);
    this.cancel_.cancel();
    this.cancel_.dispose();
    this.pick_.dispose();
  }

  /** What is switched on stands in the title, where a screen reader finds it, too. */
  private describe_(): void {
    const job = this.id_ === undefined ? undefined : this.jobs_.get(this.id_);
    const what = job === undefined ? vscode.l10n.t('Search Job Logs') : vscode.l10n.t('Search the Log of Job {0}', job.number);
    const options = [...(this.caseSensitive_ ? [vscode.l10n.t('match case')] : []), ...(this.regex_ ? [vscode.l10n.t('regular expression')] : [])];
    this.pick_.title = options.length === 0 ? what : `${what} (${options.join(', ')})`;
    this.pick_.placeholder = vscode.l10n.t('Text to look for');
    this.pick_.buttons = [
      { iconPath: new vscode.ThemeIcon('case-sensitive'), tooltip: this.caseSensitive_ ? vscode.l10n.t('Ignore Case') : vscode.l10n.t('Match Case') },
      { iconPath: new vscode.ThemeIcon('regex'), tooltip: this.regex_ ? vscode.l10n.t('Look for Plain Text') : vscode.l10n.t('Use a Regular Expression') },
    ];
  }

  private later_(): void {
    this.cancel_.cancel();
    clearTimeout(this.timer_);
    this.timer_ = setTimeout(() => void this.search_(), debounceMs);
  }

  private async search_(): Promise<void> {
    this.cancel_.cancel();
    this.cancel_.dispose();
    const cancel = this.cancel_ = new vscode.CancellationTokenSource();
    const text = this.pick_.value;
    if (text === '') {
      this.pick_.busy = false;
      this.pick_.items = [];
      return;
    }
    this.pick_.busy = true;
    try {
      const { matches, complete } = await this.daemon_.request(
        JobSearch,
        { text, regex: this.regex_, caseSensitive: this.caseSensitive_, limit: mostShown, ...(this.id_ === undefined ? {} : { id: this.id_ }) },
        cancel.token,
      );
      if (!cancel.token.isCancellationRequested) this.pick_.items = this.items_(matches, complete);
    } catch (error) {
      const failure = failureOf(error);
      if (cancel.token.isCancellationRequested || isSilent(failure)) return;
      this.pick_.items = [{ label: failureText(failure), alwaysShow: true }];
    } finally {
      if (cancel === this.cancel_) this.pick_.busy = false;
    }
  }

  private items_(matches: readonly JobMatch[], complete: boolean): MatchItem[] {
    const items: MatchItem[] = [];
    let before: string | undefined;
    for (const match of matches) {
      if (match.job !== before && this.id_ === undefined) {
        const job = this.jobs_.get(match.job);
        items.push({ label: job === undefined ? match.job : `#${job.number} ${job.title}`, kind: vscode.QuickPickItemKind.Separator });
      }
      before = match.job;
      // The daemon has matched: the list's own filter, which knows no regular expression, hides nothing.
      items.push({ label: match.text.trim(), description: vscode.l10n.t('line {0}', match.line), alwaysShow: true, match });
    }
    if (matches.length === 0) items.push({ label: vscode.l10n.t('Nothing found.'), alwaysShow: true });
    else if (!complete) items.push({ label: vscode.l10n.t('There is more: type further.'), alwaysShow: true });
    return items;
  }

  private async accept_(): Promise<void> {
    const match = this.pick_.selectedItems[0]?.match;
    if (match === undefined) return;
    this.pick_.hide();
    await this.documents_.open(match.job, match, match.text.slice(match.start, match.end));
  }
}

export function logSearch(daemon: Daemon, jobs: Jobs, documents: LogDocuments, log: vscode.LogOutputChannel): vscode.Disposable[] {
  const search = async (id: string | undefined): Promise<void> => {
    await jobs.load();
    new LogSearch(daemon, jobs, documents, id).show();
  };
  return commandSet({
    searchLogs: () => search(undefined),
    searchLog: (id) => search(typeof id === 'string' ? id : undefined),
  }, log);
}
