// The journey of the practice step without a mouse.
import { until } from '../lib/wait.mjs';

/** Presses a key until `done` says so; fails after `limit` presses, which means that the keyboard cannot get there. */
async function pressUntil(page, key, what, done, limit = 150) {
  for (let i = 0; i < limit; ++i) {
    if (await done()) return;
    await page.keyboard.press(key);
  }
  throw new Error(`pressed ${key} ${limit} times and did not reach ${what}`);
}

const focusedText = (frame) => frame.evaluate(() => document.activeElement?.textContent ?? '').catch(() => '');

export function keyboard({ check }) {
  check('the lesson opens from the tree by keyboard', async ({ page, workbench, lessonPage }) => {
    await workbench.closeAllEditors();
    await workbench.command('Focus on Learn View');
    const focusedRow = workbench.view('Learn').locator('.monaco-list-row.focused');
    await page.keyboard.press('Home');
    await pressUntil(page, 'ArrowDown', 'the lesson', async () => {
      const row = focusedRow.first();
      if ((await row.count()) === 0) return false;
      return /^Lesson .*bounty/i.test((await row.getAttribute('aria-label')) ?? '');
    }, 40);
    await page.keyboard.press('Enter');
    await lessonPage();
  });

  check('Tab reaches the practice link, Enter runs it and the log streams', async ({ page, lessonPage, workbench, jobFolders, shot }) => {
    const { frame } = await lessonPage();
    const before = jobFolders().length;
    await frame.locator('h1').first().focus();
    await pressUntil(page, 'Tab', 'the practice link', async () => {
      const isLink = await frame.evaluate(() => document.activeElement?.matches('a.tt-command') ?? false).catch(() => false);
      return isLink && /practi[sc]/i.test(await focusedText(frame));
    }, 400);
    await shot('keyboard-link');
    await page.keyboard.press('Enter');
    // The question is asked once; its button that means yes has the focus.
    if (await workbench.dialog().waitFor({ timeout: 2_000 }).then(() => true, () => false)) await page.keyboard.press('Enter');
    await until('a job', () => jobFolders().length === before + 1);
    await until('its log', async () => /PCC/i.test(await workbench.terminalText()));
  });

  check('Tab reaches Log and Enter shows it', async ({ page, workbench, lessonPage }) => {
    const { frame } = await lessonPage();
    const line = frame.locator('.job[data-step="practice-rmsnorm"]').first();
    await until('the job to end', async () => (await line.getAttribute('data-look')) === 'passed');
    await workbench.command('View: Focus Active Editor Group');
    await frame.locator('a.tt-command', { hasText: /practi[sc]/i }).first().focus();
    await pressUntil(page, 'Tab', 'the Log button', async () => {
      const name = await frame.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent ?? '').catch(() => '');
      return /^Log/.test(name);
    }, 40);
    await page.keyboard.press('Enter');
    await until('the log in a terminal', async () => /PCC/i.test(await workbench.terminalText()));
  });
}
