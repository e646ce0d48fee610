// What the extension adds to Python files, and what it leaves alone.
import * as assert from 'node:assert';
import * as vscode from 'vscode';
import { ours } from './extension.js';

describe('a workspace', () => {
  before(async () => {
    await ours().activate();
  });

  it('gets nothing written into it', async () => {
    const folder = vscode.workspace.workspaceFolders?.[0];
    assert.ok(folder);
    const names = (await vscode.workspace.fs.readDirectory(folder.uri)).map(([name]) => name).sort();
    assert.deepStrictEqual(names, ['.vscode', 'ends.py', 'models', 'steps.py', 'test_sample.py', 'waits.py']);
  });

  it('gets a lens over a pytest function only where the file is about the device', async () => {
    const plain = await vscode.workspace.openTextDocument({ language: 'python', content: 'def test_plain():\n    pass\n' });
    const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', plain.uri);
    assert.deepStrictEqual(lenses, []);
  });
});
