// Another extension owns some of our command ids: it keeps them, and ours goes on without.
import * as assert from 'node:assert';
import * as vscode from 'vscode';
import { ours, tabLabels, until } from './extension.js';

interface Rival {
  calls: Record<string, number>;
}

const kTaken = 'tenstorrent.verifyHardware';

describe('with another extension that owns our command ids', () => {
  let rival: Rival;

  before(async () => {
    const extension = vscode.extensions.getExtension<Rival>('elsewhere.rival');
    assert.ok(extension);
    rival = await extension.activate();
    await ours().activate();
  });

  it('leaves the id to the extension that had it first', async () => {
    const before = rival.calls[kTaken] ?? 0;
    await vscode.commands.executeCommand(kTaken);
    assert.strictEqual(rival.calls[kTaken], before + 1);
  });

  it('registers the ids that are free', async () => {
    const registered = await vscode.commands.getCommands(true);
    assert.ok(registered.includes('tenstorrent.ui.openLesson'));
    assert.ok(registered.includes('tenstorrent.practice.rmsnorm'));
  });

  it('opens its lesson page all the same', async () => {
    await vscode.commands.executeCommand('tenstorrent.ui.openLesson', 'bounty-program');
    await until('the lesson to open', () => tabLabels().some((label) => /bounty/i.test(label)));
  });
});
