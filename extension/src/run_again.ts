// "Run Again" of a job that is over, with what it ran before or with other arguments.
import * as vscode from 'vscode';
import type { Job } from '../../protocol/gen/messages';
import { argumentsText, parseArguments } from '../shared/arguments_text';
import type { Runs } from './runs';

/** Why a text is no list of arguments; undefined where it is one. */
function problemOf(text: string): string | undefined {
  const parsed = parseArguments(text);
  if ('argv' in parsed) return undefined;
  switch (parsed.problem) {
    case 'empty':
      return vscode.l10n.t('Say which program to run.');
    case 'openQuote':
      return vscode.l10n.t('A double quote is not closed.');
    case 'unknownEscape':
      return vscode.l10n.t('{0} means nothing here: write \\\\ for a backslash inside of quotes.', parsed.text);
  }
}

async function askForArguments(job: Job): Promise<string[] | undefined> {
  const text = await vscode.window.showInputBox({
    title: vscode.l10n.t('Run #{0} {1} with edits', job.number, job.title),
    prompt: vscode.l10n.t('The program and its arguments, with blanks between them and double quotes around what holds blanks. Runs in {0}.', job.cwd),
    value: argumentsText(job.argv),
    valueSelection: [0, 0],
    ignoreFocusOut: true,
    validateInput: problemOf,
  });
  const parsed = text === undefined ? undefined : parseArguments(text);
  return parsed !== undefined && 'argv' in parsed ? parsed.argv : undefined;
}

export async function runAgain(runs: Runs, job: Job): Promise<void> {
  await runs.again({ job: job.id });
}

export async function runAgainWithEdits(runs: Runs, job: Job): Promise<void> {
  const argv = await askForArguments(job);
  if (argv !== undefined) await runs.again({ job: job.id, argv });
}
