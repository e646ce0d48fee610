// Measures 3 and 4: a trivial request, the start until `initialize` is answered, and idle memory, asked for by a native client.
import { execFile } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { row, share } from './lib/stats.mjs';

const run = promisify(execFile);
const kRequests = 2000;
// As the extension says it.
const kOptions = { trusted: true, registersCommands: true, ui: { confirm: true, pickPath: true, copyText: true, showLesson: true } };
const kInitialize = JSON.stringify({ processId: null, rootUri: null, capabilities: {}, initializationOptions: kOptions });

/** One run of the native client on one server, in an empty folder. */
async function ask(client, folder, requests, argv) {
  const { stdout } = await run(client, [String(requests), 'tenstorrent/job/list', '{"limit":1}', kInitialize, ...argv], {
    cwd: folder,
    env: { ...process.env, TT_BRINGUP_STATE: path.join(folder, 'state') },
    timeout: 60_000,
  });
  return JSON.parse(stdout);
}

export async function measureServer({ root, results, tools, daemon, rounds }) {
  // In one file it starts sooner than out of node_modules: the rival at its best.
  const bundle = path.join(results, 'bench-rivals', 'jsonrpc_server.cjs');
  await build({
    entryPoints: [path.join(root, 'tests/bench/rivals/jsonrpc_server.ts')],
    outfile: bundle,
    bundle: true,
    minify: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    logLevel: 'warning',
  });
  const client = path.join(tools, 'bench_rpc_client');
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'tt-bench-'));
  // A copy: this program runs on the same Node, and PSS would halve the pages that the two share.
  const node = path.join(folder, 'node');
  fs.copyFileSync(process.execPath, node);
  const servers = { ours: [daemon, 'serve'], node: [node, bundle], clangd: ['clangd-19', '--log=error'] };
  const starts = [];
  const requests = [];
  try {
    // The first round warms the page cache up: a start from a cold disk says more of the disk.
    for (let round = 0; round <= rounds; ++round) {
      const start = {};
      const request = {};
      for (const [name, argv] of round % 2 === 0 ? Object.entries(servers) : Object.entries(servers).reverse()) {
        start[name] = await ask(client, folder, 0, argv);
        if (name !== 'clangd') request[name] = await ask(client, folder, kRequests, argv);
      }
      if (round === 0) continue;
      starts.push(start);
      requests.push(request);
    }
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
  const of = (list, name, field, factor) => list.map((round) => round[name][field] * factor);
  const pair = (list, rival, field, factor) => ({ ours: of(list, 'ours', field, factor), theirs: of(list, rival, field, factor), kind: 'ratio', compare: share, at: 'most' });
  const nodeServer = 'a Node `vscode-jsonrpc` server';
  const rows = [
    row({ id: 'request-p50', what: 'A trivial request from a native client, p50', rival: nodeServer, unit: 'ms', ...pair(requests, 'node', 'p50Ns', 1e-6), limit: 0.6, goal: '≤ 0.6' }),
    row({ id: 'request-p99', what: 'the same, p99', rival: nodeServer, unit: 'ms', ...pair(requests, 'node', 'p99Ns', 1e-6), limit: 0.5, goal: '≤ 0.5' }),
    row({ id: 'start-node', what: 'Start to `initialize` answered', rival: nodeServer, unit: 'ms', ...pair(starts, 'node', 'initializeNs', 1e-6), limit: 1 / 20, goal: '≤ 1/20' }),
    row({ id: 'start-clangd', what: 'the same', rival: 'clangd 19', unit: 'ms', ...pair(starts, 'clangd', 'initializeNs', 1e-6), limit: 1 / 20, goal: '≤ 1/20' }),
    row({ id: 'memory-node', what: 'Idle memory (PSS)', rival: nodeServer, unit: 'MiB', ...pair(starts, 'node', 'pssKib', 1 / 1024), limit: 1 / 5, goal: '≤ 1/5' }),
    row({ id: 'memory-clangd', what: 'the same', rival: 'clangd 19', unit: 'MiB', ...pair(starts, 'clangd', 'pssKib', 1 / 1024), limit: 1 / 8, goal: '≤ 1/8' }),
  ];
  return { rows, raw: { starts, requests } };
}
