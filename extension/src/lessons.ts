// The lesson packs that are loaded, and how far the user got, kept up to date by the daemon's notifications.
import * as vscode from 'vscode';
import { LessonList, type LessonSummary, type Pack, type Step } from '../../protocol/gen/messages';
import type { Daemon } from './client';
import { OnceLoaded } from './once_loaded';

/** Keeps the daemon's list of packs, with each step's latest state. */
export class Lessons implements vscode.Disposable {
  private packs_: Pack[] = [];
  private readonly loaded_ = new OnceLoaded(() => this.fetch_());
  private readonly changed_ = new vscode.EventEmitter<string | undefined>();
  private readonly disposables_: vscode.Disposable[];

  /** The lesson whose steps changed; undefined: everything may have. */
  readonly onDidChange = this.changed_.event;

  constructor(private readonly daemon_: Daemon) {
    this.disposables_ = [
      this.changed_,
      daemon_.onDidChangeLesson(({ lesson, textChanged, steps }) => {
        if (textChanged) this.loaded_.refresh();
        else this.put(lesson, steps);
      }),
      daemon_.onDidStart(() => this.loaded_.refresh()),
    ];
  }

  get packs(): readonly Pack[] {
    return this.packs_;
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

  private async fetch_(): Promise<void> {
    const { packs } = await this.daemon_.request(LessonList, {});
    this.packs_ = packs;
    this.changed_.fire(undefined);
  }
}
