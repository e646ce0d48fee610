// Collects the checks that scenario files declare, runs them in order in one editor, and counts. A failed check leaves a screenshot.
import path from 'node:path';
import { within } from './wait.mjs';

/** The longest that one check may take, ms. */
const kCheckLimit = 120_000;

/**
 * Scenario files call check(name, body); a body gets the session's context. Where one that is `essential` fails, the rest of the
 * suite would only wait in vain: it counts as failed and is not run.
 */
export function makeSuite() {
  const checks = [];
  return { checks, check: (name, body, { essential = false } = {}) => checks.push({ name, body, essential }) };
}

async function failureScreenshot({ page }, shots, name) {
  const file = path.join(shots, `failed-${name.replace(/\W+/g, '-').slice(0, 60)}.png`);
  await page.screenshot({ path: file }).catch(() => undefined);
  // What a failed check left open must not fail the next one.
  for (let i = 0; i < 2; ++i) await page.keyboard.press('Escape').catch(() => undefined);
}

/** Runs a suite's checks, those whose names match `only` where it is given, and returns { passed, failures }: a text for each that failed. */
export async function runSuite({ title, suite, context, shots, only }) {
  const counts = { passed: 0, failures: [] };
  const fail = (text) => {
    counts.failures.push(text);
    console.log(text);
  };
  let broken = false;
  for (const { name, body, essential } of suite.checks) {
    if (only && !essential && !only.test(name)) continue;
    if (broken) {
      fail(`FAIL ${title}: ${name} (not run)`);
      continue;
    }
    const start = Date.now();
    try {
      await within('this check', kCheckLimit, body(context));
      ++counts.passed;
      console.log(`ok   ${title}: ${name} (${((Date.now() - start) / 1000).toFixed(1)} s)`);
    } catch (error) {
      broken = essential;
      fail(`FAIL ${title}: ${name}\n       ${String(error?.message ?? error).split('\n').slice(0, 12).join('\n       ')}`);
      await failureScreenshot(context, shots, name);
    }
  }
  return counts;
}
