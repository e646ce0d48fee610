// Tests, tasks and the page of a job: what is started from the editor itself, with a stand-in for pytest.
import assert from 'node:assert';
import { until } from '../lib/wait.mjs';
import { axeFindings } from '../lib/axe.mjs';

export const kFiles = {
  'models/test_ops.py': 'def test_add():\n    print("PCC: 0.9987")\n\n\ndef test_gone():\n    value = 3\n    assert value == 4, "three is not four"\n\n\ndef test_last():\n    pass\n',
  'models/notes.txt': 'no test\n',
  '.vscode/tasks.json': JSON.stringify({
    version: '2.0.0',
    tasks: [{ type: 'tenstorrent', label: 'ops on the card', file: '${workspaceFolder}/models/test_ops.py', function: 'test_gone', pytest: true, problemMatcher: ['$tenstorrent-pytest'] }],
  }),
};

export function startFromEditor({ check }) {
  const testRow = (page, text) => page.locator('.test-explorer [role="treeitem"]', { hasText: text }).first();

  /** Opens a row of the Explorer's context menu. */
  const fromExplorerMenu = async ({ page, workbench }, folder, entry) => {
    await workbench.clickContainer('Explorer');
    const row = page.locator('.explorer-folders-view [role="treeitem"]', { hasText: folder }).first();
    await workbench.pickFromMenu(row, entry);
  };

  check('the tests of a marked folder are listed by a job', async (context) => {
    const { page, workbench, shot } = context;
    await workbench.clickContainer('Tenstorrent');   // wakes the extension
    await workbench.rowOfKind('Learn', 'Lesson', /bounty program/i).waitFor();
    await fromExplorerMenu(context, 'models', 'Show Tests of This Folder');
    const folder = testRow(page, 'models');
    await folder.waitFor();
    // A click on a row goes to its file; the twistie opens it, where the explorer hasn't by itself.
    const open = async (text) => {
      const row = testRow(page, text);
      await row.waitFor();
      if ((await row.getAttribute('aria-expanded')) === 'false') await row.locator('.monaco-tl-twistie').click();
    };
    await until('its tests', async () => {
      await open('models');
      if (await testRow(page, 'test_ops.py').isVisible()) await open('test_ops.py');
      return testRow(page, 'test_gone').isVisible();
    });
    await shot('tests-listed');
    for (const name of ['test_ops.py', 'test_add', 'test_last']) assert.ok(await testRow(page, name).isVisible(), name);
  }, { essential: true });

  check('they run as one job, and each shows what became of it', async ({ page, workbench, jobFolders, shot }) => {
    const before = jobFolders().length;
    await workbench.command('Test: Run All Tests');
    const state = (name) => page.locator(`.test-explorer [role="treeitem"][aria-label*="${name}"]`).first().getAttribute('aria-label');
    await until('the outcomes', async () => /Failed/.test(await state('test_gone')) && /Passed/.test(await state('test_add')) && /Passed/.test(await state('test_last')));
    await shot('tests-run');
    assert.strictEqual(jobFolders().length, before + 1);
  });

  check('a failure stands at its line', async ({ page, workbench }) => {
    await workbench.openFile('test_ops.py');
    await workbench.command('Test: Run Tests in Current File');
    await page.locator('.editor-instance').getByText('AssertionError: three is not four').first().waitFor();
  });

  check('one test alone runs from its row', async ({ page, workbench, jobFolders }) => {
    await workbench.command('Testing: Focus on Test Explorer View');
    const before = jobFolders().length;
    const row = testRow(page, 'test_last');
    await row.hover();
    await row.locator('.action-label[aria-label^="Run Test"]').first().click();
    await until('its job', () => jobFolders().length === before + 1);
  });

  check('a folder runs from the Explorer', async (context) => {
    const before = context.jobFolders().length;
    await fromExplorerMenu(context, 'models', 'Run on Device');
    await until('its job', () => context.jobFolders().length === before + 1);
  });

  check('a task of tasks.json runs as a job and ends with its exit code', async ({ page, workbench, jobFolders, shot }) => {
    const before = jobFolders().length;
    await workbench.command('Tasks: Run Task');
    const entry = page.locator('.quick-input-list .monaco-list-row', { hasText: 'ops on the card' }).first();
    await entry.click();
    await until('its job', () => jobFolders().length === before + 1);
    await until('the task to end with its code', async () => /exit code: 1/i.test(await workbench.terminalText()));
    await shot('task');
    await workbench.command('Problems: Focus on Problems View');
    await page.locator('.markers-panel [role="treeitem"]', { hasText: 'AssertionError' }).first().waitFor();
  });

  check('the page of a job shows what it measured, and over its runs', async ({ page, workbench, jobFolders, shot }) => {
    const before = jobFolders().length;
    await workbench.command('Test: Run All Tests');
    await until('its job', () => jobFolders().length === before + 1);
    await workbench.showView('Jobs');
    const row = workbench.rowOfKind('Jobs', 'Job', /PCC/);
    await row.waitFor();
    await workbench.pickFromMenu(row, 'Open Job Page');
    const frame = await workbench.webview('.job-page h1');
    await frame.locator('th[scope="row"]', { hasText: 'PCC' }).first().waitFor();
    await frame.locator('.chart-drawing').first().waitFor();
    await shot('job-page');
    assert.match(await frame.locator('.facts').first().innerText(), /exit 1/);
    assert.strictEqual(await axeFindings(frame), '');
  });
}
