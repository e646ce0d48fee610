// Logs as read-only documents of the editor, a part of a log in each, so that find, copy, the keyboard and a screen reader work as everywhere.
import * as vscode from 'vscode';
import { JobMarks, JobRead, JobSearch, type Job, type JobMark } from '../../protocol/gen/messages';
import { logLineAt, readLogWindow, textLineOf, type LogPlace, type LogWindow } from '../shared/log_window';
import { isOver, sizeText } from '../shared/job_text';
import type { Daemon } from './client';
import { commandSet } from './command_set';
import type { Jobs } from './jobs';

const scheme = 'tt-log';
const mostFiltered = 10_000;
/** Of a document's own, before the log's lines. */
const headLines = 2;

interface Filter {
  text: string;
  regex: boolean;
  caseSensitive: boolean;
}

interface LogQuery {
  id: string;
  place?: LogPlace;
  filter?: Filter;
}

function queryOf(uri: vscode.Uri): LogQuery {
  return JSON.parse(uri.query) as LogQuery;
}

function uriOf(job: Job, query: LogQuery): vscode.Uri {
  const title = `${job.number} ${job.title}`.replaceAll('/', ' ');
  const name = query.filter === undefined ? `${title}.log` : vscode.l10n.t('{0} (filtered).log', title);
  return vscode.Uri.from({ scheme, path: `/${name}`, query: JSON.stringify(query) });
}

/** Keeps the window that each open document shows. */
export class LogDocuments implements vscode.TextDocumentContentProvider, vscode.DocumentLinkProvider, vscode.Disposable {
  private readonly windows_ = new Map<string, LogWindow>();
  /** The places of a filtered document's lines. */
  private readonly found_ = new Map<string, LogPlace[]>();
  private readonly disposables_: vscode.Disposable[];

  constructor(private readonly daemon_: Daemon, private readonly jobs_: Jobs, private readonly log_: vscode.LogOutputChannel) {
    this.disposables_ = [
      vscode.workspace.registerTextDocumentContentProvider(scheme, this),
      vscode.languages.registerDocumentLinkProvider({ scheme }, this),
      vscode.workspace.onDidCloseTextDocument((document) => {
        this.windows_.delete(document.uri.toString());
        this.found_.delete(document.uri.toString());
      }),
      ...this.commands_(),
    ];
  }

  dispose(): void {
    for (const disposable of this.disposables_) disposable.dispose();
  }

  /** Opens the part of the log around a place and puts the cursor on its line, on `match` where that is given. */
  async open(id: string, place: LogPlace, match?: string): Promise<void> {
    const job = await this.job_(id);
    if (job === undefined) return;
    const { document, editor } = await this.show_(uriOf(job, { id, place }));
    const window = this.windows_.get(document.uri.toString());
    const line = (window === undefined || place.line === undefined ? undefined : textLineOf(window, place.line)) ?? 0;
    select(editor, Math.min(line + headLines, document.lineCount - 1), match);
  }

  async openFiltered(id: string, filter: Filter): Promise<void> {
    const job = await this.job_(id);
    if (job !== undefined) await this.show_(uriOf(job, { id, filter }));
  }

  async provideTextDocumentContent(uri: vscode.Uri, token: vscode.CancellationToken): Promise<string> {
    const query = queryOf(uri);
    const job = await this.job_(query.id);
    if (job === undefined) return vscode.l10n.t('This job was removed.');
    if (query.filter !== undefined) return this.filtered_(uri, job, query.filter, token);
    const window = await readLogWindow(query.id, query.place ?? { offset: 0, line: 1 }, (params) => this.daemon_.request(JobRead, params, token));
    this.windows_.set(uri.toString(), window);
    return `${head(job, window)}\n${window.text}${foot(window)}`;
  }

