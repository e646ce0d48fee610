// What the suites share: our extension, its manifest, and waiting for a condition.
import * as assert from 'node:assert';
import * as vscode from 'vscode';

export const kExtensionId = 'tt-bringup.tt-bringup';

export interface Contribution {
  command: string;
  title: string;
}

export interface Manifest {
  activationEvents: string[];
  contributes: {
    commands: Contribution[];
    views: Record<string, { id: string }[]>;
  };
}

export function ours(): vscode.Extension<unknown> {
  const extension = vscode.extensions.getExtension(kExtensionId);
  assert.ok(extension, `${kExtensionId} is not installed`);
  return extension;
}

export function manifest(): Manifest {
  return ours().packageJSON as Manifest;
}

/** Calls `probe` until it gives something other than undefined and false; fails naming `what` after `limit` ms. */
export async function until<T>(what: string, probe: () => T | undefined | false | Promise<T | undefined | false>, limit = 45_000): Promise<T> {
  const start = Date.now();
  for (;;) {
    const value = await probe();
    if (value !== undefined && value !== false) return value;
    assert.ok(Date.now() - start < limit, `waited ${limit / 1000} s in vain for: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** The labels of the tabs that are open now. */
export function tabLabels(): string[] {
  return vscode.window.tabGroups.all.flatMap((group) => group.tabs.map((tab) => tab.label));
}
