// A reader finds the lesson in the side bar and opens it.
import assert from 'node:assert';
import { kStartPatience, until } from '../lib/wait.mjs';

export function openLesson({ check }) {
  check('nothing of ours runs before it is asked for', async ({ page, outputText }) => {
    // Another extension that wakes at start is awake: ours had its chance too.
    await page.locator('.statusbar-item', { hasText: 'Rival is ready' }).waitFor({ timeout: kStartPatience });
    assert.strictEqual(outputText(), '');
  });

  check('the lesson opens from the Learn tree', async ({ workbench, openBountyLesson, shot }) => {
    await workbench.clickContainer('Tenstorrent');
    const lesson = await openBountyLesson();
    const heading = await lesson.title().innerText();
    assert.match(heading, /bounty program/i);
    await shot('lesson');
  }, { essential: true });

  check('the page shows no markup that the lesson did not write', async ({ lessonPage }) => {
    const { frame } = await lessonPage();
    assert.strictEqual(await frame.locator('article script, article iframe, article style').count(), 0);
    assert.ok((await frame.locator('pre[data-block]').count()) > 5);
  });

  check('Copy puts the block on the clipboard', async ({ page, lessonPage }) => {
    const { frame } = await lessonPage();
    const block = frame.locator('.block', { has: frame.locator('pre[data-block]') }).first();
    const text = await block.locator('pre').innerText();
    await block.getByRole('button', { name: /^Copy/ }).click();
    await block.locator('[role="status"]', { hasText: /copied/i }).waitFor();
    const copied = () => page.evaluate(() => navigator.clipboard.readText());
    await until('the text on the clipboard', async () => (await copied()).trimEnd() === text.trimEnd());
  });
}
