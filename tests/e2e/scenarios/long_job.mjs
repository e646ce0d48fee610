// A file of the user's own runs as a job, survives a reload of the window, and stops when told to.
import assert from 'node:assert';
import { until } from '../lib/wait.mjs';

export function longJob({ check }) {
  check('"Run on Device" starts the open Python file and its output streams', async ({ workbench, shot }) => {
    await workbench.openFile('long_job.py');
    await workbench.command('Tenstorrent: Run on Device');
    await workbench.acceptDialogIfAny();
    await until('the third line of the job', async () => (await workbench.terminalText()).includes('tick 3'));
    await shot('long-job');
  });

  check('the Jobs tree shows it running', async ({ workbench }) => {
    await workbench.showView('Jobs');
    await workbench.rowOfKind('Jobs', 'Job', 'long_job').waitFor();
  });

  check('it goes on while the window is reloaded', async ({ workbench, longJobTicks }) => {
    const before = longJobTicks();
    await workbench.reload();
    await until('more ticks after the reload', () => longJobTicks() > before + 2);
  });

  check('Stop in the Jobs tree ends it', async ({ workbench, longJobAlive, shot }) => {
    assert.strictEqual(longJobAlive(), true);
    await workbench.showView('Jobs');
    const row = workbench.rowOfKind('Jobs', 'Job', 'long_job');
    await workbench.clickInline(row, 'Stop', async () => !/running/i.test(await row.innerText()));
    await until('the program to end', () => !longJobAlive());
    await until('the tree to say so', async () => !/running|stopping/i.test(await row.innerText()));
    await shot('stopped');
  });
}
