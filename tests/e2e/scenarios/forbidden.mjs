// A lesson whose author means harm gets nothing run: not by its links, not by its arguments, not by its markup.
import assert from 'node:assert';
import { until } from '../lib/wait.mjs';

/** Links to commands of the editor, which are no links at all on the page. */
const kForeign = ['types into a terminal', 'opens a terminal', 'opens a folder', 'an id with a trailing blank'];

/** Links in our own name to what no manifest declares: disabled, and logged when followed all the same. */
const kUndeclared = [
  ['kills the daemon', 'tenstorrent.ui.restart'],
  ['an id of ours that no pack declares', 'tenstorrent.hostile.wipe'],
];

export function forbidden({ check }) {
  check('the hostile lesson opens', async ({ workbench, pageWith, shot }) => {
    await workbench.showView('Learn');
    await (await workbench.bringRow('Learn', 'Lesson', 'means harm')).click();
    await pageWith('h1:has-text("means harm")');
    await shot('hostile');
  });

  check('a link to a command of the editor is plain text', async (context) => {
    const { frame } = await context.pageWith('h1:has-text("means harm")');
    for (const text of kForeign) {
      await frame.locator('article', { hasText: text }).waitFor();
      assert.strictEqual(await frame.locator('a', { hasText: text }).count(), 0, text);
    }
  });

  check('a link to a command that no manifest declares does nothing and is logged', async (context) => {
    const lesson = await context.pageWith('h1:has-text("means harm")');
    const jobs = context.jobFolders().length;
    const terminals = await context.page.locator('.terminal-wrapper').count();
    for (const [text, command] of kUndeclared) {
      assert.strictEqual(await lesson.link(text).getAttribute('aria-disabled'), 'true');
      await lesson.link(text).click({ force: true });
      await until(`the log to name ${command}`, () => context.outputText().includes(command));
    }
    assert.strictEqual(await context.workbench.dialog().count(), 0);
    assert.strictEqual(context.jobFolders().length, jobs);
    assert.strictEqual(await context.page.locator('.terminal-wrapper').count(), terminals);
    assert.deepStrictEqual(context.proofs(), []);
  });

  check('a pack that did not come with the extension runs nothing before it is trusted', async (context) => {
    const lesson = await context.pageWith('h1:has-text("means harm")');
    const jobs = context.jobFolders().length;
    await lesson.link('says hello').click();
    await context.workbench.dialog().waitFor();
    assert.match(await context.workbench.dialog().innerText(), /Trust the lesson pack/);
    await context.shot('hostile-trust');
    await context.workbench.answerDialog('Cancel');
    assert.strictEqual(context.jobFolders().length, jobs);
    await lesson.link('says hello').click();
    await context.workbench.dialog().waitFor();
    await context.workbench.answerDialog('Trust Pack');
    await until('the question about the command', async () => /Program: /.test(await context.workbench.dialog().innerText().catch(() => '')));
    await context.workbench.answerDialog('Cancel');
    assert.strictEqual(context.jobFolders().length, jobs);
  });

  check('an argument with shell text and a hidden direction mark is shown as it is, and Cancel runs nothing', async (context) => {
    const lesson = await context.pageWith('h1:has-text("means harm")');
    const jobs = context.jobFolders().length;
    await lesson.link('says hello').click();
    await context.workbench.dialog().waitFor();
    const text = await context.workbench.dialog().innerText();
    assert.doesNotMatch(text, /\u202e/);
    assert.match(text, /\$\(touch/);
    await context.shot('hostile-consent');
    await context.workbench.answerDialog('Cancel');
    assert.strictEqual(context.jobFolders().length, jobs);
  });

  check('with consent the same argument is one word, and no shell reads it', async (context) => {
    const lesson = await context.pageWith('h1:has-text("means harm")');
    await lesson.link('says hello').click();
    await context.workbench.dialog().waitFor();
    await context.workbench.acceptDialog();
    await until('the text in the terminal', async () => (await context.workbench.terminalText()).replaceAll('\n', '').includes('$(touch'));
    assert.deepStrictEqual(context.proofs(), []);
  });

  check('an argument of the wrong type starts nothing', async (context) => {
    const lesson = await context.pageWith('h1:has-text("means harm")');
    const jobs = context.jobFolders().length;
    const logged = context.outputText().length;
    await lesson.link('says a number').click({ force: true });
    await until('the refusal in the log', () => /says a number.*has to be a string/.test(context.outputText().slice(logged)));
    assert.strictEqual(context.jobFolders().length, jobs);
  });

  check("the lesson's own markup is harmless", async (context) => {
    const { frame } = await context.pageWith('h1:has-text("means harm")');
    assert.notStrictEqual(await frame.evaluate(() => document.title), 'taken');
    const addresses = await frame.locator('article [href], article [src]').evaluateAll((nodes) =>
      nodes.map((node) => node.getAttribute('href') ?? node.getAttribute('src')));
    for (const address of addresses) assert.doesNotMatch(address, /^(command|javascript|file|vscode|data):/i);
    assert.strictEqual(await frame.locator('article iframe, article script').count(), 0);
  });
}
