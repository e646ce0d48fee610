// The strings of a job's page, in the user's language.
import * as vscode from 'vscode';
import type { JobPageStrings } from '../shared/job_page_messages';
import { stateStrings } from './state_strings';

export const jobPageStrings = (): JobPageStrings => ({
  ...stateStrings(),
  job: vscode.l10n.t('Job #{0}: {1}', '{0}', '{1}'),
  showLog: vscode.l10n.t('Show Log'),
  runAgain: vscode.l10n.t('Run Again'),
  stop: vscode.l10n.t('Stop'),
  saveCsv: vscode.l10n.t('Save CSV…'),
  state: vscode.l10n.t('State'),
  device: vscode.l10n.t('Device'),
  folder: vscode.l10n.t('Folder'),
  started: vscode.l10n.t('Started'),
  command: vscode.l10n.t('What it runs'),
  environment: vscode.l10n.t('Environment that was added'),
  progress: vscode.l10n.t('Progress'),
  why: vscode.l10n.t('Why?'),
  faultLine: vscode.l10n.t('Line {0} of the log:', '{0}'),
  explained: vscode.l10n.t('Read about it in the lesson'),
  measurements: vscode.l10n.t('Measurements'),
  measure: vscode.l10n.t('Measure'),
  value: vscode.l10n.t('Value'),
  unit: vscode.l10n.t('Unit'),
  line: vscode.l10n.t('Line of the log'),
  openLine: vscode.l10n.t('Open the log at line {0}', '{0}'),
  noMeasurements: vscode.l10n.t('The log shows no measurement.'),
  overRuns: vscode.l10n.t('Over runs'),
  oneRun: vscode.l10n.t('A chart appears once two runs of the same thing have measured the same.'),
  run: vscode.l10n.t('Job'),
  numbers: vscode.l10n.t('The numbers as a table'),
  lowestOfRun: vscode.l10n.t('lowest of each run'),
  lastOfRun: vscode.l10n.t('last of each run'),
});
