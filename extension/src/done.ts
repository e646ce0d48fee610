// Tells the walkthrough which of its steps really succeeded.
import * as vscode from 'vscode';
import type { CommandOutcome, Step } from '../../protocol/gen/messages';

export type WalkthroughStep = 'check' | 'lesson' | 'practice' | 'log' | 'bounties';

const byCommand: Readonly<Record<string, WalkthroughStep>> = {
  'tenstorrent.checkMachine': 'check',
  'tenstorrent.browseOpenBounties': 'bounties',
};

/** Sets each context key once. */
export class Done {
  private readonly set_ = new Set<WalkthroughStep>();

  mark(step: WalkthroughStep): void {
    if (this.set_.has(step)) return;
    this.set_.add(step);
    void vscode.commands.executeCommand('setContext', `tenstorrent.done.${step}`, true);
  }

  executed(command: string, outcome: CommandOutcome): void {
    const step = byCommand[command];
    if (step !== undefined && outcome.job === undefined) this.mark(step);
  }

  /** A step that a job proved, not one that was ticked. */
  steps(steps: readonly Step[]): void {
    if (steps.some(({ state }) => state.status === 'done' && state.by === 'gate')) this.mark('practice');
  }
}
