// The words for a job's state, in the user's language.
import * as vscode from 'vscode';
import type { StateStrings } from '../shared/job_text';

export const stateStrings = (): StateStrings => ({
  queued: vscode.l10n.t('Waiting for its card'),
  running: vscode.l10n.t('Running'),
  stopping: vscode.l10n.t('Stopping'),
  exited: vscode.l10n.t('exit {0}', '{0}'),
  signaled: vscode.l10n.t('ended by {0}', '{0}'),
  execFailed: vscode.l10n.t('could not be started'),
  timedOut: vscode.l10n.t('timed out'),
  cancelled: vscode.l10n.t('stopped'),
  lost: vscode.l10n.t('lost'),
  gateMissed: vscode.l10n.t('gate not met'),
  gateUnknown: vscode.l10n.t('nothing was measured'),
});
