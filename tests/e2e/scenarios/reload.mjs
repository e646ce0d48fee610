// A window reload loses nothing: neither what was proved nor the place where the reader was.
import assert from 'node:assert';
import { until } from '../lib/wait.mjs';
import { expectPracticePassed } from './practice.mjs';

export function reload({ check }) {
  check('after a reload the step is still ticked with its PCC', async (context) => {
    const { frame } = await context.lessonPage();
    await context.rememberPlace(frame);
    await context.workbench.reload();
    await expectPracticePassed(context);
    await context.shot('reloaded');
  });

  check('after a reload the page is at the same place', async (context) => {
    const { frame } = await context.lessonPage();
    assert.ok(context.place > 0, 'the page was not scrolled before the reload, so this proves nothing');
    await until(`the page to come back to ${context.place} px`, async () => Math.abs((await context.placeOf(frame)) - context.place) < 40);
  });
}
