// The extension sleeps in a workspace that has nothing to do with it, and wakes when it is asked for.
import * as assert from 'node:assert';
import * as vscode from 'vscode';
import { kExtensionId, manifest, ours, until } from './extension.js';

describe('activation', () => {
  it('does not happen in a workspace that has nothing to do with Tenstorrent', async () => {
    // Another extension wakes at start: once it has, ours had its chance too.
    await until('the other extension to wake', () => vscode.extensions.getExtension('elsewhere.rival')?.isActive);
    assert.strictEqual(ours().isActive, false);
  });

  it('is asked for by nothing that matches every workspace', () => {
    for (const event of manifest().activationEvents) {
      assert.notStrictEqual(event, '*');
      assert.notStrictEqual(event, 'onStartupFinished');
      assert.doesNotMatch(event, /^workspaceContains:\*\*?$/);
    }
  });

  it('happens when the Learn view is shown', async () => {
    await vscode.commands.executeCommand('tenstorrent.learn.focus');
    await until(`${kExtensionId} to wake`, () => ours().isActive);
  });
});
