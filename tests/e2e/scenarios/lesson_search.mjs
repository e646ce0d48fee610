// Lessons are searched while one types, and Enter goes to the place.
import { until } from '../lib/wait.mjs';

export function lessonSearch({ check }) {
  check('a search in the lessons shows places while one types, and Enter goes there', async ({ page, workbench, lessonPage, placeOf, shot }) => {
    await workbench.closeAllEditors();
    await workbench.command('Tenstorrent: Search Lessons');
    const input = page.locator('.quick-input-widget input[placeholder="Words to look for"]').first();
    await input.waitFor();
    await input.fill('teacher forc');
    const row = page.locator('.quick-input-list .monaco-list-row', { hasText: /teacher/i }).first();
    await row.waitFor();
    await shot('lesson-search');
    // Down to a place in this lesson, whatever the others say of the matter.
    const focused = page.locator('.quick-input-list .monaco-list-row.focused');
    await until('a place in the bounty program', async () => {
      if (/bounty program/i.test(await focused.first().innerText())) return true;
      await page.keyboard.press('ArrowDown');
      return false;
    });
    await page.keyboard.press('Enter');
    await until('the page to stand at the place', async () => (await placeOf((await lessonPage()).frame)) > 500);
  });
}
