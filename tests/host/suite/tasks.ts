// Tasks of type `tenstorrent` run as jobs, end with the job's exit code, and take the job along when they are terminated.
import * as assert from 'node:assert';
import * as vscode from 'vscode';
import { ours, until } from './extension.js';

const kType = 'tenstorrent';

async function configured(label: string): Promise<vscode.Task> {
  const tasks = await vscode.tasks.fetchTasks({ type: kType });
  const found = tasks.find(({ name }) => name === label);
  assert.ok(found, `there is no task ${label} among ${tasks.map(({ name }) => name).join(', ')}`);
  return found;
}

/** Runs the task and gives the code that it ended with. */
function ended(task: vscode.Task): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const heard = vscode.tasks.onDidEndTaskProcess(({ execution, exitCode }) => {
      if (execution.task.name !== task.name) return;
      heard.dispose();
      resolve(exitCode);
    });
    vscode.tasks.executeTask(task).then(undefined, reject);
  });
}

describe('a task', () => {
  before(async () => {
    await ours().activate();
  });

  it('is offered for each declared command that runs a program, and for none that is built in', async () => {
    const commands = (await vscode.tasks.fetchTasks({ type: kType })).map(({ definition }) => String(definition['command'] ?? ''));
    assert.ok(commands.includes('tenstorrent.practice.rmsnorm'));
    assert.ok(!commands.includes('tenstorrent.checkMachine'));
  });

  it('ends with the exit code of its job', async () => {
    assert.strictEqual(await ended(await configured('ends')), 3);
  });

  it('that can not start ends with a failure', async () => {
    assert.strictEqual(await ended(await configured('nothing')), 1);
  });

  it('takes its job along when it is terminated', async () => {
    const api = ours().exports as { jobs(): { title: string; state: string }[] };
    const task = await configured('waits');
    const execution = await vscode.tasks.executeTask(task);
    const state = (): string | undefined => api.jobs().find(({ title }) => title === 'waits.py')?.state;
    await until('its job to run', () => state() === 'running');
    execution.terminate();
    await until('its job to be over', () => state() === 'cancelled');
  });
});
