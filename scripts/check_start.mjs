// Loads the address that scripts/start.sh printed, waits for the lesson that it must open, and takes a screenshot.
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { openBrowser } from '../tests/e2e/lib/browser.mjs';
import { makeWorkbench } from '../tests/e2e/lib/workbench.mjs';

const { values } = parseArgs({
  options: { address: { type: 'string' }, profile: { type: 'string' }, screenshot: { type: 'string' } },
});
const { address, profile, screenshot } = values;
if (!address || !profile || !screenshot) throw new Error('usage: check_start.mjs --address URL --profile FOLDER --screenshot FILE');

const home = path.join(profile, 'home');
const browser = await openBrowser({ home, chromium: path.join(profile, 'chromium') }, { url: address });
try {
  await browser.page.goto(address, { waitUntil: 'domcontentloaded' });
  await browser.page.locator('.monaco-workbench .part.statusbar').waitFor();
  const lesson = await makeWorkbench(browser.page).webview('h1', 120_000);
  const heading = (await lesson.locator('h1').first().innerText()).trim();
  if (heading === '') throw new Error('the lesson page has an empty heading');
  await lesson.locator('pre').first().waitFor({ state: 'attached' });
  fs.mkdirSync(path.dirname(screenshot), { recursive: true });
  await browser.page.screenshot({ path: screenshot });
  console.log(`The lesson "${heading}" is open; the screenshot is ${screenshot}.`);
} catch (error) {
  await browser.page.screenshot({ path: screenshot.replace(/\.png$/, '-failed.png') }).catch(() => undefined);
  console.error(`error: the lesson did not open: ${error.message}`);
  process.exitCode = 1;
} finally {
  await browser.close();
}
