// Another extension owns two of our command ids since before ours woke: our log says so once, and our page works all the same.
import assert from 'node:assert';
import { until } from '../lib/wait.mjs';

export function rival({ check }) {
  check('the log names the ids that another extension has, once', async ({ outputText }) => {
    const lines = outputText().split('\n').filter((line) => line.includes('tenstorrent.verifyHardware') && /another extension/i.test(line));
    // One line for each start of the extension: the window was reloaded in between.
    const starts = new Set(lines.map((line) => line.slice(0, 19)));
    assert.ok(lines.length > 0, 'the log does not say it');
    assert.strictEqual(lines.length, starts.size);
    assert.ok(lines.every((line) => line.includes('tenstorrent.browseOpenBounties')));
  });

  check("a link of our page to such an id runs ours: it opens the bounties' page", async ({ workbench, lessonPage, openBountyLesson, outside }) => {
    await workbench.showView('Learn');
    await openBountyLesson();
    const lesson = await lessonPage();
    await lesson.link(/browse|open bounties/i).click();
    await workbench.acceptDialogIfAny();
    await until('the page of the bounties', () => outside.some((address) => address.startsWith('https://github.com/tenstorrent/')));
  });
}
