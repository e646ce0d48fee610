// Runs mocha inside the extension host of a real VS Code, where the `vscode` module is the real one.
//   node tests/host/run.mjs [--grep TEXT] [--extension FOLDER]      uses the built extension in its folder, not the vsix
import fs from 'node:fs';
import path from 'node:path';
import util, { parseArgs } from 'node:util';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { openBrowser, openWorkbench } from '../e2e/lib/browser.mjs';
import { startEditor } from '../e2e/lib/editor.mjs';
import { makeProfile, outputChannelText, removeProfile } from '../e2e/lib/profile.mjs';
import { within } from '../e2e/lib/wait.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));
const root = path.resolve(here, '../..');
const results = path.join(root, 'test-results');
const bundle = path.join(results, 'host', 'index.js');
const { values } = parseArgs({ options: { grep: { type: 'string', default: '' }, extension: { type: 'string', default: root } } });

/** How long all the tests may take, ms. */
const kLimit = 300_000;

/** What the workbench says about itself in the same stream as the tests' own lines. */
const kNoise = /^(\[|Resolv|Creation of|Aborted on|Extension host|No search provider|\s+at http|Creating a socket|Ignoring fetching|Updating additional|Timed out waiting for authentication|%c)/;

await build({
  entryPoints: [path.join(here, 'index.ts')],
  outfile: bundle,
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  external: ['vscode', 'mocha'],
  sourcemap: 'inline',
  logLevel: 'warning',
});

const report = path.join(results, 'host', 'report.json');
fs.rmSync(report, { force: true });
const profile = makeProfile({
  files: {
    'test_sample.py': 'def test_addition():\n    assert 1 + 1 == 2\n',
    'steps.py': 'import time\nfor i in range(3):\n    print("line", i, flush=True)\n    time.sleep(0.05)\n',
    'ends.py': 'print("the end is near", flush=True)\nraise SystemExit(3)\n',
    'waits.py': 'import time\nprint("waiting", flush=True)\ntime.sleep(600)\n',
    // Which tests ran is seen by what they leave behind.
    'models/test_ops.py': ['add', 'gone', 'last'].map((name) => `def test_${name}():\n    open("ran-${name}", "w").close()\n    assert "${name}" != "gone"\n\n\n`).join(''),
    '.vscode/tasks.json': JSON.stringify({ version: '2.0.0', tasks: [
      { type: 'tenstorrent', label: 'ends', file: 'ends.py' },
      { type: 'tenstorrent', label: 'waits', file: '${workspaceFolder}/waits.py' },
      { type: 'tenstorrent', label: 'nothing', file: 'missing.py' },
    ] }),
  },
});
// Another publisher's extension that owns some of our command ids already. An extension folder in an empty profile counts as installed.
fs.cpSync(path.join(here, 'rival'), path.join(profile.extensions, 'elsewhere.rival-1.0.0'), { recursive: true });

let editor;
let browser;
let outcome = 'the tests did not start';
try {
  editor = await startEditor(profile, {
    environment: { TT_HOST_REPORT: report, TT_HOST_GREP: values.grep, TT_HOST_PROFILE: profile.root, PYTHONPATH: path.resolve(here, '../e2e/fake_pytest'), PYTHONDONTWRITEBYTECODE: '1' },
    // Without this a built VS Code ignores the two paths in the payload, silently.
    flags: ['--vscode-option', 'enable-smoke-test-driver'],
  });
  browser = await openBrowser(profile, { url: editor.url });
  const { page } = browser;
  // The workbench calls these two functions of its page where they exist.
  const ended = new Promise((resolve) => page.exposeFunction('codeAutomationExit', (code) => resolve(code)));
  await page.exposeFunction('codeAutomationLog', (_type, args) => {
    const line = util.format(...args);
    if (process.env.VERBOSE || !kNoise.test(line)) console.log(line);
  });
  const remote = `vscode-remote://${editor.authority}`;
  await openWorkbench(page, editor.url, profile.workspace, [
    ['extensionDevelopmentPath', remote + path.resolve(values.extension)],
    ['extensionTestsPath', remote + bundle.replace(/\.js$/, '')],
    ['skipWelcome', 'true'],
  ]);
  outcome = await within('running the tests', kLimit, ended);
} catch (error) {
  console.log(`FAIL ${error.message}`);
} finally {
  if (outcome !== 0 && browser) await browser.page.screenshot({ path: path.join(results, 'host-failed.png') }).catch(() => undefined);
  await browser?.close().catch(() => undefined);
  await editor?.stop();
}

if (outcome !== 0) console.log(outputChannelText(profile, 'TT Bringup').split('\n').slice(-40).join('\n'));
const counts = fs.existsSync(report) ? JSON.parse(fs.readFileSync(report, 'utf8')) : { passed: 0, failed: 1 };
if (browser?.outside.length) {
  console.log(`FAIL the tests asked for ${browser.outside.join(', ')}`);
  counts.failed += 1;
}
removeProfile(profile);
console.log(`${counts.passed} passed, ${counts.failed} failed`);
process.exit(counts.failed > 0 ? 1 : 0);
