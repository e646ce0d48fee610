// A job's log as a document, searched and filtered, and a job that is pinned and removed: by the keyboard and by menus.
import assert from 'node:assert';
import { until } from '../lib/wait.mjs';

export function logs({ check }) {
  const lines = async (page) => (await page.locator('.editor-instance .view-line').allTextContents()).join('\n').replaceAll('\u00a0', ' ');
  const practiceJob = async (workbench) => {
    await workbench.showView('Jobs');
    return workbench.rowOfKind('Jobs', 'Job', /rmsnorm/i);
  };

  check('a search over all jobs shows lines while one types, and Enter opens the log there', async ({ page, workbench, shot }) => {
    await workbench.command('Tenstorrent: Search Job Logs');
    const input = page.locator('.quick-input-widget input[placeholder="Text to look for"]').first();
    await input.waitFor();
    await input.fill('pcc');
    const row = page.locator('.quick-input-list .monaco-list-row', { hasText: /PCC.*line \d+/i }).first();
    await row.waitFor();
    await shot('log-search');
    await page.keyboard.press('Enter');
    await page.locator('.tab.active', { hasText: /\.log/ }).waitFor();
    await until('the line in the document', async () => /PCC/i.test(await lines(page)));
    await shot('log-document');
  });

  check('the log is filtered to the lines with a text', async ({ page, workbench }) => {
    await workbench.command('Tenstorrent: Filter Log');
    const input = page.locator('.quick-input-widget input').first();
    await input.fill('pcc');
    await page.keyboard.press('Enter');
    await page.locator('.tab.active', { hasText: /filtered/ }).waitFor();
    await until('only such lines', async () => /^\d+: .*PCC/im.test(await lines(page)));
  });

  check('the raw log opens as a file', async ({ page, workbench }) => {
    await workbench.pickFromMenu(await practiceJob(workbench), 'Open Raw Log');
    await page.locator('.tab.active', { hasText: 'out.log' }).waitFor();
  });

  check('a pinned job says so and offers no removal; unpinned it goes once the user has agreed', async ({ workbench, jobFolders }) => {
    const before = jobFolders().length;
    const row = await practiceJob(workbench);
    await workbench.pickFromMenu(row, 'Pin');
    await until('the row to say so', async () => /pinned/.test(await row.innerText()));
    await workbench.pickFromMenu(row, 'Unpin');
    await until('the row to say no more', async () => !/pinned/.test(await row.innerText()));
    await workbench.pickFromMenu(row, 'Remove');
    await workbench.dialog().waitFor();
    await workbench.answerDialog('Remove');
    await until('its folder to go', () => jobFolders().length === before - 1);
    assert.ok(before > 1);
  });
}
