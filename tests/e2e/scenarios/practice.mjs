// The heart of the product: a clicked link becomes a supervised job whose log streams, and whose measured PCC ticks the step.
import assert from 'node:assert';
import { until } from '../lib/wait.mjs';

export const kPracticeStep = 'practice-rmsnorm';
const kPcc = /PCC 0\.99\d*|PCC 1(\.0*)?\b/;

/** What must show once the practice step has passed, on the page and in the tree. */
export async function expectPracticePassed({ workbench, lessonPage, practiceRow }) {
  const lesson = await lessonPage();
  const line = lesson.step(kPracticeStep);
  await until('the step to pass on the page', async () => (await line.getAttribute('data-look')) === 'passed');
  assert.match(await line.locator('[role="status"]').innerText(), kPcc);
  await workbench.showView('Learn');
  const row = await practiceRow();
  await until('the tree to tick the step', async () => (await row.locator('[role="checkbox"]').getAttribute('aria-checked')) === 'true');
  await until('the tree to show the PCC', async () => kPcc.test(await row.innerText()));
}

export function practice({ check }) {
  check('the link first asks, and shows the program and its arguments', async ({ workbench, practiceLink, shot }) => {
    await (await practiceLink()).click();
    await workbench.dialog().waitFor();
    const text = await workbench.dialog().innerText();
    assert.match(text, /python3?\b/);
    assert.match(text, /rmsnorm\.py/);
    assert.match(text, /--hidden/);
    await shot('consent');
  });

  check('Cancel runs nothing', async ({ workbench, jobFolders }) => {
    await workbench.answerDialog('Cancel');
    assert.deepStrictEqual(jobFolders(), []);
  });

  check('after Run the log streams into a terminal', async ({ workbench, practiceLink, shot }) => {
    await (await practiceLink()).click();
    await workbench.dialog().waitFor();
    await workbench.acceptDialog();
    await until('the PCC in the terminal', async () => /PCC/i.test(await workbench.terminalText()));
    await shot('log');
  });

  check('the step is ticked and its PCC shows, on the page and in the tree', async (context) => {
    await expectPracticePassed(context);
    await context.shot('passed');
  });

  check('the same command does not ask a second time', async ({ workbench, practiceLink, jobFolders }) => {
    const before = jobFolders().length;
    await (await practiceLink()).click();
    await until('a second job', () => jobFolders().length === before + 1);
    assert.strictEqual(await workbench.dialog().count(), 0);
  });
}
