// What a failed request means to the user: a message and a remedy, or silence where the user said no.
import * as vscode from 'vscode';
import type { ErrorKind } from '../../protocol/gen/messages';

export interface Failure {
  /** Absent: not an answer of the daemon's, or a bug in it. */
  kind: ErrorKind | undefined;
  message: string;
  remedy: string;
}

/** The daemon isn't there or doesn't answer. */
export class DaemonError extends Error {
  constructor(message: string, readonly remedy: string) {
    super(message);
    this.name = 'DaemonError';
  }
}

const field = (value: unknown, name: string): unknown => (typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined);

export function failureOf(error: unknown): Failure {
  if (error instanceof DaemonError) return { kind: undefined, message: error.message, remedy: error.remedy };
  const data = field(error, 'data');
  const kind = field(data, 'kind');
  const remedy = field(data, 'remedy');
  return {
    kind: typeof kind === 'string' ? (kind as ErrorKind) : undefined,
    message: error instanceof Error ? error.message : String(error),
    remedy: typeof remedy === 'string' ? remedy : '',
  };
}

export const isSilent = ({ kind }: Failure): boolean => kind === 'declined' || kind === 'cancelled';

/** One line for a tooltip, a page or a log. */
export const failureText = ({ message, remedy }: Failure): string => (remedy === '' ? message : `${message} ${remedy}`);

/** Tells the user why something that they asked for wasn't done. */
export function showFailure(error: unknown, log: vscode.LogOutputChannel): void {
  const failure = failureOf(error);
  if (error instanceof vscode.CancellationError || isSilent(failure)) return;
  log.error(failureText(failure));
  const showLog = vscode.l10n.t('Show Log');
  const trust = vscode.l10n.t('Manage Workspace Trust');
  const restart = vscode.l10n.t('Start Again');
  const shown = failure.kind === 'untrusted'
    ? vscode.window.showWarningMessage(failureText(failure), trust)
    : error instanceof DaemonError
      ? vscode.window.showErrorMessage(failureText(failure), restart, showLog)
      : vscode.window.showErrorMessage(failureText(failure), showLog);
  void shown.then((choice) => {
    if (choice === trust) void vscode.commands.executeCommand('workbench.trust.manage');
    if (choice === restart) void vscode.commands.executeCommand('tenstorrent.ui.restart');
    if (choice === showLog) log.show();
  });
}

const shownByViews = new WeakSet();

/** The same for a view that fills itself: several views fail by one cause, and one message is enough. */
export function showViewFailure(error: unknown, log: vscode.LogOutputChannel): void {
  if (typeof error === 'object' && error !== null) {
    if (shownByViews.has(error)) return;
    shownByViews.add(error);
  }
  showFailure(error, log);
}
