// "Next Lesson" and "Previous Lesson": from the page that is in front, by keyboard or palette.
import type * as vscode from 'vscode';
import { commandSet } from './command_set';
import type { LessonPages } from './lesson_pages';

export function lessonNeighbours(pages: LessonPages, log: vscode.LogOutputChannel): vscode.Disposable[] {
  const open = (which: 'previous' | 'next') => async (): Promise<void> => {
    const neighbour = pages.active()?.neighbours[which];
    if (neighbour !== undefined) await pages.open(neighbour.id, undefined);
  };
  return commandSet({ nextLesson: open('next'), previousLesson: open('previous') }, log);
}
