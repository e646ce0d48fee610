// An author opens a lesson as text: problems at once, a completion, a fix, and the page beside the text while it is written.
import assert from 'node:assert';
import { until } from '../lib/wait.mjs';

const kSections = Array.from({ length: 40 }, (_, i) => `## Part ${i + 1}\n\nSome words about part ${i + 1}.\n`).join('\n');

export const kPack = {
  'own/pack.yaml': 'pack: {id: own, title: Own, version: 1.0.0}\nlessons: [{file: first.md}]\ncommands:\n'
    + '  - {id: tenstorrent.own.measure, title: Measure it, kind: job, argv: [/bin/echo, measured]}\n',
  'own/first.md': `---\nid: first\ntitle: The first\n---\n\n# The first\n\n[Measure](command:tenstorrent.own.mesure)\n\n${kSections}`,
};

export function authoring({ check }) {
  const lines = (page) => page.locator('.editor-instance .view-lines').first();
  const problems = (page) => page.locator('.markers-panel [role="treeitem"]', { hasText: 'tenstorrent.own.mesure' }).first();

  check('a lesson that is opened as text shows what is wrong with it', async ({ page, workbench, shot }) => {
    await workbench.openFile('first.md');
    await workbench.command('Problems: Focus on Problems View');
    await problems(page).waitFor();
    await shot('authoring-problem');
  }, { essential: true });

  check('its page stands beside the text, and its commands wait for it to be loaded', async ({ page, workbench, pageWith, shot }) => {
    await workbench.openFile('first.md');
    await workbench.command('Tenstorrent: Preview the Lesson');
    const { frame } = await pageWith('h1:text-matches("The first")');
    await frame.locator('.unsaved').waitFor();
    assert.strictEqual(await frame.locator('article h2').count(), 40);
    assert.ok(await lines(page).isVisible());
    await shot('authoring-preview');
  });

  check('a quick fix puts the command right, and the problem goes', async ({ page, workbench, shot }) => {
    await workbench.openFile('first.md');
    await workbench.command('Problems: Focus on Problems View');
    await problems(page).dblclick();
    await workbench.command('Quick Fix...');
    await page.locator('.action-widget .monaco-list-row', { hasText: 'tenstorrent.own.measure' }).first().click();
    await until('the text to be mended', async () => (await lines(page).innerText()).replaceAll('\u00a0', ' ').includes('command:tenstorrent.own.measure'));
    await problems(page).waitFor({ state: 'detached' });
    await shot('authoring-fixed');
  });

  check('the page follows what is typed and stays where it was', async ({ page, workbench, pageWith }) => {
    const { frame } = await pageWith('h1:text-matches("The first")');
    await frame.evaluate(() => document.querySelectorAll('article h2')[30].scrollIntoView());
    const before = await until('the page to have scrolled', () => frame.evaluate(() => window.scrollY));
    await workbench.openFile('first.md');
    await page.keyboard.press('Control+End');
    await page.keyboard.type('\n## Typed just now\n');
    await until('the new heading on the page', async () => (await frame.locator('article h2').count()) === 41);
    const after = await frame.evaluate(() => window.scrollY);
    assert.ok(Math.abs(after - before) < 5, `the page went from ${before} to ${after}`);
  });

  check('a command is completed in a link', async ({ page, workbench, shot }) => {
    await workbench.openFile('first.md');
    await page.keyboard.press('Control+End');
    await page.keyboard.type('\n[a](command:tenstorrent.own.');
    await workbench.command('Trigger Suggest');
    await page.locator('.suggest-widget .monaco-list-row', { hasText: 'tenstorrent.own.measure' }).first().waitFor();
    await shot('authoring-completion');
    await page.keyboard.press('Escape');
  });
}
