// "Run on device": a Python file, or one pytest function of it, becomes a job.
import * as vscode from 'vscode';
import type { JobFile } from '../../protocol/gen/messages';
import type { Runs } from './runs';

/** What the command was called with: a file of a menu, or a lens's target. */
function target(argument: unknown): JobFile | undefined {
  if (argument instanceof vscode.Uri) return { uri: argument.toString() };
  if (typeof argument === 'object' && argument !== null && 'uri' in argument && typeof argument.uri === 'string') {
    const { uri } = argument;
    const name = 'function' in argument && typeof argument.function === 'string' ? argument.function : undefined;
    const pytest = 'pytest' in argument && argument.pytest === true;
    return { uri, ...(name === undefined ? {} : { function: name }), ...(pytest ? { pytest } : {}) };
  }
  const document = vscode.window.activeTextEditor?.document;
  return document?.languageId === 'python' ? { uri: document.uri.toString() } : undefined;
}

export async function runOnDevice(runs: Runs, argument: unknown): Promise<void> {
  const file = target(argument);
  if (file === undefined) {
    void vscode.window.showInformationMessage(vscode.l10n.t('Open a Python file first.'));
    return;
  }
  const open = vscode.workspace.textDocuments.find((document) => document.uri.toString() === vscode.Uri.parse(file.uri).toString());
  if (open?.isDirty === true && !(await open.save())) return;   // the job runs the file, not the editor
  await runs.file(file);
}
