// The extension's own commands, `tenstorrent.ui.*`: what its views, menus and walkthrough call.
import * as vscode from 'vscode';
import type { Job, Step } from '../../protocol/gen/messages';
import { commandSet, type CommandHandler } from './command_set';
import { checkText, type DeviceNode } from './devices_tree';
import type { Devices } from './devices';
import type { LearnNode } from './learn_tree';
import type { PageServices } from './lesson_page';
import type { LessonPages } from './lesson_pages';
import { queueHandlers } from './queue_commands';
import { runAgain, runAgainWithEdits } from './run_again';
import { runOnDevice } from './run_on_device';
import { shellText } from './shell_text';
import { showWhy } from './why';

export interface CommandServices extends PageServices {
  devices: Devices;
  pages: LessonPages;
}

const practice = 'tenstorrent.practice.rmsnorm';
const bounties = 'tenstorrent.browseOpenBounties';

const asString = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

function handlers(services: CommandServices): Record<string, CommandHandler> {
  const { daemon, devices, jobs, lessons, log, pages, runs, terminals } = services;
  const job = (argument: unknown): Job | undefined => jobs.get(asString(argument) ?? '');
  const stepOf = (node: unknown): { lesson: string; step: Step } | undefined => {
    const { kind, lesson, step: id } = node as LearnNode & { lesson: string; step: string };
    const step = kind === 'step' ? lessons.find(lesson)?.steps.find((candidate) => candidate.id === id) : undefined;
    return step === undefined ? undefined : { lesson, step };
  };
  const openLesson: CommandHandler = async (lesson, anchor) => {
    const id = asString(lesson) ?? await pickLesson();
    if (id !== undefined) await pages.open(id, asString(anchor));
  };
  const pickLesson = async (): Promise<string | undefined> => {
    await lessons.load();
    const all = lessons.all();
    const [only] = all;
    if (only !== undefined && all.length === 1) return only.id;
    const picked = await vscode.window.showQuickPick(all.map(({ id, title, description }) => ({ id, label: title, detail: description })), { title: vscode.l10n.t('Open a lesson') });
    return picked?.id;
  };
  return {
    openLesson,
    openStep: openLesson,
    runStep: async (node) => {
      const found = stepOf(node);
      if (found !== undefined) await runs.follow({ lesson: found.lesson, step: found.step.id });
    },
    stopStep: async (node) => {
      const running = stepOf(node)?.step.state.job;
      if (running !== undefined) await runs.stop(running);
    },
    showStepLog: async (node) => {
      await jobs.load();
      const shown = job(stepOf(node)?.step.state.job);
      if (shown !== undefined) terminals.show(shown, { preserveFocus: false });
    },
    runPractice: async () => {
      await lessons.load();
      for (const summary of lessons.all()) {
        const step = summary.steps.find(({ command }) => command === practice);
        if (step === undefined) continue;
        await runs.follow({ lesson: summary.id, step: step.id });
        return;
      }
      await runs.execute(practice, []);
    },
    runOnDevice: (argument) => runOnDevice(runs, argument),
    checkMachine: async () => {
      await vscode.commands.executeCommand('tenstorrent.devices.focus');
      await Promise.all([devices.read(), devices.check()]);
    },
    browseBounties: () => runs.execute(bounties, []),
    focusJobs: () => vscode.commands.executeCommand('tenstorrent.jobs.focus'),
    showLog: (id) => {
      const shown = job(id);
      if (shown !== undefined) terminals.show(shown, { preserveFocus: false });
    },
    showLastLog: async () => {
      await jobs.load();
      const [last] = jobs.list();
      if (last === undefined) void vscode.window.showInformationMessage(vscode.l10n.t('Nothing has run yet.'));
      else terminals.show(last, { preserveFocus: false });
    },
    stopJob: async (id) => {
      const known = job(id);
      if (known !== undefined) await runs.stop(known.id);
    },
    killJob: async (id) => {
      const known = job(id);
      if (known === undefined) return;
      const kill = vscode.l10n.t('Kill Now');
      const choice = await vscode.window.showWarningMessage(
        vscode.l10n.t('Kill job {0} without waiting?', known.number),
        { modal: true, detail: vscode.l10n.t('A program that is killed while it uses a card may leave the card in need of a reset.') },
        kill,
      );
      if (choice === kill) await runs.stop(known.id, true);
    },
    runJobAgain: async (id) => {
      const known = job(id);
      if (known !== undefined) await runAgain(runs, known);
    },
    why: (argument) => showWhy(argument, services),
    editJobAgain: async (id) => {
      const known = job(id);
      if (known !== undefined) await runAgainWithEdits(runs, known);
    },
    ...queueHandlers(daemon, jobs, runs),
    openJobLesson: async (id) => {
      const known = job(id);
      if (known?.lesson === undefined) return;
      await lessons.load();
      const anchor = lessons.find(known.lesson)?.steps.find((step) => step.id === known.step)?.anchor;
      await pages.open(known.lesson, anchor);
    },
    copyJobCommand: async (id) => {
      const known = job(id);
      if (known !== undefined) await vscode.env.clipboard.writeText(shellText(known.argv, known.cwd));
    },
    copyReport: async () => {
      const { report } = devices.machine ?? await devices.check();
      await vscode.env.clipboard.writeText(report);
      vscode.window.setStatusBarMessage(vscode.l10n.t('The machine report is on the clipboard.'), 5000);
    },
    copyCheck: async (node) => {
      const shown = node as DeviceNode | undefined;
      if (shown?.kind === 'check') await vscode.env.clipboard.writeText(checkText(shown.check));
    },
    refreshLessons: () => lessons.reload(),
    refreshDevices: () => Promise.all([devices.read(), devices.check()]),
    refreshJobs: () => jobs.reload(),
    showOutput: () => log.show(),
    restart: async () => {
      await daemon.restart();
      await Promise.all([lessons.reload(), jobs.reload()]);
    },
  };
}

export function uiCommands(services: CommandServices): vscode.Disposable[] {
  return commandSet(handlers(services), services.log);
}
