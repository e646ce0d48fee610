// Registers a feature's own commands, `tenstorrent.ui.*`, and tells the user where one of them fails.
import * as vscode from 'vscode';
import { showFailure } from './errors';

export type CommandHandler = (...args: unknown[]) => unknown;

export function commandSet(handlers: Readonly<Record<string, CommandHandler>>, log: vscode.LogOutputChannel): vscode.Disposable[] {
  return Object.entries(handlers).map(([name, handler]) =>
    vscode.commands.registerCommand(`tenstorrent.ui.${name}`, async (...args: unknown[]) => {
      try {
        return await handler(...args);
      } catch (error) {
        showFailure(error, log);
        return undefined;
      }
    }));
}
