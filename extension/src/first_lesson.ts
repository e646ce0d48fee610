// Opens the lesson that a workspace was made for: `npm start` opens a folder whose file .tt-bringup-open names it.
import * as vscode from 'vscode';
import { failureOf, failureText } from './errors';
import type { LessonPages } from './lesson_pages';

const marker = '.tt-bringup-open';
const remembered = 'firstLesson';
// A lesson's id and a line that tells one start from the next.
const mostBytes = 200;
const form = /^([a-z0-9][a-z0-9-]*)\r?\n/;

/**
 * Once for each content of the file, so that a reload doesn't open what the reader has closed. Only in a trusted workspace: an
 * untrusted one isn't read.
 */
async function openOnce(context: vscode.ExtensionContext, pages: LessonPages, log: vscode.LogOutputChannel): Promise<void> {
  const folder = vscode.workspace.workspaceFolders?.[0];
  if (!vscode.workspace.isTrusted || folder === undefined) return;
  let text: string;
  try {
    const bytes = await vscode.workspace.fs.readFile(vscode.Uri.joinPath(folder.uri, marker));
    if (bytes.length > mostBytes) return;
    text = new TextDecoder().decode(bytes);
  } catch {
    return;
  }
  const lesson = form.exec(text)?.[1];
  if (lesson === undefined || context.workspaceState.get(remembered) === text) return;
  await context.workspaceState.update(remembered, text);
  try {
    await pages.open(lesson, undefined);
  } catch (error) {
    log.error(failureText(failureOf(error)));
  }
}

export function firstLesson(context: vscode.ExtensionContext, pages: LessonPages, log: vscode.LogOutputChannel): vscode.Disposable {
  void openOnce(context, pages, log);
  return vscode.workspace.onDidGrantWorkspaceTrust(() => void openOnce(context, pages, log));
}
