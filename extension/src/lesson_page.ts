// One lesson's page: fetches the lesson, hands it to the web view, and does what the page's messages ask for.
import * as vscode from 'vscode';
import { LessonGet, LessonPreview, type Job, type Lesson, type LessonDidChangeParams, type LessonLink } from '../../protocol/gen/messages';
import type { FollowTarget, HostMessage, PageMessage } from '../shared/page_messages';
import type { Daemon } from './client';
import type { Done } from './done';
import { failureOf, failureText } from './errors';
import type { JobTerminals } from './job_terminals';
import type { Jobs } from './jobs';
import type { LastPlaces } from './last_place';
import type { LessonFilters } from './lesson_filters';
import type { Lessons } from './lessons';
import { mediaFolder, pageHtml } from './page_html';
import { pageStrings } from './page_strings';
import type { Runs } from './runs';

export interface PageServices {
  extensionUri: vscode.Uri;
  daemon: Daemon;
  jobs: Jobs;
  lessons: Lessons;
  filters: LessonFilters;
  places: LastPlaces;
  runs: Runs;
  terminals: JobTerminals;
  done: Done;
  log: vscode.LogOutputChannel;
}

export const viewType = 'tenstorrent.lesson';

/** A lesson as it is loaded, or the text of an open document. */
export type PageSource = { id: string } | { draft: vscode.Uri };

// How long after a key a preview follows.
const pause = 200;

/** Keeps that the page shows the lesson's current revision, and that its ids are only ever followed with that revision. */
export class LessonPage implements vscode.Disposable {
  private lesson_: Lesson | undefined;
  private anchor_: string | undefined;
  private loaded_ = false;
  private fetches_ = 0;
  private roots_ = '';
  private typed_: NodeJS.Timeout | undefined;
  private readonly disposables_: vscode.Disposable[];