  /** A filtered document's line numbers lead to the line in the log. */
  provideDocumentLinks(document: vscode.TextDocument): vscode.DocumentLink[] {
    const { id, filter } = queryOf(document.uri);
    const places = this.found_.get(document.uri.toString());
    if (filter === undefined || places === undefined) return [];
    return places.map(({ offset, line }, index) => {
      const at = index + headLines;
      const target = vscode.Uri.parse(`command:tenstorrent.ui.openLogAt?${encodeURIComponent(JSON.stringify([id, offset, line]))}`);
      const link = new vscode.DocumentLink(new vscode.Range(at, 0, at, String(line).length), target);
      link.tooltip = vscode.l10n.t('Show this line in the log');
      return link;
    });
  }

  private async filtered_(uri: vscode.Uri, job: Job, filter: Filter, token: vscode.CancellationToken): Promise<string> {
    const { matches, complete } = await this.daemon_.request(JobSearch, { id: job.id, ...filter, limit: mostFiltered }, token);
    this.found_.set(uri.toString(), matches);
    const count = complete
      ? vscode.l10n.t('Job {0}, {1}: {2} lines with "{3}".', job.number, job.title, matches.length, filter.text)
      : vscode.l10n.t('Job {0}, {1}: the first {2} lines with "{3}"; there are more.', job.number, job.title, matches.length, filter.text);
    const how = vscode.l10n.t('Open Link on a line number (or Ctrl and a click) shows that line in the log.');
    return [count, how, ...matches.map(({ line, text }) => `${line}: ${text}`), ''].join('\n');
  }

  private async show_(uri: vscode.Uri): Promise<{ document: vscode.TextDocument; editor: vscode.TextEditor }> {
    const opened = await vscode.workspace.openTextDocument(uri);
    const document = await vscode.languages.setTextDocumentLanguage(opened, 'log');
    const editor = await vscode.window.showTextDocument(document, { preview: true });
    return { document, editor };
  }

  private async job_(id: string): Promise<Job | undefined> {
    await this.jobs_.load();
    return this.jobs_.get(id);
  }

  private commands_(): vscode.Disposable[] {
    const step = (forward: boolean) => async (): Promise<void> => {
      const editor = vscode.window.activeTextEditor;
      if (editor?.document.uri.scheme === scheme) await this.nextMark_(editor, forward);
    };
    const shown = (argument: unknown): LogQuery | undefined => {
      if (typeof argument === 'string') return { id: argument };
      const uri = argument instanceof vscode.Uri ? argument : vscode.window.activeTextEditor?.document.uri;
      return uri?.scheme === scheme ? queryOf(uri) : undefined;
    };
    const window = (): { id: string; window: LogWindow } | undefined => {
      const uri = vscode.window.activeTextEditor?.document.uri;
      const found = uri === undefined ? undefined : this.windows_.get(uri.toString());
      return uri === undefined || found === undefined ? undefined : { id: queryOf(uri).id, window: found };
    };
    return commandSet({
      openLogText: async (argument) => {
        const id = shown(argument)?.id;
        if (id !== undefined) await this.open(id, { offset: 0, line: 1 });
      },
      openLogAt: (id, offset, line) => {
        if (typeof id !== 'string' || typeof offset !== 'number' || typeof line !== 'number') return undefined;
        return this.open(id, { offset, line });
      },
      showLaterLog: async () => {
        const at = window();
        if (at === undefined) return;
        if (at.window.complete) vscode.window.setStatusBarMessage(vscode.l10n.t('This is the end of the log.'), 5000);
        else await this.open(at.id, at.window.end);
      },
      showEarlierLog: async () => {
        const at = window();
        if (at === undefined) return;
        if (at.window.start.offset === 0) vscode.window.setStatusBarMessage(vscode.l10n.t('This is the beginning of the log.'), 5000);
        else await this.open(at.id, at.window.start);
      },
      filterLog: async (argument) => {
        const id = shown(argument)?.id;
        if (id === undefined) return;
        const text = await vscode.window.showInputBox({
          title: vscode.l10n.t('Filter the log'), prompt: vscode.l10n.t('Lines with this text are shown; between two slashes it is a regular expression.'),
          ignoreFocusOut: true,
        });
        if (text === undefined || text === '') return;
        const regex = text.length > 2 && text.startsWith('/') && text.endsWith('/');
        await this.openFiltered(id, { text: regex ? text.slice(1, -1) : text, regex, caseSensitive: false });
      },
      openRawLog: async (argument) => {
        const id = shown(argument)?.id;
        const job = id === undefined ? undefined : await this.job_(id);
        if (job?.log !== undefined) await vscode.commands.executeCommand('vscode.open', vscode.Uri.file(job.log));
      },
      nextLogError: step(true),
      previousLogError: step(false),
    }, this.log_);
  }

