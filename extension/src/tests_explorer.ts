// The Test Explorer: pytest's tests of folders that the user marked, and of a tt-metal checkout, run as jobs.
import * as vscode from 'vscode';
import { JobStart, JobTests, type Job } from '../../protocol/gen/messages';
import { stateText } from '../shared/job_text';
import { failureOf, failureText, showFailure } from './errors';
import { stateStrings } from './state_strings';
import { untilOver } from './tests_reading';
import { runFolder, type FolderRun, type TestServices } from './tests_run';
import { TestTree } from './tests_tree';

const stateKey = 'tenstorrent.testFolders';
// What pytest says where it found nothing; it isn't a failure.
const exitNoTests = 5;

/** Keeps that there is no controller before somebody wants tests, and that nothing is listed or run before somebody asks. */
class TestsExplorer implements vscode.Disposable {
  private controller_: vscode.TestController | undefined;
  private tree_: TestTree | undefined;
  private readonly listing_ = new Map<string, Promise<void>>();

  constructor(private readonly memory_: vscode.Memento, private readonly services_: TestServices) {}

  async start(): Promise<void> {
    for (const folder of this.marked_()) this.add_(vscode.Uri.parse(folder, true));
    for (const checkout of await checkouts()) this.add_(checkout);
  }

  async mark(uri: vscode.Uri): Promise<void> {
    const folder = uri.toString();
    if (!this.marked_().includes(folder)) await this.memory_.update(stateKey, [...this.marked_(), folder]);
    const root = this.add_(uri);
    await vscode.commands.executeCommand('workbench.view.testing.focus');
    await this.list_(root, undefined);
  }

  async unmark(item: vscode.TestItem): Promise<void> {
    const folder = this.tree_?.target(item)?.folder;
    await this.memory_.update(stateKey, this.marked_().filter((known) => known !== folder));
    this.tree_?.removeFolder(item);
  }

  dispose(): void {
    this.controller_?.dispose();
  }

  private marked_(): string[] {
    return this.memory_.get<string[]>(stateKey, []);
  }

  private add_(uri: vscode.Uri): vscode.TestItem {
    const controller = this.controller_ ??= this.makeController_();
    this.tree_ ??= new TestTree(controller);
    return this.tree_.addFolder(uri);
  }

  private makeController_(): vscode.TestController {
    const controller = vscode.tests.createTestController('tenstorrent', vscode.l10n.t('Tenstorrent'));
    controller.resolveHandler = async (item) => {
      if (item?.children.size === 0) await this.list_(item, undefined);
    };
    controller.refreshHandler = async (token) => {
      const roots = [...controller.items].map(([, root]) => root).filter((root) => root.children.size > 0 || root.error !== undefined);
      await Promise.all(roots.map((root) => this.list_(root, token)));
    };
    controller.createRunProfile(vscode.l10n.t('Run on Device'), vscode.TestRunProfileKind.Run, (request, token) => this.run_(controller, request, token), true);
    return controller;
  }

  /** Lists a folder's tests by a job; who asks while one is under way waits for the same. */
  private list_(root: vscode.TestItem, token: vscode.CancellationToken | undefined): Promise<void> {
    const target = this.tree_?.target(root);
    if (target?.test !== undefined) return Promise.resolve();
    const folder = target?.folder ?? '';
    const known = this.listing_.get(folder);
    if (known !== undefined) return known;
    const listing = this.listNow_(root, folder, token).finally(() => this.listing_.delete(folder));
    this.listing_.set(folder, listing);
    return listing;
  }

  private async listNow_(root: vscode.TestItem, uri: string, token: vscode.CancellationToken | undefined): Promise<void> {
    const { daemon, jobs, runs, log } = this.services_;
    root.busy = true;
    root.error = undefined;
    try {
      const { job } = await daemon.request(JobStart, { file: { uri, collect: true } });
      if (job === undefined) return;
      jobs.put(job);
      const cancelled = token?.onCancellationRequested(() => void runs.stop(job.id));
      const over = await untilOver(jobs, job);
      cancelled?.dispose();
      const { tests } = await daemon.request(JobTests, { id: job.id });
      this.tree_?.fill(root, tests);
      const failed = over.state !== 'exited' || (over.exitCode !== 0 && over.exitCode !== exitNoTests);
      if (failed) root.error = listingFailed(over);
      else if (tests.length === 0) root.error = vscode.l10n.t('pytest found no tests in this folder.');
    } catch (error) {
      root.error = failureText(failureOf(error));
      log.warn(failureText(failureOf(error)));
    } finally {
      root.busy = false;
    }
  }

