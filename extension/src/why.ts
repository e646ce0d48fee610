// "Why?": what is known of a failed job's fault, with a way to the log, to the lesson and to another try.
import * as vscode from 'vscode';
import type { Job } from '../../protocol/gen/messages';
import { isOver } from '../shared/job_text';
import type { JobTerminals } from './job_terminals';
import type { Jobs } from './jobs';
import type { LearnNode } from './learn_tree';
import type { LessonPages } from './lesson_pages';
import type { Lessons } from './lessons';

export interface WhyServices {
  jobs: Jobs;
  lessons: Lessons;
  pages: LessonPages;
  terminals: JobTerminals;
}

/** The node of a fault in the Jobs tree is that of its job with this in front. */
export const faultNode = 'why/';

/** The id of the job that a tree's node or a step speaks of. */
function jobIdOf(argument: unknown, lessons: Lessons): string | undefined {
  if (typeof argument === 'string') return argument.startsWith(faultNode) ? argument.slice(faultNode.length) : argument;
  if (typeof argument !== 'object' || argument === null) return undefined;
  const node = argument as Partial<LearnNode>;
  if (node.kind !== 'step') return undefined;
  const { lesson, step: id } = node as Extract<LearnNode, { kind: 'step' }>;
  return lessons.find(lesson)?.steps.find((step) => step.id === id)?.state.job;
}

/** Without a known fault the log has to speak for itself. */
function words(job: Job): { title: string; detail: string } {
  const { fault } = job;
  if (fault === undefined) {
    return {
      title: vscode.l10n.t('The log of job {0} shows no known fault.', job.number),
      detail: vscode.l10n.t('Look for the first error in it: the last one is seldom the cause.'),
    };
  }
  const line = fault.text === '' ? [] : [vscode.l10n.t('Line {0} of the log: {1}', fault.line, fault.text)];
  return { title: fault.title, detail: [fault.remedy, ...line].join('\n\n') };
}

export async function showWhy(argument: unknown, { jobs, lessons, pages, terminals }: WhyServices): Promise<void> {
  await jobs.load();
  const id = jobIdOf(argument, lessons);
  const job = id === undefined ? undefined : jobs.get(id);
  if (job === undefined) return;
  const log = vscode.l10n.t('Show Log');
  const lesson = vscode.l10n.t('Open Lesson');
  const again = vscode.l10n.t('Run Again');
  const buttons = [log, ...(job.fault?.lesson === undefined ? [] : [lesson]), ...(isOver(job) ? [again] : [])];
  const { title, detail } = words(job);
  const choice = await vscode.window.showInformationMessage(title, { modal: true, detail }, ...buttons);
  if (choice === log) terminals.show(job, { preserveFocus: false });
  else if (choice === lesson && job.fault?.lesson !== undefined) await pages.open(job.fault.lesson, job.fault.anchor);
  else if (choice === again) await vscode.commands.executeCommand('tenstorrent.ui.runJobAgain', job.id);
}
