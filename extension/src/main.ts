// The extension's start: makes the parts and ties them together. The daemon starts when one of them first needs it.
import * as fs from 'node:fs/promises';
import * as vscode from 'vscode';
import type { Job } from '../../protocol/gen/messages';
import { cardPages } from './card_page';
import { changeProposals } from './change_review';
import { Daemon, type DaemonState } from './client';
import { Devices } from './devices';
import { devicesTree } from './devices_tree';
import { Done } from './done';
import { failureOf, failureText } from './errors';
import { firstLesson } from './first_lesson';
import { jobPages } from './job_page';
import { JobTerminals } from './job_terminals';
import { jobKeep } from './job_keep';
import { Jobs } from './jobs';
import { jobsTree } from './jobs_tree';
import { LastPlaces, lastPlaceCommands } from './last_place';
import { learnTree } from './learn_tree';
import { lessonDocuments } from './lesson_documents';
import { LessonFilters, lessonFilterCommands } from './lesson_filters';
import { lessonLinks } from './lesson_links';
import { lessonNeighbours } from './lesson_neighbours';
import { LessonPages } from './lesson_pages';
import { Lessons } from './lessons';
import { LogDocuments } from './log_document';
import { lessonSearch } from './lesson_search';
import { logSearch } from './log_search';
import { packCommands } from './pack_commands';
import { Runs } from './runs';
import { statusBar } from './status_bar';
import { taskProvider } from './task_provider';
import { testsExplorer } from './tests_explorer';
import { uiCommands } from './ui_commands';

/** What `activate` returns, for tests. */
export interface Api {
  /** Starts the daemon where it isn't running; resolves once it answers. */
  ready(): Promise<void>;
  state(): DaemonState;
  /** Newest first, as far as they are loaded. */
  jobs(): Job[];
}

let running: Daemon | undefined;

export function activate(context: vscode.ExtensionContext): Api {
  const log = vscode.window.createOutputChannel('TT Bringup', { log: true });
  context.subscriptions.push(log);
  const keep = <T extends vscode.Disposable>(part: T): T => {
    context.subscriptions.push(part);
    return part;
  };
  const done = keep(new Done());
  const daemon: Daemon = keep(new Daemon(context.extensionPath, log, { showLesson: (lesson, anchor) => pages.open(lesson, anchor) }));
  const lessons = keep(new Lessons(daemon));
  const jobs = keep(new Jobs(daemon));
  const devices = keep(new Devices(daemon, done));
  const terminals = keep(new JobTerminals(daemon, done, log));
  const runs = new Runs(daemon, jobs, terminals, done, log);
  const filters = keep(new LessonFilters(context.workspaceState, lessons));
  const places = new LastPlaces(context.workspaceState);
  const services = { extensionUri: context.extensionUri, daemon, jobs, lessons, filters, places, devices, runs, terminals, done, log };
  const pages = keep(new LessonPages(services));
  const logs = keep(new LogDocuments(daemon, jobs, log));
  running = daemon;
  context.subscriptions.push(
    changeProposals(),
    ...uiCommands({ ...services, pages }),
    ...packCommands(context.extension.packageJSON as Parameters<typeof packCommands>[0], daemon, lessons, runs, log),
    ...learnTree(daemon, lessons, filters, log),
    ...lessonFilterCommands(filters, log),
    ...lastPlaceCommands(places, lessons, pages, log),
    ...lessonLinks(context.extension.id, lessons, pages, log),
    ...lessonNeighbours(pages, log),
    ...lessonSearch(daemon, pages, log),
    ...devicesTree(daemon, devices, jobs, log),
    ...cardPages(services),
    ...jobsTree(jobs, log),
    ...jobKeep(daemon, jobs, log),
    ...logSearch(daemon, jobs, logs, log),
    ...statusBar(daemon, devices, jobs),
    lessons.onDidChange(() => done.steps(lessons.all().flatMap((summary) => summary.steps))),
    daemon.onDidChangeLesson(({ steps }) => done.steps(steps)),
    ...jobPages(services),
    ...testsExplorer(context.workspaceState, services),
    taskProvider(services),
    ...lenses(daemon, log),
    ...lessonDocuments(services),
    firstLesson(context, pages, log),
  );
  return {
    ready: async () => {
      await daemon.ready();
    },
    state: () => daemon.state,
    jobs: () => jobs.list(),
  };
}

export function deactivate(): Promise<void> | undefined {
  return running?.stop();
}

/** A Python file in a tt-metal checkout needs the daemon for its lenses. Elsewhere it has to wait until something else does. */
function lenses(daemon: Daemon, log: vscode.LogOutputChannel): vscode.Disposable[] {
  const start = async (document: vscode.TextDocument): Promise<void> => {
    if (document.languageId !== 'python' || document.uri.scheme !== 'file' || daemon.state !== 'idle') return;
    const folder = vscode.workspace.getWorkspaceFolder(document.uri);
    if (folder?.uri.scheme !== 'file') return;
    try {
      await fs.access(vscode.Uri.joinPath(folder.uri, 'build_metal.sh').fsPath);
    } catch {
      return;
    }
    try {
      await daemon.ready();
    } catch (error) {
      log.error(failureText(failureOf(error)));
    }
  };
  for (const document of vscode.workspace.textDocuments) void start(document);
  return [vscode.workspace.onDidOpenTextDocument((document) => void start(document))];
}