  constructor(private readonly source_: PageSource, readonly panel: vscode.WebviewPanel, private readonly services_: PageServices, pack: vscode.Uri | undefined, anchor: string | undefined) {
    const { daemon, jobs } = services_;
    this.anchor_ = anchor;
    this.disposables_ = [
      panel.webview.onDidReceiveMessage((message: PageMessage) => void this.receive_(message)),
      daemon.onDidChangeLesson((change) => void this.lessonChanged_(change)),
      daemon.onDidStart(() => { if (this.loaded_) void this.show_(); }),
      jobs.onDidChange((job) => {
        if (job !== undefined && this.concerns_(job)) this.post_({ type: 'job', job });
      }),
      // A hidden page is torn down: it loads anew when it comes back, and asks again.
      panel.onDidChangeViewState(() => { if (!panel.visible) this.loaded_ = false; }),
      services_.filters.onDidChange(() => this.post_({ type: 'filtered', hardware: services_.filters.filter?.hardware ?? [] })),
      vscode.workspace.onDidGrantWorkspaceTrust(() => this.post_({ type: 'trust', trusted: true })),
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.length > 0 && document.uri.toString() === this.draft_?.toString()) this.showSoon_();
      }),
    ];
    panel.iconPath = vscode.Uri.joinPath(services_.extensionUri, 'extension', 'media', 'icon.svg');
    this.setRoots_(pack === undefined ? [] : [pack]);
    panel.webview.html = pageHtml(panel.webview, services_.extensionUri);
  }

  /** A draft's is known once it was fetched, and changes as it is written. */
  get id(): string | undefined {
    return 'id' in this.source_ ? this.source_.id : this.lesson_?.summary.id;
  }

  get neighbours(): { previous: LessonLink | undefined; next: LessonLink | undefined } {
    return { previous: this.lesson_?.previous, next: this.lesson_?.next };
  }

  reveal(anchor: string | undefined): void {
    const shown = this.lesson_ !== undefined && this.loaded_;
    if (!shown) this.anchor_ = anchor ?? this.anchor_;
    this.panel.reveal(undefined, false);
    if (shown) this.services_.done.mark('lesson');
    if (anchor === undefined || !shown) return;
    this.post_({ type: 'goTo', anchor });
  }

  dispose(): void {
    clearTimeout(this.typed_);
    for (const disposable of this.disposables_) disposable.dispose();
  }

  private async receive_(message: PageMessage): Promise<void> {
    const { jobs, runs, terminals, done, log } = this.services_;
    switch (message.type) {
      case 'ready':
        this.loaded_ = true;
        return this.show_();
      case 'retry':
        try {
          if (this.services_.daemon.state === 'failed') await this.services_.daemon.restart();
        } catch (error) {
          log.error(failureText(failureOf(error)));
        }
        return this.show_();
      case 'rendered':
        done.mark('lesson');
        return;
      case 'copy': {
        const block = this.lesson_?.blocks.find(({ id }) => id === message.block);
        if (block !== undefined) await vscode.env.clipboard.writeText(block.text);
        return;
      }
      case 'follow':
        return this.follow_(message.revision, message.target);
      case 'showLog': {
        const job = jobs.get(message.job);
        if (job !== undefined) terminals.show(job, { preserveFocus: false });
        return;
      }
      case 'stop':
        return runs.stop(message.job);
      case 'place':
        // Where an author is in a draft isn't where the reader was.
        if ('id' in this.source_) this.services_.places.put({ lesson: this.source_.id, anchor: message.anchor });
        return;
      case 'openLesson':
        if (Object.values(this.neighbours).some((link) => link?.id === message.lesson)) await vscode.commands.executeCommand('tenstorrent.ui.openLesson', message.lesson);
        return;
      case 'showInLearn':
        await vscode.commands.executeCommand('tenstorrent.ui.showInLearn', message.kind, message.id, this.id);
        return;
      case 'hardware':
        if (this.lesson_?.hardware.choices.some(({ kind }) => kind === message.kind) === true) await this.services_.filters.setHardware(message.kind);
        return;
      case 'why':
        await vscode.commands.executeCommand('tenstorrent.ui.why', message.job);
        return;
    }
  }

  private async follow_(revision: string, target: FollowTarget): Promise<void> {
    const lesson = this.lesson_;
    if (lesson === undefined) return;
    // Ids hold for one revision: of another one's only the daemon may speak, and it refuses.
    if ('link' in target && revision === lesson.revision) {
      const link = lesson.links.find(({ id }) => id === target.link);
      if (link?.available !== true) {
        this.services_.log.warn(vscode.l10n.t('The link "{0}" of lesson {1} does nothing: {2}', link?.label ?? target.link, lesson.summary.id, link?.reason ?? vscode.l10n.t('no pack declares its command.')));
        return;
      }
    }
    const outcome = await this.services_.runs.follow({ lesson: lesson.summary.id, revision, ...target });
    const command = 'link' in target ? lesson.links.find(({ id }) => id === target.link)?.command : undefined;
    if (outcome !== undefined && command !== undefined) this.services_.done.executed(command, outcome);
  }

  private async lessonChanged_({ lesson, textChanged, steps }: LessonDidChangeParams): Promise<void> {
    if (lesson !== this.id) return;
    if (textChanged) {
      if (this.loaded_) await this.show_();
      return;
    }
    const shown = this.lesson_?.summary;
    if (shown !== undefined) shown.steps = shown.steps.map((step) => steps.find(({ id }) => id === step.id) ?? step);
    this.post_({ type: 'steps', steps });
  }

  /** Fetches the lesson and shows it; an answer that a later fetch overtook is dropped. */
  private async show_(): Promise<void> {
    const { jobs } = this.services_;
    const fetch = ++this.fetches_;
    try {
      const [lesson] = await Promise.all([this.fetch_(), jobs.load()]);
      if (fetch !== this.fetches_) return;
      const root = vscode.Uri.parse(lesson.root, true);
      if (this.setRoots_([root])) return;   // the page loads again, and asks again
      this.lesson_ = lesson;
      this.panel.title = this.draft_ === undefined ? lesson.summary.title : vscode.l10n.t('Preview {0}', lesson.summary.title);
      const anchor = this.anchor_;
      this.anchor_ = undefined;
      this.post_({
        type: 'lesson',
        lesson,
        base: this.panel.webview.asWebviewUri(root).toString().replace(/\/$/, ''),
        trusted: vscode.workspace.isTrusted,
        jobs: jobs.list().filter((job) => this.concerns_(job)),
        strings: pageStrings(),
        hardware: this.services_.filters.filter?.hardware ?? [],
        ...(anchor === undefined ? {} : { anchor }),
      });
    } catch (error) {
      if (fetch !== this.fetches_) return;
      const { message, remedy } = failureOf(error);
      this.services_.log.error(failureText(failureOf(error)));
      this.post_({ type: 'failed', message, remedy, strings: pageStrings() });
    }
  }

  private get draft_(): vscode.Uri | undefined {
    return 'draft' in this.source_ ? this.source_.draft : undefined;
  }

  private fetch_(): Promise<Lesson> {
    const { daemon } = this.services_;
    return 'id' in this.source_ ? daemon.request(LessonGet, { id: this.source_.id }) : daemon.request(LessonPreview, { uri: this.source_.draft.toString() });
  }

  private showSoon_(): void {
    clearTimeout(this.typed_);
    this.typed_ = setTimeout(() => { if (this.loaded_) void this.show_(); }, pause);
  }

  private concerns_(job: Job): boolean {
    return job.lesson === this.id || (this.lesson_?.summary.steps.some(({ state }) => state.job === job.id) ?? false);
  }

  /** What the page may load: our own media and the pack. True where it changed: then the page loads again. */
  private setRoots_(packs: vscode.Uri[]): boolean {
    const roots = [mediaFolder(this.services_.extensionUri), ...packs];
    const key = roots.map(String).join('\n');
    if (key === this.roots_) return false;
    this.roots_ = key;
    this.loaded_ = false;
    this.panel.webview.options = { enableScripts: true, enableCommandUris: false, enableForms: false, localResourceRoots: roots };
    return true;
  }

  private post_(message: HostMessage): void {
    if (this.loaded_) void this.panel.webview.postMessage(message);
  }
}
