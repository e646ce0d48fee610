// The strings of the lesson page, in the user's language.
import * as vscode from 'vscode';
import type { PageStrings } from '../shared/page_messages';
import { findingStrings } from './finding_strings';
import { stateStrings } from './state_strings';

export const pageStrings = (): PageStrings => ({
  ...stateStrings(),
  contents: vscode.l10n.t('Contents'),
  phases: vscode.l10n.t('Phases'),
  copy: vscode.l10n.t('Copy'),
  copied: vscode.l10n.t('Copied'),
  run: vscode.l10n.t('Run'),
  runStep: vscode.l10n.t('Run: {0}', '{0}'),
  stop: vscode.l10n.t('Stop'),
  stopStep: vscode.l10n.t('Stop: {0}', '{0}'),
  log: vscode.l10n.t('Log'),
  logOfStep: vscode.l10n.t('Log: {0}', '{0}'),
  why: vscode.l10n.t('Why?'),
  whyOfStep: vscode.l10n.t('Why it failed: {0}', '{0}'),
  progressOfStep: vscode.l10n.t('Progress: {0}', '{0}'),
  untrusted: vscode.l10n.t('Trust this workspace to run commands'),
  unsaved: vscode.l10n.t('This is the text in the editor. Save it to run its commands.'),
  unavailable: vscode.l10n.t('Not available: {0}', '{0}'),
  steps: vscode.l10n.t('{0} of {1} steps', '{0}', '{1}'),
  minutes: vscode.l10n.t('about {0} min', '{0}'),
  starting: vscode.l10n.t('Starting'),
  stepDone: vscode.l10n.t('Done'),
  ticked: vscode.l10n.t('Ticked by you'),
  done: vscode.l10n.t('done'),
  todo: vscode.l10n.t('to do'),
  table: vscode.l10n.t('Table'),
  code: vscode.l10n.t('Code'),
  draft: vscode.l10n.t('draft'),
  validated: vscode.l10n.t('validated'),
  blocked: vscode.l10n.t('blocked'),
  diagramOf: vscode.l10n.t('Diagram ({0}); its source follows', '{0}'),
  diagramSource: vscode.l10n.t("The diagram's source"),
  diagramFailed: vscode.l10n.t("This diagram can't be drawn: {0}", '{0}'),
  image: vscode.l10n.t('Image'),
  failed: vscode.l10n.t('Failed'),
  retry: vscode.l10n.t('Try Again'),
  finding: findingStrings(),
});
