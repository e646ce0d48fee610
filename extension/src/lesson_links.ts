// Addresses that open a lesson from outside of the editor, and the command that makes one.
import * as vscode from 'vscode';
import { lessonLink, readLessonLink } from '../shared/lesson_link';
import { commandSet } from './command_set';
import { failureOf, failureText } from './errors';
import type { LearnNode } from './learn_tree';
import type { LessonPages } from './lesson_pages';
import type { Lessons } from './lessons';

/** Opens a lesson that is loaded and does nothing else, whatever the address says. */
class LessonLinks implements vscode.UriHandler {
  constructor(private readonly lessons_: Lessons, private readonly pages_: LessonPages, private readonly log_: vscode.LogOutputChannel) {}

  async handleUri(uri: vscode.Uri): Promise<void> {
    const address = readLessonLink(uri);
    try {
      if (address !== undefined) {
        await this.lessons_.load();
        if (this.lessons_.find(address.lesson) !== undefined) return await this.pages_.open(address.lesson, address.anchor);
      }
    } catch (error) {
      this.log_.error(failureText(failureOf(error)));
      return;
    }
    this.log_.warn(vscode.l10n.t('An address that was opened names no lesson that is loaded.'));
    vscode.window.setStatusBarMessage(vscode.l10n.t('The address names no lesson that is loaded.'), 8000);
  }
}

export function lessonLinks(extension: string, lessons: Lessons, pages: LessonPages, log: vscode.LogOutputChannel): vscode.Disposable[] {
  return [
    vscode.window.registerUriHandler(new LessonLinks(lessons, pages, log)),
    ...commandSet({
      copyLessonLink: async (node) => {
        const { lesson } = (node ?? {}) as Partial<Extract<LearnNode, { kind: 'lesson' }>>;
        const id = lesson ?? pages.active()?.id;
        if (id === undefined) return;
        await vscode.env.clipboard.writeText(lessonLink(vscode.env.uriScheme, extension, { lesson: id, anchor: undefined }));
        vscode.window.setStatusBarMessage(vscode.l10n.t("The lesson's address is on the clipboard."), 5000);
      },
    }, log),
  ];
}
