// Collects the checks that scenario files declare, runs them in order in one editor, and counts. A failed check leaves a screenshot.
import path from 'node:path';
import { within } from './wait.mjs';

/** The longest that one check may take, ms. */
const kCheckLimit = 150_000;

/** Declares a suite: scenario files call `check(name, body)`; bodies get the session's context. */
export function makeSuite() {
  const checks = [];
  return { checks, check: (name, body, limit = kCheckLimit) => checks.push({ name, body, limit }) };
}

/** Runs a suite's checks and returns { passed, failed }. */
export async function runSuite({ title, suite, context, shots, only }) {
  const counts = { passed: 0, failed: 0 };
  for (const { name, body, limit } of suite.checks) {
    if (only && !only.test(name)) continue;
    const start = Date.now();
    try {
      await within('this check', limit, body(context));
      ++counts.passed;
      console.log(`ok   ${title}: ${name} (${((Date.now() - start) / 1000).toFixed(1)} s)`);
    } catch (error) {
      ++counts.failed;
      console.log(`FAIL ${title}: ${name}\n       ${String(error?.message ?? error).split('\n').slice(0, 12).join('\n       ')}`);
      const file = path.join(shots, `failed-${name.replace(/\W+/g, '-').slice(0, 60)}.png`);
      await context.page.screenshot({ path: file }).catch(() => undefined);
      // What a failed check left open must not fail the next one.
      await context.page.keyboard.press('Escape').catch(() => undefined);
      await context.page.keyboard.press('Escape').catch(() => undefined);
    }
  }
  return counts;
}
