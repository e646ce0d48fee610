// Tells the walkthrough which of its steps really succeeded.
import * as vscode from 'vscode';
import type { CommandOutcome, Step } from '../../protocol/gen/messages';

export type WalkthroughStep = 'check' | 'lesson' | 'practice' | 'log' | 'bounties';

const byCommand: Readonly<Record<string, WalkthroughStep>> = {
  'tenstorrent.checkMachine': 'check',
  'tenstorrent.browseOpenBounties': 'bounties',
};

const pulseMs = 500;

/**
 * Sets a step's context key for a moment, each time it succeeds. The walkthrough keeps what it has seen; a key that is set already when
 * the walkthrough is first shown would count as seen there, and never tick its step.
 */
export class Done {
  private readonly pulses_ = new Map<WalkthroughStep, NodeJS.Timeout>();

  mark(step: WalkthroughStep): void {
    const key = `tenstorrent.done.${step}`;
    clearTimeout(this.pulses_.get(step));
    void vscode.commands.executeCommand('setContext', key, true);
    this.pulses_.set(step, setTimeout(() => {
      this.pulses_.delete(step);
      void vscode.commands.executeCommand('setContext', key, false);
    }, pulseMs));
  }

  dispose(): void {
    for (const pulse of this.pulses_.values()) clearTimeout(pulse);
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
