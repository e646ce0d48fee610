// Keeping jobs and removing them: pin, unpin, remove.
import * as vscode from 'vscode';
import { JobRemove, JobSetPinned } from '../../protocol/gen/messages';
import type { Daemon } from './client';
import { commandSet } from './command_set';
import type { Jobs } from './jobs';

export function jobKeep(daemon: Daemon, jobs: Jobs, log: vscode.LogOutputChannel): vscode.Disposable[] {
  const pin = async (id: unknown, pinned: boolean): Promise<void> => {
    if (typeof id === 'string') jobs.put(await daemon.request(JobSetPinned, { id, pinned }));
  };
  return commandSet({
    pinJob: (id) => pin(id, true),
    unpinJob: (id) => pin(id, false),
    removeJob: async (id) => {
      const job = typeof id === 'string' ? jobs.get(id) : undefined;
      if (job === undefined) return;
      const remove = vscode.l10n.t('Remove');
      const choice = await vscode.window.showWarningMessage(
        vscode.l10n.t('Remove job {0} and its log?', job.number),
        { modal: true, detail: vscode.l10n.t('The log is deleted from the disk. What the job proved in a lesson stays.') },
        remove,
      );
      if (choice === remove) await daemon.request(JobRemove, { id: job.id });
    },
  }, log);
}
