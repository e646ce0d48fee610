// In a workspace that nobody trusts the lesson can be read, and nothing runs.
import assert from 'node:assert';
import { until } from '../lib/wait.mjs';

export function untrusted({ check }) {
  check('the lesson can be read in Restricted Mode', async ({ page, workbench, openBountyLesson, shot }) => {
    await page.locator('.part.banner, .statusbar-item', { hasText: /Restricted Mode/ }).first().waitFor();
    await workbench.clickContainer('Tenstorrent');
    await openBountyLesson();
    await shot('untrusted');
  }, { essential: true });

  check('the practice link asks for nothing and runs nothing', async ({ workbench, practiceLink, jobFolders, outputText }) => {
    const logged = outputText().length;
    await (await practiceLink()).click({ force: true });
    await until('the refusal in the log or on screen', async () =>
      /trust/i.test(outputText().slice(logged)) || (await workbench.notification(/trust/i).count()) > 0 || (await workbench.dialog().count()) > 0);
    if ((await workbench.dialog().count()) > 0) assert.doesNotMatch(await workbench.dialog().innerText(), /rmsnorm\.py/);
    assert.deepStrictEqual(jobFolders(), []);
    assert.strictEqual(await workbench.page.locator('.terminal-wrapper').count(), 0);
  });
}
