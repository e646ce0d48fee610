// Three files want one card: they wait visibly, one is moved, one is taken out, and one is run again with other arguments.
import assert from 'node:assert';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { makeCards } from '../../faults/lib/cards.mjs';
import { until } from '../lib/wait.mjs';

const kHold = 'import time\nprint("holding", flush=True)\ntime.sleep(900)\n';
const kShow = 'import os, sys\nprint("mesh", os.environ.get("MESH_DEVICE"), "arguments", sys.argv[1:], flush=True)\n';
const cards = fs.mkdtempSync(path.join(os.tmpdir(), 'tt-cards-'));
process.once('exit', () => fs.rmSync(cards, { recursive: true, force: true }));

export const kQueueOptions = () => ({
  files: { 'hold.py': kHold, 'second.py': kShow, 'third.py': kShow },
  environment: makeCards(cards),
});

export function queue({ check }) {
  const row = (workbench, text) => workbench.rowOfKind('Jobs', 'Job', text);
  const start = async (workbench, file) => {
    await workbench.openFile(file);
    await workbench.command('Tenstorrent: Run on Device');
  };
  const fromMenu = async (workbench, text, entry) => {
    await workbench.showView('Jobs');
    await workbench.pickFromMenu(row(workbench, text), entry);
  };
  const says = (workbench, text, pattern) =>
    until(`${text} to say ${pattern}`, async () => pattern.test(await row(workbench, text).getAttribute('aria-label', { timeout: 2_000 }).catch(() => '')));

  check('a second job waits for the card and says who has it', async ({ workbench, shot }) => {
    await start(workbench, 'hold.py');
    await workbench.showView('Jobs');
    await says(workbench, /#1 hold\.py/, /Running/);
    await start(workbench, 'second.py');
    await start(workbench, 'third.py');
    await workbench.showView('Jobs');
    await says(workbench, 'second.py', /Waits for n150 0, held by #1 hold\.py since \d\d:\d\d/);
    await says(workbench, 'third.py', /number 2 in the queue/);
    await shot('waiting');
  }, { essential: true });

  check('the last one is moved to the front', async ({ workbench }) => {
    await fromMenu(workbench, 'third.py', 'Move to Front');
    await says(workbench, 'second.py', /number 2 in the queue/);
    await says(workbench, 'third.py', /since \d\d:\d\d$/);
  });

  check('one is taken out, and the first in line starts when the card is free', async ({ workbench, shot }) => {
    await fromMenu(workbench, 'second.py', 'Take Out of the Queue');
    await says(workbench, 'second.py', /stopped/);
    const holder = row(workbench, /^\s*#1 hold/);
    await workbench.clickInline(holder, 'Stop', async () => !/Running/.test(await holder.innerText()));
    await says(workbench, 'third.py', /exit 0/);
    await shot('moved-on');
  });

  check('a job is run again with other arguments, after a question', async ({ page, workbench, jobFolders, shot }) => {
    const before = jobFolders().length;
    await fromMenu(workbench, 'third.py', 'Run Again with Edits');
    const input = page.locator('.quick-input-widget input').first();
    await input.waitFor();
    const text = await input.inputValue();
    await input.fill(`${text} "not closed`);
    await page.locator('.quick-input-message', { hasText: 'double quote' }).waitFor();
    await input.fill(`${text} "two words"`);
    await page.keyboard.press('Enter');
    await workbench.dialog().waitFor();
    assert.match(await workbench.dialog().innerText(), /two words/);
    await shot('asked');
    await workbench.acceptDialog();
    await until('its output', async () => (await workbench.terminalText()).includes("mesh N150 arguments ['two words']"));
    assert.strictEqual(jobFolders().length, before + 1);
  });
}
