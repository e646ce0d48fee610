// Measures 1 and 2: the output of a program on its way into the extension host of a real VS Code, against node-pty there and a bare loop.
import fs from 'node:fs';
import path from 'node:path';
import util from 'node:util';
import { build } from 'esbuild';
import { openBrowser, openWorkbench } from '../e2e/lib/browser.mjs';
import { installedEditor, startEditor } from '../e2e/lib/editor.mjs';
import { makeProfile, outputChannelText, removeProfile } from '../e2e/lib/profile.mjs';
import { within } from '../e2e/lib/wait.mjs';
import { excess, row, share, speed } from './lib/stats.mjs';

const kFloodBytes = 64 * 1024 * 1024;
const kLongBytes = 512 * 1024 * 1024;
const kClockLines = 200;
const kClockMs = 20;
const kLimitMs = 400_000;

/** The script is the same for every contestant, so that each pays for the start of the same program. */
const scriptFor = (program, ...argv) =>
  `import os\nos.execv(${JSON.stringify(program)}, ${JSON.stringify([program, ...argv.map(String)])})\n`;

async function inExtensionHost({ root, results, tools, daemon, rounds }) {
  const bundle = path.join(results, 'bench-host', 'index.js');
  await build({
    entryPoints: [path.join(root, 'tests/bench/host/index.ts')],
    outfile: bundle,
    bundle: true,
    minify: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    mainFields: ['module', 'main'],
    external: ['vscode'],
    logLevel: 'warning',
  });
  const producer = path.join(tools, 'bench_producer');
  const profile = makeProfile({
    settings: { 'tenstorrent.daemonPath': daemon },
    files: { 'flood.py': scriptFor(producer, 'flood', kFloodBytes), 'long.py': scriptFor(producer, 'flood', kLongBytes), 'clock.py': scriptFor(producer, 'clock', kClockLines, kClockMs) },
  });
  const config = {
    bare: path.join(tools, 'bench_bare_pty'),
    nodePty: path.join(path.dirname(installedEditor().entry), '../../lib/vscode/node_modules/node-pty'),
    extension: root,
    floodScript: path.join(profile.workspace, 'flood.py'),
    clockScript: path.join(profile.workspace, 'clock.py'),
    floodBytes: kFloodBytes,
    longScript: path.join(profile.workspace, 'long.py'),
    longBytes: kLongBytes,
    clockLines: kClockLines,
    rounds,
    out: path.join(profile.root, 'bench.json'),
  };
  fs.writeFileSync(path.join(profile.root, 'config.json'), JSON.stringify(config));
  let editor;
  let browser;
  try {
    editor = await startEditor(profile, {
      environment: { TT_BENCH_CONFIG: path.join(profile.root, 'config.json') },
      flags: ['--vscode-option', 'enable-smoke-test-driver'],
    });
    browser = await openBrowser(profile, { url: editor.url });
    const { page } = browser;
    const ended = new Promise((resolve) => page.exposeFunction('codeAutomationExit', (code) => resolve(code)));
    const said = [];
    await page.exposeFunction('codeAutomationLog', (_type, args) => said.push(util.format(...args)));
    const remote = `vscode-remote://${editor.authority}`;
    await openWorkbench(page, editor.url, profile.workspace, [
      ['extensionDevelopmentPath', remote + root],
      ['extensionTestsPath', remote + bundle.replace(/\.js$/, '')],
      ['skipWelcome', 'true'],
    ]);
    const code = await within('measuring in the extension host', kLimitMs, ended);
    if (code !== 0 || !fs.existsSync(config.out)) {
      throw new Error(`the extension host did not finish:\n${said.slice(-20).join('\n')}\n${outputChannelText(profile, 'TT Bench').slice(-2000)}`);
    }
    return JSON.parse(fs.readFileSync(config.out, 'utf8'));
  } finally {
    await browser?.close().catch(() => undefined);
    await editor?.stop();
    removeProfile(profile);
  }
}

export async function measureLog(context) {
  const raw = await inExtensionHost(context);
  const { floods, clocks, beside } = raw;
  const flood = (name, field, factor) => floods.map((round) => round[name][field] * factor);
  const clock = (name, field) => clocks.map((round) => round[name][field] / 1e6);
  const flooded = (name) => beside.map((round) => round[name].p99Ns / 1e6);
  for (const round of [...clocks, ...beside]) for (const [name, { lines }] of Object.entries(round)) if (lines !== kClockLines) throw new Error(`${name} saw ${lines} lines`);
  const cpuPerGb = 1e-9 / (kFloodBytes / 1e9);
  const wall = { unit: 's', kind: 'ratio', ours: flood('ours', 'wallNs', 1e-9), compare: speed, at: 'least' };
  const besideFlood = { unit: 'ms', kind: 'ratio', ours: flooded('ours'), theirs: flooded('node-pty'), compare: share, at: 'most' };
  const line = { unit: 'ms', kind: 'excess', compare: excess, at: 'most' };
  const rows = [
    row({ ...wall, id: 'log-wall-bare', what: '64 MiB of a job\'s output to the extension\'s handler: speed', rival: 'a bare C++ loop on the terminal', theirs: flood('bare', 'wallNs', 1e-9), limit: 0.85, goal: '≥ 0.85' }),
    row({ ...wall, id: 'log-wall-node-pty', what: 'the same', rival: 'node-pty in the same extension host', theirs: flood('node-pty', 'wallNs', 1e-9), limit: 0.8, goal: '≥ 0.8' }),
    row({ id: 'log-cpu-node-pty', what: 'the same: CPU seconds per GB in the extension host', rival: 'node-pty', unit: 's/GB', kind: 'ratio', ours: flood('ours', 'cpuNs', cpuPerGb), theirs: flood('node-pty', 'cpuNs', cpuPerGb), compare: share, at: 'most', limit: 0.5, goal: '≤ 0.5' }),
    row({ ...line, id: 'line-p50-node-pty', what: 'One line after quiet, p50', rival: 'node-pty', ours: clock('ours', 'p50Ns'), theirs: clock('node-pty', 'p50Ns'), limit: 0.6, goal: '≤ +0.6 ms' }),
    row({ ...line, id: 'line-p99-node-pty', what: 'the same, p99', rival: 'node-pty', ours: clock('ours', 'p99Ns'), theirs: clock('node-pty', 'p99Ns'), limit: 3, goal: '≤ +3 ms' }),
    row({ ...line, id: 'line-p50-bare', what: 'the same, p50', rival: 'a bare C++ loop', ours: clock('ours', 'p50Ns'), theirs: clock('bare', 'p50Ns') }),
    row({ ...line, id: 'line-p99-bare', what: 'the same, p99', rival: 'a bare C++ loop', ours: clock('ours', 'p99Ns'), theirs: clock('bare', 'p99Ns') }),
    row({ ...besideFlood, id: 'line-p99-beside-flood', what: 'A line of one job while another floods, p99', rival: 'node-pty, both in the extension host', limit: 1, goal: '≤ 1' }),
  ];
  return { rows, raw };
}
