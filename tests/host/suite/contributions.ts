// What package.json promises is there.
import * as assert from 'node:assert';
import * as vscode from 'vscode';
import { manifest, ours } from './extension.js';

describe('contributions', () => {
  before(async () => {
    await ours().activate();
  });

  it('have a handler for every command', async () => {
    const registered = new Set(await vscode.commands.getCommands(true));
    const missing = manifest().contributes.commands.map(({ command }) => command).filter((id) => !registered.has(id));
    assert.deepStrictEqual(missing, []);
  });

  it('have a title for every command that is not a key of the translations', () => {
    for (const { command, title } of manifest().contributes.commands) {
      assert.ok(title.length > 0, `${command} has no title`);
      assert.doesNotMatch(title, /^%.*%$/, `${command} has an untranslated title`);
    }
  });

  it('have every view that the container lists', async () => {
    const registered = new Set(await vscode.commands.getCommands(true));
    for (const view of Object.values(manifest().contributes.views).flat()) {
      assert.ok(registered.has(`${view.id}.focus`), `there is no view ${view.id}`);
    }
  });
});
