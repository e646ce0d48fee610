// The lesson packs that are loaded, and how far the user got, kept up to date by the daemon's notifications.
import * as vscode from 'vscode';
import { LessonList, type LessonDidChangeParams, type LessonFacets, type LessonFilter, type LessonSummary, type Pack, type Step } from '../../protocol/gen/messages';
import type { Daemon } from './client';
import { OnceLoaded } from './once_loaded';

/** Keeps the daemon's list of packs, with each step's latest state. */
export class Lessons implements vscode.Disposable {
  private packs_: Pack[] = [];
  private facets_: LessonFacets | undefined;
  private filter_: LessonFilter | undefined;
  private shown_: ReadonlySet<string> | undefined;
  private readonly loaded_ = new OnceLoaded(() => this.fetch_());
  private readonly changed_ = new vscode.EventEmitter<string | undefined>();
  private readonly disposables_: vscode.Disposable[];

  /** The lesson whose steps changed; undefined: everything may have. */
  readonly onDidChange = this.changed_.event;

  constructor(private readonly daemon_: Daemon) {
    this.disposables_ = [
      this.changed_,
      daemon_.onDidChangeLesson((change) => {
        if (change.textChanged) this.loaded_.refresh();
        else this.take_(change);
      }),
      daemon_.onDidStart(() => this.loaded_.refresh()),
    ];
  }

  get packs(): readonly Pack[] {
    return this.packs_;
  }

  /** What a filter can ask for; undefined before the lessons are loaded. */
  get facets(): LessonFacets | undefined {
    return this.facets_;
  }

  /** What the lessons are asked for from the next load on. */
  filter(wanted: LessonFilter | undefined): void {
    this.filter_ = wanted;
  }

  /** Whether the lesson passes the filter. */
  isShown(lesson: string): boolean {
    return this.shown_?.has(lesson) ?? true;
  }

  all(): LessonSummary[] {
    return this.packs_.flatMap((pack) => pack.lessons);
  }

  find(lesson: string): LessonSummary | undefined {
    return this.all().find((summary) => summary.id === lesson);
  }

  put(lesson: string, steps: Step[]): void {
    const summary = this.find(lesson);
    if (summary === undefined) return;
    const changed = new Map(steps.map((step) => [step.id, step]));
    summary.steps = summary.steps.map((step) => changed.get(step.id) ?? step);
    this.changed_.fire(lesson);
  }

  load(): Promise<void> {
    return this.loaded_.load();
  }

  reload(): Promise<void> {
    return this.loaded_.reload();
  }

  dispose(): void {
    for (const disposable of this.disposables_) disposable.dispose();
  }

  private take_({ lesson, steps, progress, completion }: LessonDidChangeParams): void {
    const summary = this.find(lesson);
    const before = summary?.progress;
    if (summary !== undefined && progress !== undefined) summary.progress = progress;
    if (summary !== undefined && completion !== undefined) summary.completion = completion;
    this.put(lesson, steps);
    if (before !== progress && this.filter_?.progress !== undefined) this.loaded_.refresh();   // it may pass no longer, or pass now
  }

  private async fetch_(): Promise<void> {
    const { packs, shown, facets } = await this.daemon_.request(LessonList, this.filter_ === undefined ? {} : { filter: this.filter_ });
    this.packs_ = packs;
    this.facets_ = facets;
    this.shown_ = shown === undefined ? undefined : new Set(shown);
    this.changed_.fire(undefined);
  }
}
