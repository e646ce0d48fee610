// A quick pick whose items the daemon finds anew with every letter typed.
import * as vscode from 'vscode';
import { failureOf, failureText, isSilent } from './errors';

/** Keeps at most one search under way: each letter cancels the search before it. */
export class SearchAsTyped<T extends vscode.QuickPickItem> {
  readonly pick = vscode.window.createQuickPick<T>();
  private cancel_ = new vscode.CancellationTokenSource();
  private timer_: NodeJS.Timeout | undefined;

  /** `find` gives what to show for a text that isn't empty; `note` makes a row of a sentence. `chosen` is called once, after the pick has gone. */
  constructor(
    private readonly find_: (text: string, token: vscode.CancellationToken) => Promise<T[]>,
    private readonly note_: (sentence: string) => T,
    chosen: (item: T) => Promise<void>,
    private readonly debounceMs_ = 120,
  ) {
    this.pick.matchOnDescription = false;
    this.pick.onDidChangeValue(() => this.later_());
    this.pick.onDidAccept(() => {
      const item = this.pick.selectedItems[0];
      if (item === undefined) return;
      this.pick.hide();
      void chosen(item);
    });
    this.pick.onDidHide(() => this.dispose());
  }

  async search(): Promise<void> {
    this.cancel_.cancel();
    this.cancel_.dispose();
    const cancel = this.cancel_ = new vscode.CancellationTokenSource();
    const text = this.pick.value;
    if (text === '') {
      this.pick.busy = false;
      this.pick.items = [];
      return;
    }
    this.pick.busy = true;
    try {
      const items = await this.find_(text, cancel.token);
      if (!cancel.token.isCancellationRequested) this.pick.items = items;
    } catch (error) {
      const failure = failureOf(error);
      if (cancel.token.isCancellationRequested || isSilent(failure)) return;
      this.pick.items = [this.note_(failureText(failure))];
    } finally {
      if (cancel === this.cancel_) this.pick.busy = false;
    }
  }

  private later_(): void {
    this.cancel_.cancel();
    clearTimeout(this.timer_);
    this.timer_ = setTimeout(() => void this.search(), this.debounceMs_);
  }

  private dispose(): void {
    clearTimeout(this.timer_);
    this.cancel_.cancel();
    this.cancel_.dispose();
    this.pick.dispose();
  }
}
