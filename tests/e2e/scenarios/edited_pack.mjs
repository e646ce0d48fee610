// A pack that its author goes on writing while it is read: the page follows and stays where it is.
import assert from 'node:assert';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { until } from '../lib/wait.mjs';

/** A pack in a folder of its own: one lesson, long enough to be scrolled. */
export function makeOwnPack() {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'tt-own-pack-'));
  process.on('exit', () => fs.rmSync(folder, { recursive: true, force: true }));
  const file = path.join(folder, 'mine.md');
  const write = (last) => {
    const sections = Array.from({ length: 40 }, (_, n) => `## Section ${n + 1}\n\n${'A line of this lesson. '.repeat(20)}\n`);
    fs.writeFileSync(file, `---\nid: mine\ntitle: A lesson of mine\ncategory: own\n---\n\n# A lesson of mine\n\n${sections.join('\n')}\n${last}\n`);
  };
  write('The end as it was.');
  return { folder, write };
}

export const editedPack = (own) => ({ check }) => {
  check('a lesson that is written while it is open follows and keeps its place', async ({ workbench, pageWith, placeOf }) => {
    await workbench.showView('Learn');
    await (await workbench.bringRow('Learn', 'Lesson', 'A lesson of mine')).click();
    const { frame } = await pageWith('h1:has-text("A lesson of mine")');
    await frame.locator('h2', { hasText: 'Section 20' }).scrollIntoViewIfNeeded();
    await until('the page to be scrolled', async () => (await placeOf(frame)) > 500);
    const place = await placeOf(frame);
    own.write('The end as it is now.');
    await frame.locator('article', { hasText: 'The end as it is now.' }).waitFor();
    assert.ok(Math.abs((await placeOf(frame)) - place) < 40, `the page went from ${place} px to ${await placeOf(frame)} px`);
  });
};