  /** From the cursor to the next or the previous line that the daemon marks as an error, in another part of the log where it is there. */
  private async nextMark_(editor: vscode.TextEditor, forward: boolean): Promise<void> {
    const { id } = queryOf(editor.document.uri);
    const { marks } = await this.daemon_.request(JobMarks, { id });
    const errors = marks.filter(({ severity }) => severity === 'error');
    const window = this.windows_.get(editor.document.uri.toString());
    const textLine = editor.selection.active.line - headLines;
    const places = this.found_.get(editor.document.uri.toString());
    const line = window === undefined ? places?.[textLine]?.line : textLine < 0 ? (window.start.line ?? 1) - 1 : logLineAt(window, textLine);
    const offset = window?.start.offset ?? 0;
    const isAhead = (mark: JobMark): boolean => (line === undefined ? mark.offset >= offset : mark.line > line);
    const isBehind = (mark: JobMark): boolean => (line === undefined ? mark.offset < offset : mark.line < line);
    const mark = forward ? errors.find(isAhead) : errors.findLast(isBehind);
    if (mark === undefined) {
      vscode.window.setStatusBarMessage(forward ? vscode.l10n.t('There is no further error in this log.') : vscode.l10n.t('There is no earlier error in this log.'), 5000);
      return;
    }
    const here = window === undefined ? undefined : textLineOf(window, mark.line);
    if (here === undefined) await this.open(id, mark);
    else select(editor, here + headLines);
  }
}

function head(job: Job, { start, end, missing }: LogWindow): string {
  const last = end.offset - missing;
  const from = start.line === undefined ? '' : vscode.l10n.t(', from line {0}', start.line);
  const whole = start.offset === 0 && last >= job.size && isOver(job);
  return [
    whole
      ? vscode.l10n.t('Job {0}, {1}: the whole log.', job.number, job.title)
      : vscode.l10n.t('Job {0}, {1}: bytes {2} to {3} of {4}{5}.', job.number, job.title, start.offset, last, Math.max(job.size, last), from),
    vscode.l10n.t('Show Earlier Part, Show Later Part, Next Error, Filter Log and Open Raw Log are in the command palette.'),
  ].join('\n');
}

function foot({ text, missing, complete }: LogWindow): string {
  if (complete) return '';
  const lineEnd = text === '' || text.endsWith('\n') ? '' : '\n';
  const says = missing > 0
    ? vscode.l10n.t('({0} of output are left out here. Show Later Part goes on behind them.)', sizeText(missing))
    : vscode.l10n.t('(The log goes on. Show Later Part opens what follows.)');
  return `${lineEnd}${says}\n`;
}

function select(editor: vscode.TextEditor, line: number, match?: string): void {
  const text = editor.document.lineAt(line).text;
  const at = match === undefined ? -1 : text.indexOf(match);
  const range = at < 0 ? new vscode.Range(line, 0, line, 0) : new vscode.Range(line, at, line, at + (match ?? '').length);
  editor.selection = new vscode.Selection(range.start, range.end);
  editor.revealRange(range, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
}
