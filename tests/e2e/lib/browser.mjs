// Headless Chromium on an empty profile with the network off: only this machine's loopback resolves, and what asks for more is recorded.
import { chromium } from 'playwright-core';
import { kPatience, kStartPatience } from './wait.mjs';

const kChromium = process.env.TT_CHROMIUM || '/usr/bin/chromium';
const isLoopback = (url) => ['127.0.0.1', 'localhost'].includes(url.hostname);

/**
 * Opens a browser. Returns { page, outside, opened(), close() }: `outside` lists every address beyond loopback that anything asked for
 * (each is answered with an empty page, so that a link that was followed is seen and goes nowhere).
 */
export async function openBrowser(profile, { url, width = 1440, height = 900 }) {
  const context = await chromium.launchPersistentContext(profile.chromium, {
    executablePath: kChromium,
    headless: true,
    viewport: { width, height },
    env: { ...process.env, HOME: profile.home },
    args: [
      '--no-sandbox', // these tests may run as root, where Chromium has no sandbox; they load only our own pages
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost',
    ],
  });
  await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: new URL(url).origin });
  const outside = [];
  await context.route(
    (address) => !isLoopback(address) && address.protocol.startsWith('http'),
    (route) => {
      outside.push(route.request().url());
      return route.fulfill({ status: 200, contentType: 'text/html', body: '<title>no network in this test</title>' });
    },
  );
  const page = context.pages()[0] ?? (await context.newPage());
  page.setDefaultTimeout(kPatience);
  return { context, page, outside, close: () => context.close() };
}

/** Loads the workbench on a folder and waits until it stands. `payload` is what the workbench takes in its address. */
export async function openWorkbench(page, url, folder, payload = []) {
  const query = new URLSearchParams({ folder });
  if (payload.length > 0) query.set('payload', JSON.stringify(payload));
  await page.goto(`${url}?${query}`, { waitUntil: 'domcontentloaded', timeout: kStartPatience });
  await page.locator('.monaco-workbench .part.statusbar').waitFor({ timeout: kStartPatience });
}
