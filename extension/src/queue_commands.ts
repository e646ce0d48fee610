// The queue in front of a card: moving a waiting job, and taking it out.
import * as vscode from 'vscode';
import { JobMove, type Job, type QueueMove } from '../../protocol/gen/messages';
import type { Daemon } from './client';
import type { Jobs } from './jobs';
import type { Runs } from './runs';

/** What the view's menu of a waiting job calls, by the end of the command's id. */
export function queueHandlers(daemon: Daemon, jobs: Jobs, runs: Runs): Record<string, (id: unknown) => Promise<void>> {
  const waiting = (id: unknown): Job | undefined => {
    const job = typeof id === 'string' ? jobs.get(id) : undefined;
    return job?.state === 'queued' ? job : undefined;
  };
  const move = (to: QueueMove) => async (id: unknown): Promise<void> => {
    const job = waiting(id);
    if (job === undefined) return;
    const moved = await daemon.request(JobMove, { id: job.id, to });
    jobs.put(moved);
    const { queue } = moved;
    if (queue !== undefined) vscode.window.setStatusBarMessage(vscode.l10n.t('Job {0} is number {1} in the queue.', moved.number, queue.position), 5000);
  };
  return {
    moveJobFirst: move('first'),
    moveJobUp: move('up'),
    moveJobDown: move('down'),
    takeJobOut: async (id) => {
      const job = waiting(id);
      if (job !== undefined) await runs.stop(job.id);
    },
  };
}
