// The words of shared/finding_strings.ts in the user's language.
import * as vscode from 'vscode';
import type { FindingStrings } from '../shared/finding_strings';

export const findingStrings = (): FindingStrings => ({
  breadcrumb: vscode.l10n.t('Where this lesson is'),
  showInLearn: vscode.l10n.t('Show {0} in the Learn view', '{0}'),
  neighbours: vscode.l10n.t('Other lessons'),
  previous: vscode.l10n.t('Previous: {0}', '{0}'),
  next: vscode.l10n.t('Next: {0}', '{0}'),
  hardware: vscode.l10n.t('Hardware'),
  choiceHere: vscode.l10n.t('{0} (in this machine)', '{0}'),
  supported: vscode.l10n.t('This lesson is for {0}.', '{0}'),
  supportsOthers: vscode.l10n.t('This lesson is for {0}, not for {1}.', '{0}', '{1}'),
  namesNone: vscode.l10n.t('This lesson names no hardware.'),
  validatedOn: vscode.l10n.t('Validated on {0}.', '{0}'),
  validatedOnAt: vscode.l10n.t('Validated on {0} ({1}).', '{0}', '{1}'),
  validatedNowhere: vscode.l10n.t('Not validated on any hardware yet.'),
  have: vscode.l10n.t('You have {0}.', '{0}'),
  haveNone: vscode.l10n.t('There is no card in this machine.'),
  blocked: vscode.l10n.t('Blocked: {0}', '{0}'),
  shownOnly: vscode.l10n.t('The Learn view shows lessons for {0} only.', '{0}'),
});
