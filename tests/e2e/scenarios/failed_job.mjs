// A job that fails shows how far it got while it went on, why it failed, and the place in the file.
import assert from 'node:assert';
import { until } from '../lib/wait.mjs';

const row = (workbench) => workbench.rowOfKind('Jobs', 'Job', 'failing_job');

export function failedJob({ check }) {
  check('a running job shows its progress in the Jobs tree and in the title of its terminal', async ({ workbench, shot }) => {
    await workbench.openFile('failing_job.py');
    await workbench.command('Tenstorrent: Run on Device');
    await workbench.acceptDialogIfAny();
    await workbench.showView('Jobs');
    await until('the row to say how far it is', async () => /Building · \d+ %/.test(await row(workbench).innerText()));
    const title = workbench.page.locator('.single-terminal-tab, .terminal-tabs-entry, .tabs-list .monaco-list-row');
    await until('its terminal to say so', async () => {
      const titles = await title.evaluateAll((nodes) => nodes.map((node) => `${node.textContent} ${node.getAttribute('aria-label') ?? ''}`));
      return titles.some((text) => /failing_job\.py \(\d+ %\)/.test(text));
    });
    await shot('progress');
  });

  check('its end names the known fault, with a row of its own', async ({ workbench, shot }) => {
    await until('the row to name the fault', async () => /exit 1.*no_such_module/.test(await row(workbench).innerText()), 60_000);
    await row(workbench).locator('.monaco-tl-twistie').click();
    await workbench.rowOfKind('Jobs', 'Why job', 'no_such_module').waitFor();
    assert.doesNotMatch(await row(workbench).innerText(), /%/);
    await shot('fault');
  });

  check('"Why?" says what to do, and shows the lesson that explains it', async ({ workbench, pageWith, shot }) => {
    await workbench.rowOfKind('Jobs', 'Why job', 'no_such_module').click();
    await workbench.dialog().waitFor();
    const text = await workbench.dialog().innerText();
    assert.match(text, /pip install/);
    assert.match(text, /ModuleNotFoundError/);
    await shot('why');
    await workbench.answerDialog('Open Lesson');
    const lesson = await pageWith('h1:text-is("Reading a failed job")');
    const heading = lesson.frame.locator('h3', { hasText: 'A Python module is missing' });
    await until('the heading to be at the top', async () => {
      const box = await heading.evaluate((node) => node.getBoundingClientRect().top);
      return box >= -2 && box < 200;
    });
  });

  check('the file shows the error at its line', async ({ workbench, page, shot }) => {
    await workbench.openFile('failing_job.py');
    await page.locator('.squiggly-error').first().waitFor();
    await shot('diagnostic');
  });
}
