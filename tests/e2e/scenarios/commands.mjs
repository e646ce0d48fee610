// What a reader runs beside the practice step: the checklist, a test from its CodeLens, the walkthrough.
import assert from 'node:assert';
import fs from 'node:fs';
import path from 'node:path';
import { until } from '../lib/wait.mjs';

export function commands({ check }) {
  const checklist = (workspace) => path.join(workspace, 'bounty-checklist.md');

  check('the checklist is kept where the user says', async ({ page, workbench, workspace, openBountyLesson }) => {
    await workbench.closeAllEditors();
    await (await openBountyLesson()).link(/copy the checklist/i).click();
    const input = page.locator('.quick-input-widget input').first();
    await until('the dialog to suggest a file', async () => (await input.isVisible()) && (await input.inputValue()).endsWith('bounty-checklist.md'));
    await page.keyboard.press('Enter');
    await until('the file', () => fs.existsSync(checklist(workspace)));
    assert.match(fs.readFileSync(checklist(workspace), 'utf8'), /- \[ \] /);
  });

  check('asked for again it goes into the same file, and what the user wrote there stays', async ({ page, workbench, workspace, lessonPage, shot }) => {
    const mine = `${fs.readFileSync(checklist(workspace), 'utf8').replace('- [ ] ', '- [x] ')}\nMy own line.\n`;
    fs.writeFileSync(checklist(workspace), mine);
    await (await lessonPage()).link(/copy the checklist/i).click();
    const same = page.locator('.quick-input-list .monaco-list-row', { hasText: 'The same file as before' });
    await same.waitFor();
    await shot('checklist-again');
    await same.click();
    await workbench.notification(/left as it was/).first().waitFor({ timeout: 5_000 }).catch(() => undefined);
    assert.strictEqual(fs.readFileSync(checklist(workspace), 'utf8'), mine);
  });

  check('a step clicked in the tree is scrolled to, also where another tab hides the page', async ({ workbench, lessonPage, placeOf }) => {
    await workbench.openFile('long_job.py');
    await (await workbench.bringRow('Learn', 'Step', /ci entry/i)).click();
    await until('the page to stand at the step', async () => (await placeOf((await lessonPage()).frame)) > 500);
  });

  check('a test is run from its CodeLens', async ({ page, workbench, jobFolders, shot }) => {
    const before = jobFolders().length;
    await workbench.openFile('test_thing.py');
    await page.locator('.codelens-decoration a', { hasText: /run on device/i }).first().click();
    await workbench.acceptDialogIfAny();
    await until('its job', () => jobFolders().length === before + 1);
    await workbench.showView('Jobs');
    await workbench.rowOfKind('Jobs', 'Job', /test_thing|test_nothing/).waitFor();
    await shot('codelens');
  });

  check('a step of the walkthrough is ticked once its command has succeeded', async ({ page, workbench, shot }) => {
    await workbench.command('Welcome: Open Walkthrough...');
    const row = page.locator('.quick-input-list .monaco-list-row', { hasText: /tenstorrent|bring/i }).first();
    await row.click();
    const step = page.locator('.getting-started-step', { hasText: /check this machine/i }).first();
    await step.click();
    await step.locator('.monaco-button', { hasText: /check/i }).first().click();
    await step.locator('.codicon-getting-started-step-checked').first().waitFor();
    await shot('walkthrough');
    await page.locator('.tab', { hasText: /bounty program/i }).click();
  });
}
