// The Test Explorer: the tests of a marked folder are listed and run as jobs.
import * as assert from 'node:assert';
import * as vscode from 'vscode';
import { ours, until } from './extension.js';

interface Api {
  jobs(): { title: string; state: string; argv: string[]; device?: string }[];
}

async function exists(file: vscode.Uri): Promise<boolean> {
  return vscode.workspace.fs.stat(file).then(() => true, () => false);
}

describe('the Test Explorer', () => {
  let folder: vscode.Uri;
  let api: Api;

  before(async () => {
    const workspace = vscode.workspace.workspaceFolders?.[0];
    assert.ok(workspace);
    folder = workspace.uri;
    api = (await ours().activate()) as Api;
  });

  it('lists the tests of a folder by a job that needs no card', async () => {
    await vscode.commands.executeCommand('tenstorrent.ui.showFolderTests', vscode.Uri.joinPath(folder, 'models'));
    const job = api.jobs().find(({ argv }) => argv.includes('--collect-only'));
    assert.strictEqual(job?.state, 'exited');
    assert.strictEqual(job.device, undefined);
    assert.strictEqual(await exists(vscode.Uri.joinPath(folder, 'ran-add')), false);
  });

  it('runs them as one job', async () => {
    const before = api.jobs().length;
    await vscode.commands.executeCommand('testing.runAll');
    await until('the last test to run', () => exists(vscode.Uri.joinPath(folder, 'ran-last')));
    assert.ok(await exists(vscode.Uri.joinPath(folder, 'ran-gone')));
    assert.strictEqual(api.jobs().length, before + 1);
  });

  it('runs a folder that the user points at in the Explorer', async () => {
    const before = api.jobs().length;
    await vscode.commands.executeCommand('tenstorrent.ui.runOnDevice', vscode.Uri.joinPath(folder, 'models'));
    await until('its job', () => api.jobs().length === before + 1);
    assert.ok(api.jobs().some(({ argv, title }) => title === 'models' && argv.includes('pytest')));
  });

  after(async () => {
    for (const name of ['add', 'gone', 'last']) await vscode.workspace.fs.delete(vscode.Uri.joinPath(folder, `ran-${name}`)).then(undefined, () => undefined);
  });
});
