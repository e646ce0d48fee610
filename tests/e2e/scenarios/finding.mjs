// Finding one's way: search and jump, a filter that stays, the next lesson by keyboard, an address from outside, and going on where one was.
import assert from 'node:assert';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { until } from '../lib/wait.mjs';

const pack = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../packs/finding');
/** `opener` opens addresses as a link in another program does. */
export const kFindingOptions = { settings: { 'tenstorrent.packs': [pack] }, others: [path.resolve(pack, '../../opener')] };

const h1 = (title) => `h1:text-is("${title}")`;
const top = (frame, id) => frame.evaluate((anchor) => document.getElementById(`user-content-${anchor}`)?.getBoundingClientRect().top ?? Number.NaN, id);
const rowsOf = (workbench) => workbench.view('Learn').locator('[role="treeitem"][aria-label^="Lesson "]');

export function finding({ check }) {
  check('what is typed is searched in titles, text and code, and Enter jumps to the place', async ({ page, workbench, shot }) => {
    await workbench.showView('Learn');
    await until('the lessons', async () => (await rowsOf(workbench).count()) > 0);
    await workbench.command('Search Lessons');
    const input = page.locator('.quick-input-widget input').first();
    const rows = page.locator('.quick-input-list .monaco-list-row');
    await input.fill('"wombat( slee');
    await until('the section to be found', async () => /A quiet corner/.test(await rows.first().innerText().catch(() => '')));
    await input.fill('wombat slee');
    await until('an excerpt with its match marked', async () => (await rows.first().locator('.highlight').count()) > 0);
    await shot('search');
    await page.keyboard.press('Enter');
    const frame = await workbench.webview(h1('The first of three'));
    await until('the page to be at the section', async () => Math.abs(await top(frame, 'a-quiet-corner')) < 120);
    await input.waitFor({ state: 'hidden' });
    await workbench.command('Search Lessons');
    await input.fill('ttnn.wombat');
    await until('the code to be found', async () => /burrow = ttnn\.wombat/.test(await rows.first().innerText().catch(() => '')));
    await input.fill('zebra');
    await until('nothing to be found', async () => /Nothing found/.test(await rows.first().innerText().catch(() => '')));
    await page.keyboard.press('Escape');
  });

  check('the page says where the lesson is, what it was tried on and what is here', async ({ workbench, shot }) => {
    const frame = await workbench.webview(h1('The first of three'));
    assert.deepStrictEqual(await frame.locator('.breadcrumb li').allInnerTexts(), ['finding', 'The basics', 'The first of three']);
    const text = await frame.locator('.hardware .fit').innerText();
    assert.match(text, /This lesson is for n150\./);
    assert.match(text, /Validated on n150 \(2026-04-16\)\./);
    assert.match(text, /There is no card in this machine\.|You have /);
    await shot('finding-page');
  });

  check('the next and the previous lesson open by keyboard, and at the foot of the page', async ({ page, workbench }) => {
    const first = await workbench.webview(h1('The first of three'));
    await first.locator('h1').focus();
    await page.keyboard.press('Alt+PageDown');
    const second = await workbench.webview(h1('The second of three'));
    await second.locator('h1').focus();
    await page.keyboard.press('Alt+PageUp');
    await page.locator('.tab.active', { hasText: 'The first of three' }).waitFor();
    const again = await workbench.webview(h1('The first of three'));
    assert.strictEqual(await again.locator('.neighbour.previous').count(), 0, 'the first lesson has one before it');
    await again.locator('.neighbour.next').focus();
    await page.keyboard.press('Enter');
    await page.locator('.tab.active', { hasText: 'The second of three' }).waitFor();
  });

  check('a crumb shows the lesson in the tree', async ({ workbench }) => {
    const frame = await workbench.webview(h1('The second of three'));
    await frame.locator('.crumb', { hasText: 'The basics' }).click();
    await until('the category to be selected', async () => (await workbench.view('Learn').locator('[role="treeitem"][aria-selected="true"][aria-label^="Category The basics"]').count()) === 1);
  });

  check('a filter hides what it is to hide, says so, and is there after a reload', async ({ page, workbench, shot }) => {
    await workbench.command('Filter Lessons');
    const input = page.locator('.quick-input-widget input[type=text]').first();
    for (const value of ['n300', 'draft', 'run']) {
      await input.fill(value);
      await page.locator('.quick-input-list .monaco-list-row', { has: page.locator('.label-name', { hasText: new RegExp(`^${value}$`) }) }).first().click();
    }
    await input.fill('');
    await shot('filter');
    await page.keyboard.press('Enter');
    const message = workbench.view('Learn').locator('.message');
    const expectFiltered = async () => {
      await workbench.showView('Learn');
      await until('the filter to be told', async () => /^1 of \d+ lessons: n300, draft, run$/.test((await message.innerText().catch(() => '')).trim()));
      const shown = async () => (await rowsOf(workbench).allInnerTexts()).map((text) => text.replace(/\s+/g, ' ').trim());
      await until('the one lesson to be shown', async () => (await shown()).length > 0);
      assert.deepStrictEqual(await shown(), ['The second of three']);
    };
    await expectFiltered();
    await page.waitForTimeout(6_000);   // a browser's VS Code writes its state every five seconds and gives no sign of it
    await workbench.reload();
    await expectFiltered();
    await workbench.command('Clear the Lesson Filter');
    await until('all lessons to be back', async () => !(await message.isVisible()) && /Bounty program/.test(await workbench.view('Learn').innerText()));
  });

  check('the choice of hardware on the page filters the Learn view', async ({ workbench, page }) => {
    await workbench.command('Open a Lesson');
    await page.locator('.quick-input-list .monaco-list-row', { hasText: 'The second of three' }).first().click();
    const frame = await workbench.webview(h1('The second of three'));
    await frame.locator('#hardware').selectOption('n300');
    await until('the page to say so', async () => /The Learn view shows lessons for n300 only/.test(await frame.locator('.hardware .fit').innerText()));
    await workbench.showView('Learn');
    await until('the view to say so', async () => /lessons: n300$/.test((await workbench.view('Learn').locator('.message').innerText().catch(() => '')).trim()));
    await workbench.command('Clear the Lesson Filter');
    await until('the page to say no longer so', async () => !/The Learn view shows/.test(await frame.locator('.hardware .fit').innerText()));
  });

  check('an address opens its lesson at its heading, and one that names none does nothing', async ({ page, workbench, outputText, jobFolders }) => {
    const follow = async (title) => {
      await workbench.command(title);
      await workbench.acceptDialogIfAny();   // an editor may ask whether the extension may open it
    };
    await workbench.closeAllEditors();
    await follow('Open the Address of Nothing');
    await until('the refusal in the log', () => /names no lesson that is loaded/.test(outputText()));
    assert.strictEqual(await page.locator('.tab').count(), 0);
    assert.deepStrictEqual(jobFolders(), []);
    await follow('Open the Address of a Lesson');
    const frame = await workbench.webview(h1('The first of three'));
    await until('the page to be at the heading', async () => Math.abs(await top(frame, 'a-quiet-corner')) < 120);
  });

  check('one goes on where one left off', async ({ page, workbench }) => {
    await page.waitForTimeout(6_000);
    await workbench.closeAllEditors();
    await workbench.reload();
    await workbench.showView('Learn');
    await workbench.command('Continue Where You Left Off');
    const frame = await workbench.webview(h1('The first of three'));
    await until('the page to be where it was', async () => Math.abs(await top(frame, 'a-quiet-corner')) < 200);
  });
}
