// The open lesson pages: one for each lesson, made on demand and brought back after a reload.
import * as vscode from 'vscode';
import { failureOf, failureText } from './errors';
import { LessonPage, viewType, type PageServices } from './lesson_page';

const savedLesson = (state: unknown): string | undefined =>
  typeof state === 'object' && state !== null && 'lesson' in state && typeof state.lesson === 'string' ? state.lesson : undefined;

/** Keeps at most one page per lesson. */
export class LessonPages implements vscode.Disposable, vscode.WebviewPanelSerializer {
  private readonly pages_ = new Map<string, LessonPage>();
  private readonly serializer_: vscode.Disposable;

  constructor(private readonly services_: PageServices) {
    this.serializer_ = vscode.window.registerWebviewPanelSerializer(viewType, this);
  }

  isOpen(lesson: string): boolean {
    return this.pages_.has(lesson);
  }

  /** The page in front, where one has the focus. */
  active(): LessonPage | undefined {
    return [...this.pages_.values()].find(({ panel }) => panel.active);
  }

  async open(lesson: string, anchor: string | undefined): Promise<void> {
    const root = await this.rootOf_(lesson);
    const known = this.pages_.get(lesson);
    if (known !== undefined) {
      known.reveal(anchor);
      return;
    }
    const title = this.services_.lessons.find(lesson)?.title ?? lesson;
    const panel = vscode.window.createWebviewPanel(viewType, title, { viewColumn: vscode.ViewColumn.Active, preserveFocus: false }, { enableFindWidget: true });
    this.add_(lesson, panel, root, anchor);
  }

  async deserializeWebviewPanel(panel: vscode.WebviewPanel, state: unknown): Promise<void> {
    const lesson = savedLesson(state);
    if (lesson === undefined || this.pages_.has(lesson)) {
      panel.dispose();
      return;
    }
    const root = await this.rootOf_(lesson);
    this.add_(lesson, panel, root, undefined);
  }

  dispose(): void {
    this.serializer_.dispose();
    for (const page of this.pages_.values()) page.dispose();
  }

  /** Undefined where it can't be told yet: the page itself then says why. */
  private async rootOf_(lesson: string): Promise<vscode.Uri | undefined> {
    const { lessons, log } = this.services_;
    try {
      await lessons.load();
    } catch (error) {
      log.error(failureText(failureOf(error)));
      return undefined;
    }
    const summary = lessons.find(lesson);
    const pack = lessons.packs.find(({ id }) => id === summary?.pack);
    return pack === undefined ? undefined : vscode.Uri.parse(pack.root, true);
  }

  private add_(lesson: string, panel: vscode.WebviewPanel, root: vscode.Uri | undefined, anchor: string | undefined): void {
    const page = new LessonPage({ id: lesson }, panel, this.services_, root, anchor);
    this.pages_.set(lesson, page);
    panel.onDidDispose(() => {
      page.dispose();
      this.pages_.delete(lesson);
    });
  }
}
