// Answers what the daemon asks of the user: consent, a path, the clipboard, a lesson's page.
import * as vscode from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import {
  UiAskText, UiConfirm, UiCopyText, UiPickPath, UiReviewChange, UiShowLesson, UiShowText,
  type AskTextParams, type CommandPreview, type ConfirmParams, type ConfirmResult, type CopyTextParams, type PickPathParams, type PickPathResult,
  type ReviewChangeParams, type ShowLessonParams, type ShowTextParams,
} from '../../protocol/gen/messages';
import { askText, reviewChange, showText } from './change_review';

export interface RequestHandlers {
  showLesson(lesson: string, anchor: string | undefined): Promise<void>;
}

/** Everything that would run, one argument a line, so that no blank can hide where one argument ends. */
export function previewText({ argv, cwd, device, environment, pack }: CommandPreview): string {
  const [program = '', ...rest] = argv;
  const lines = [
    vscode.l10n.t('Program: {0}', program),
    ...rest.map((argument, index) => vscode.l10n.t('Argument {0}: {1}', index + 1, argument)),
    vscode.l10n.t('Folder: {0}', cwd),
    vscode.l10n.t('Device: {0}', device),
    ...environment.map((entry) => vscode.l10n.t('Environment: {0}', entry)),
    vscode.l10n.t('Declared by: {0}', pack),
  ];
  return lines.join('\n');
}

async function confirm({ title, preview, message, action }: ConfirmParams): Promise<ConfirmResult> {
  const detail = [...(message === undefined ? [] : [message]), ...(preview === undefined ? [] : [previewText(preview)])].join('\n\n');
  const choice = await vscode.window.showInformationMessage(title, { modal: true, detail }, action);
  return { accepted: choice === action };
}

async function exists(uri: vscode.Uri): Promise<boolean> {
  try {
    await vscode.workspace.fs.stat(uri);
    return true;
  } catch {
    return false;
  }
}

/** The daemon adds to a file that exists. The dialog would ask whether it may be overwritten, so it is only for another one. */
async function pickFile(title: string, action: string, suggestion: vscode.Uri | undefined): Promise<vscode.Uri | undefined> {
  if (suggestion !== undefined && await exists(suggestion)) {
    const same = { label: vscode.l10n.t('The same file as before'), description: suggestion.fsPath };
    const other = { label: vscode.l10n.t('Another file…') };
    const choice = await vscode.window.showQuickPick([same, other], { title });
    if (choice !== other) return choice === undefined ? undefined : suggestion;
  }
  return vscode.window.showSaveDialog({ title, saveLabel: action, ...(suggestion === undefined ? {} : { defaultUri: suggestion }) });
}

async function pickPath({ kind, title, action, suggestion }: PickPathParams): Promise<PickPathResult> {
  const place = suggestion === undefined ? {} : { defaultUri: vscode.Uri.parse(suggestion, true) };
  if (kind === 'saveFile') {
    const file = await pickFile(title, action, place.defaultUri);
    return file === undefined ? {} : { uri: file.toString() };
  }
  const picked = await vscode.window.showOpenDialog({ title, openLabel: action, canSelectFiles: kind === 'openFile', canSelectFolders: kind === 'folder', canSelectMany: false, ...place });
  return picked?.[0] === undefined ? {} : { uri: picked[0].toString() };
}

export function answerRequests(client: LanguageClient, handlers: RequestHandlers): void {
  client.onRequest(UiConfirm.method, (params: ConfirmParams) => confirm(params));
  client.onRequest(UiPickPath.method, (params: PickPathParams) => pickPath(params));
  client.onRequest(UiReviewChange.method, (params: ReviewChangeParams) => reviewChange(params));
  client.onRequest(UiShowText.method, (params: ShowTextParams) => showText(params));
  client.onRequest(UiAskText.method, (params: AskTextParams) => askText(params));
  client.onRequest(UiCopyText.method, async ({ text }: CopyTextParams) => {
    await vscode.env.clipboard.writeText(text);
    return null;
  });
  client.onRequest(UiShowLesson.method, async ({ lesson, anchor }: ShowLessonParams) => {
    await handlers.showLesson(lesson, anchor);
    return null;
  });
}
