// Lessons that are open as text: starts the daemon for them, tells which editors hold one, and shows their page while they are written.
import * as fs from 'node:fs/promises';
import * as path from 'node:path';
import * as vscode from 'vscode';
import { commandSet } from './command_set';
import { manifestName } from './daemon_documents';
import { failureOf, failureText } from './errors';
import { LessonPage, type PageServices } from './lesson_page';

const context = 'tenstorrent.editsLesson';
// Keys that other Markdown has no use for; the daemon decides by the same ones.
const telling = /^(supportedHardware|estimatedMinutes|validatedOn|validationDate|minTTMetalVersion|recommended_metal_version):/m;

/** Whether a folder above the file, or the file itself, has a lesson pack's manifest. */
async function liesInPack(file: string): Promise<boolean> {
  for (let folder = path.dirname(file); ; folder = path.dirname(folder)) {
    try {
      await fs.access(path.join(folder, manifestName));
      return true;
    } catch {
      if (folder === path.dirname(folder)) return false;
    }
  }
}

function hasLessonFrontMatter(document: vscode.TextDocument): boolean {
  const [, yaml] = /^\uFEFF?---[ \t]*\r?\n([\s\S]*?)\r?\n---/.exec(document.getText()) ?? [];
  return yaml !== undefined && /^id:/m.test(yaml) && telling.test(yaml);
}

async function isLesson(document: vscode.TextDocument): Promise<boolean> {
  if (document.uri.scheme !== 'file') return false;
  if (path.basename(document.uri.fsPath) === manifestName) return true;
  return document.languageId === 'markdown' && (hasLessonFrontMatter(document) || await liesInPack(document.uri.fsPath));
}

/** Keeps at most one preview for each document; it goes with the document. */
class Previews implements vscode.Disposable {
  private readonly pages_ = new Map<string, LessonPage>();

  constructor(private readonly services_: PageServices) {}

  open(document: vscode.TextDocument): void {
    const key = document.uri.toString();
    const known = this.pages_.get(key);
    if (known !== undefined) {
      known.panel.reveal(undefined, true);
      return;
    }
    const column = { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true };
    const title = vscode.l10n.t('Preview {0}', path.basename(document.uri.fsPath));
    const panel = vscode.window.createWebviewPanel('tenstorrent.preview', title, column, { enableFindWidget: true });
    const page = new LessonPage({ draft: document.uri }, panel, this.services_, undefined, undefined);
    this.pages_.set(key, page);
    panel.onDidDispose(() => {
      page.dispose();
      this.pages_.delete(key);
    });
  }

  close(document: vscode.TextDocument): void {
    this.pages_.get(document.uri.toString())?.panel.dispose();
  }

  dispose(): void {
    for (const page of this.pages_.values()) page.dispose();
  }
}

export function lessonDocuments(services: PageServices): vscode.Disposable[] {
  const { daemon, log } = services;
  const previews = new Previews(services);
  const start = async (document: vscode.TextDocument): Promise<void> => {
    if (daemon.state !== 'idle' || !await isLesson(document)) return;
    try {
      await daemon.ready();
    } catch (error) {
      log.error(failureText(failureOf(error)));
    }
  };
  const mark = async (editor: vscode.TextEditor | undefined): Promise<void> => {
    const edits = editor?.document.languageId === 'markdown' && await isLesson(editor.document);
    // Another editor may have come meanwhile.
    if (editor === vscode.window.activeTextEditor) await vscode.commands.executeCommand('setContext', context, edits);
  };
  const preview = (): void => {
    const document = vscode.window.activeTextEditor?.document;
    if (document?.languageId === 'markdown' && document.uri.scheme === 'file') previews.open(document);
    else void vscode.window.showInformationMessage(vscode.l10n.t('Open a lesson first.'));
  };
  for (const document of vscode.workspace.textDocuments) void start(document);
  void mark(vscode.window.activeTextEditor);
  return [
    previews,
    ...commandSet({ previewLesson: preview }, log),
    vscode.workspace.onDidOpenTextDocument((document) => void start(document)),
    vscode.workspace.onDidCloseTextDocument((document) => previews.close(document)),
    vscode.window.onDidChangeActiveTextEditor((editor) => void mark(editor)),
  ];
}
