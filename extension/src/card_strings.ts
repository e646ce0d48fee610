// The strings of a card's page, in the user's language.
import * as vscode from 'vscode';
import type { CardStrings } from '../shared/card_messages';

export const cardStrings = (): CardStrings => ({
  now: vscode.l10n.t('Now'),
  lastHour: vscode.l10n.t('Last hour'),
  temperature: vscode.l10n.t('Temperature'),
  power: vscode.l10n.t('Power'),
  clock: vscode.l10n.t('Clock'),
  time: vscode.l10n.t('Time'),
  asTable: vscode.l10n.t('As a table'),
  reset: vscode.l10n.t('Reset Card…'),
  noReadings: vscode.l10n.t('No readings yet: they are taken while somebody looks.'),
  gone: vscode.l10n.t('This card is not there now. The page shows it again when it comes back.'),
});
