// Shows the daemon's long work as a notification whose cancel button is in sight; the client library's own place is the status bar.
import * as vscode from 'vscode';
import type { Middleware, ProgressToken } from 'vscode-languageclient/node';

interface Shown {
  report(message: string | undefined, percentage: number | undefined): void;
  end(): void;
}

function show(title: string, cancellable: boolean, cancel: () => void): Shown {
  let end = (): void => undefined;
  const ended = new Promise<void>((resolve) => { end = resolve; });
  let report: Shown['report'] = () => undefined;
  let reached = 0;
  void vscode.window.withProgress({ location: vscode.ProgressLocation.Notification, title, cancellable }, (progress, token) => {
    token.onCancellationRequested(cancel);
    report = (message, percentage) => {
      const increment = Math.max(0, (percentage ?? reached) - reached);
      reached += increment;
      progress.report({ ...(message === undefined ? {} : { message }), ...(percentage === undefined ? {} : { increment }) });
    };
    return ended;
  });
  return { report: (message, percentage) => report(message, percentage), end: () => end() };
}

/** Cancelling sends `window/workDoneProgress/cancel` through `cancel`; the work's own end takes the notification away. */
export function workProgress(cancel: (token: ProgressToken) => void): NonNullable<Middleware['handleWorkDoneProgress']> {
  const shown = new Map<ProgressToken, Shown>();
  return (token, params, next) => {
    switch (params.kind) {
      case 'begin':
        shown.set(token, show(params.title, params.cancellable === true, () => cancel(token)));
        shown.get(token)?.report(params.message, params.percentage);
        return;
      case 'report':
        shown.get(token)?.report(params.message, params.percentage);
        return;
      case 'end':
        shown.get(token)?.end();
        shown.delete(token);
        next(token, params);   // the library forgets the token
    }
  };
}