  private async run_(controller: vscode.TestController, request: vscode.TestRunRequest, token: vscode.CancellationToken): Promise<void> {
    const tree = this.tree_;
    if (tree === undefined) return;
    const items = request.include ?? [...controller.items].map(([, item]) => item);
    const excluded = new Set(request.exclude);
    const folders = new Map<string, vscode.TestItem[]>();
    for (const item of items) {
      const folder = tree.target(item)?.folder;
      if (folder !== undefined) folders.set(folder, [...(folders.get(folder) ?? []), item]);
    }
    const run = controller.createTestRun(request);
    try {
      await saveBelow([...folders.keys()]);
      await Promise.all([...folders].map(async ([uri, chosen]) => {
        const root = controller.items.get(`folder:${uri}`);
        if (root === undefined) return;
        const folder: FolderRun = { root, uri, tests: tree.selection(chosen, excluded), leaves: tree.leaves(chosen, excluded) };
        await runFolder(folder, run, tree, this.services_, token);
      }));
    } finally {
      run.end();
    }
  }
}

function listingFailed(job: Job): vscode.MarkdownString {
  const text = new vscode.MarkdownString();
  text.isTrusted = { enabledCommands: ['tenstorrent.ui.showLog'] };
  const why = job.fault === undefined ? stateText(job, stateStrings()) : `${job.fault.title} ${job.fault.remedy}`;
  text.appendText(vscode.l10n.t('pytest could not list the tests: {0}', why));
  text.appendMarkdown(` [${vscode.l10n.t('Show Log')}](command:tenstorrent.ui.showLog?${encodeURIComponent(JSON.stringify([job.id]))})`);
  return text;
}

/** A job runs the files, not what the editor holds of them. */
async function saveBelow(folders: readonly string[]): Promise<void> {
  const dirty = vscode.workspace.textDocuments.filter((document) => document.isDirty && folders.some((folder) => document.uri.toString().startsWith(`${folder}/`)));
  await Promise.all(dirty.map((document) => document.save()));
}

/** The tt-metal checkouts that are open, as a workspace's folder or just below one. */
async function checkouts(): Promise<vscode.Uri[]> {
  const open = (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri).filter(({ scheme }) => scheme === 'file');
  const found: vscode.Uri[] = [];
  for (const candidate of open.flatMap((uri) => [uri, vscode.Uri.joinPath(uri, 'tt-metal')])) {
    try {
      await vscode.workspace.fs.stat(vscode.Uri.joinPath(candidate, 'build_metal.sh'));
      found.push(candidate);
    } catch {
      // no checkout
    }
  }
  return found;
}

async function pickFolder(): Promise<vscode.Uri | undefined> {
  const place = vscode.workspace.workspaceFolders?.[0]?.uri;
  const picked = await vscode.window.showOpenDialog({
    title: vscode.l10n.t('Show the Tests of a Folder'), openLabel: vscode.l10n.t('Show Tests'),
    canSelectFiles: false, canSelectFolders: true, ...(place === undefined ? {} : { defaultUri: place }),
  });
  return picked?.[0];
}

export function testsExplorer(memory: vscode.Memento, services: TestServices): vscode.Disposable[] {
  const explorer = new TestsExplorer(memory, services);
  const guarded = (name: string, handler: (argument: unknown) => Promise<void>): vscode.Disposable =>
    vscode.commands.registerCommand(`tenstorrent.ui.${name}`, async (argument: unknown) => {
      try {
        await handler(argument);
      } catch (error) {
        showFailure(error, services.log);
      }
    });
  explorer.start().catch((error: unknown) => services.log.error(failureText(failureOf(error))));
  return [
    explorer,
    guarded('showFolderTests', async (argument) => {
      const folder = argument instanceof vscode.Uri ? argument : await pickFolder();
      if (folder !== undefined) await explorer.mark(folder);
    }),
    guarded('hideFolderTests', async (argument) => {
      if (typeof argument === 'object' && argument !== null && 'children' in argument) await explorer.unmark(argument as vscode.TestItem);
    }),
  ];
}
