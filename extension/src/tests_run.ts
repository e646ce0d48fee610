// One run of tests: a job for the tests of each folder, and what becomes of them in the Test Explorer.
import * as vscode from 'vscode';
import { JobStart, type Job, type JobTest } from '../../protocol/gen/messages';
import { stateText } from '../shared/job_text';
import type { Daemon } from './client';
import { failureOf, failureText, showFailure } from './errors';
import type { JobTerminals } from './job_terminals';
import type { Jobs } from './jobs';
import type { Runs } from './runs';
import { stateStrings } from './state_strings';
import { followTests } from './tests_reading';
import type { TestTree } from './tests_tree';

export interface TestServices {
  daemon: Daemon;
  jobs: Jobs;
  runs: Runs;
  terminals: JobTerminals;
  log: vscode.LogOutputChannel;
}

/** What is to run in one folder. */
export interface FolderRun {
  root: vscode.TestItem;
  uri: string;
  /** undefined: everything. */
  tests: string[] | undefined;
  leaves: vscode.TestItem[];
}

/** pytest says why a test failed only when all have run: until then there is no message. */
function messagesOf({ message, failureUri, failureLine }: JobTest, over: boolean): vscode.TestMessage[] {
  if (message === undefined && !over) return [];
  const shown = new vscode.TestMessage(message ?? vscode.l10n.t('The log says no more.'));
  if (failureUri !== undefined && failureLine !== undefined) {
    shown.location = new vscode.Location(vscode.Uri.parse(failureUri, true), new vscode.Position(failureLine - 1, 0));
  }
  return [shown];
}

function show(run: vscode.TestRun, item: vscode.TestItem, test: JobTest, over: boolean): void {
  switch (test.outcome) {
    case 'collected':
      return;
    case 'running':
      run.started(item);
      return;
    case 'passed':
    case 'xfailed':
    case 'xpassed':   // pytest's own exit code counts neither of the two as a failure
      run.passed(item, test.durationMs);
      return;
    case 'failed':
      run.failed(item, messagesOf(test, over), test.durationMs);
      return;
    case 'error':
      run.errored(item, messagesOf(test, over), test.durationMs);
      return;
    case 'skipped':
      run.skipped(item);
      if (test.message !== undefined) run.appendOutput(`${test.message.replaceAll('\n', '\r\n')}\r\n`, undefined, item);
  }
}

/** A test that the log doesn't name wasn't reached, or can't be told from the others. */
function showRest(run: vscode.TestRun, left: readonly vscode.TestItem[], job: Job): void {
  const why = job.fault === undefined ? stateText(job, stateStrings()) : job.fault.title;
  for (const item of left) {
    if (job.state === 'cancelled') run.skipped(item);
    else run.errored(item, new vscode.TestMessage(vscode.l10n.t('The job ended without this test: {0}', why)));
  }
}

export async function runFolder(folder: FolderRun, run: vscode.TestRun, tree: TestTree, services: TestServices, token: vscode.CancellationToken): Promise<void> {
  const { daemon, jobs, runs, terminals, log } = services;
  if (folder.tests?.length === 0) return;
  for (const leaf of folder.leaves) run.enqueued(leaf);
  let job: Job | undefined;
  try {
    ({ job } = await daemon.request(JobStart, { file: { uri: folder.uri, pytest: true, ...(folder.tests === undefined ? {} : { tests: folder.tests }) } }));
  } catch (error) {
    for (const leaf of folder.leaves) run.errored(leaf, new vscode.TestMessage(failureText(failureOf(error))));
    showFailure(error, log);
    return;
  }
  if (job === undefined) return;
  const started = job;
  jobs.put(started);
  terminals.show(started, { preserveFocus: true });
  run.appendOutput(`${vscode.l10n.t('The output of these tests is in the terminal "TT #{0} {1}".', started.number, started.title)}\r\n`);
  const stop = (): void => void runs.stop(started.id);
  const cancelled = token.onCancellationRequested(stop);
  if (token.isCancellationRequested) stop();
  const told = new Map<vscode.TestItem, string>();
  try {
    const over = await followTests(daemon, jobs, started, (tests, isAll) => {
      for (const test of tests) {
        const item = tree.item(folder.root, test);
        const look = JSON.stringify([test.outcome, test.durationMs, test.message, test.failureLine, isAll && test.message === undefined]);
        if (told.get(item) === look) continue;
        told.set(item, look);
        show(run, item, test, isAll);
      }
    });
    showRest(run, folder.leaves.filter((leaf) => !told.has(leaf) && leaf.children.size === 0), over);
  } catch (error) {
    log.error(failureText(failureOf(error)));
    for (const leaf of folder.leaves) if (!told.has(leaf)) run.errored(leaf, new vscode.TestMessage(failureText(failureOf(error))));
  } finally {
    cancelled.dispose();
  }
}
