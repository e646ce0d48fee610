// "Search Job Logs": lines of all jobs' logs while you type, the newest job first.
import * as vscode from 'vscode';
import { JobSearch, type JobMatch } from '../../protocol/gen/messages';
import type { Daemon } from './client';
import { commandSet } from './command_set';
import type { Jobs } from './jobs';
import type { LogDocuments } from './log_document';
import { SearchAsTyped } from './search_as_typed';

const mostShown = 300;

interface MatchItem extends vscode.QuickPickItem {
  match?: JobMatch;
}

const note = (label: string): MatchItem => ({ label, alwaysShow: true });

/** Looks for a text or an expression in one log or in all of them. */
class LogSearch {
  private readonly search_ = new SearchAsTyped<MatchItem>((text, token) => this.find_(text, token), note, (item) => this.accept_(item));
  private caseSensitive_ = false;
  private regex_ = false;

  constructor(private readonly daemon_: Daemon, private readonly jobs_: Jobs, private readonly documents_: LogDocuments, private readonly id_: string | undefined) {
    this.search_.pick.onDidTriggerButton((button) => {
      if (button.iconPath instanceof vscode.ThemeIcon && button.iconPath.id === 'regex') this.regex_ = !this.regex_;
      else this.caseSensitive_ = !this.caseSensitive_;
      this.describe_();
      void this.search_.search();
    });
    this.describe_();
  }

  show(): void {
    this.search_.pick.show();
  }

  /** What is switched on stands in the title, where a screen reader finds it, too. */
  private describe_(): void {
    const job = this.id_ === undefined ? undefined : this.jobs_.get(this.id_);
    const what = job === undefined ? vscode.l10n.t('Search Job Logs') : vscode.l10n.t('Search the Log of Job {0}', job.number);
    const options = [...(this.caseSensitive_ ? [vscode.l10n.t('match case')] : []), ...(this.regex_ ? [vscode.l10n.t('regular expression')] : [])];
    this.search_.pick.title = options.length === 0 ? what : `${what} (${options.join(', ')})`;
    this.search_.pick.placeholder = vscode.l10n.t('Text to look for');
    this.search_.pick.buttons = [
      { iconPath: new vscode.ThemeIcon('case-sensitive'), tooltip: this.caseSensitive_ ? vscode.l10n.t('Ignore Case') : vscode.l10n.t('Match Case') },
      { iconPath: new vscode.ThemeIcon('regex'), tooltip: this.regex_ ? vscode.l10n.t('Look for Plain Text') : vscode.l10n.t('Use a Regular Expression') },
    ];
  }

  private async find_(text: string, token: vscode.CancellationToken): Promise<MatchItem[]> {
    const { matches, complete } = await this.daemon_.request(
      JobSearch,
      { text, regex: this.regex_, caseSensitive: this.caseSensitive_, limit: mostShown, ...(this.id_ === undefined ? {} : { id: this.id_ }) },
      token,
    );
    return this.items_(matches, complete);
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
    if (matches.length === 0) items.push(note(vscode.l10n.t('Nothing found.')));
    else if (!complete) items.push(note(vscode.l10n.t('There is more: type further.')));
    return items;
  }

  private async accept_({ match }: MatchItem): Promise<void> {
    if (match !== undefined) await this.documents_.open(match.job, match, match.text.slice(match.start, match.end));
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
