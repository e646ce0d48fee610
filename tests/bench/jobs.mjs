// Measure 5: what a job's log costs outside the editor. Keeping it, its end, a search in a large one, and a reader that is slow.
import { execFile } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { clearInterval, setInterval } from 'node:timers';
import { promisify } from 'node:util';
import { makeHome, sleep, startDaemon } from '../clients/lib/daemon.mjs';
import { row, share, speed, excess } from './lib/stats.mjs';

const run = promisify(execFile);
const kStoreBytes = 256 * 1024 * 1024;
const kLargeBytes = 1024 * 1024 * 1024;
const kSlowBytes = 64 * 1024 * 1024;
const kSlowRate = 16e6; // bytes a second that the slow window takes
const kTailLines = 1000;
const kLineBytes = 102;
const kNeedle = 'needle in the last line';

const clock = () => Number(process.hrtime.bigint());
const pssOf = (pid) => Number(/^Pss:\s+(\d+)/m.exec(fs.readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))[1]) * 1024;

/** In a folder of its own, that is removed. */
async function store(tool, mode, bytes) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'tt-bench-store-'));
  try {
    return JSON.parse((await run(tool, [mode, folder, String(bytes)])).stdout).ns;
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

async function startJob(daemon, file) {
  const { job } = await daemon.request('tenstorrent/job/start', { file: { uri: `file://${file}` } });
  return job.id;
}

/** Reads a log from its start to its end as the extension does; `bytesPerSecond` holds the reader back. Resolves with the job's last record. */
async function readAll(daemon, id, bytesPerSecond) {
  const began = clock();
  for (let offset = 0; ;) {
    const part = await daemon.connection.sendRequest('tenstorrent/job/read', { id, offset, maxBytes: 1024 * 1024, waitMs: 20_000, file: true });
    offset = part.next;
    if (part.end) return part.job;
    if (bytesPerSecond !== undefined) {
      const due = began + (offset / bytesPerSecond) * 1e9;
      if (due > clock()) await sleep((due - clock()) / 1e6);
    }
  }
}

async function windows(daemon, script, rate) {
  const before = pssOf(daemon.child.pid);
  let most = before;
  const watch = setInterval(() => { most = Math.max(most, pssOf(daemon.child.pid)); }, 50);
  try {
    const job = await readAll(daemon, await startJob(daemon, script), rate);
    return { wallNs: job.durationMs * 1e6, growth: most - before };
  } finally {
    clearInterval(watch);
  }
}

/** A finished job with a log of kLargeBytes whose last line holds the needle. */
async function largeJob(daemon, script) {
  const id = await startJob(daemon, script);
  const { size } = await readAll(daemon, id);
  return { id, size, file: path.join(daemon.stateFolder, 'jobs', id, 'out.log') };
}

async function timed(work) {
  const start = clock();
  await work();
  return clock() - start;
}

export async function measureJobs({ tools, rounds }) {
  const tool = path.join(tools, 'bench_log_store');
  const producer = path.join(tools, 'bench_producer');
  const home = makeHome();
  const scriptFor = (name, bytes, then) => {
    const file = path.join(home.folder, `${name}.py`);
    fs.writeFileSync(file, `import subprocess\nsubprocess.run([${JSON.stringify(producer)}, 'flood', '${bytes}'], check=True)\n${then ?? ''}`);
    return file;
  };
  const daemon = await startDaemon(home, { settings: { logLimitMegabytes: 0 } });
  daemon.stateFolder = path.join(home.folder, 'state');
  const rowsFolder = path.join(home.folder, 'rows');
  fs.mkdirSync(rowsFolder);
  const raw = { stores: [], windows: [], tails: [], searches: [] };
  try {
    const flood = scriptFor('flood', kSlowBytes);
    const large = await largeJob(daemon, scriptFor('large', kLargeBytes, `print(${JSON.stringify(kNeedle)})\n`));
    await run(tool, ['sqlite', rowsFolder, String(kLargeBytes)]);
    for (let round = 0; round <= rounds; ++round) {
      const one = { stores: {}, windows: {}, tails: {}, searches: {} };
      const turns = [
        async () => { one.stores.ours = await store(tool, 'ours', kStoreBytes); },
        async () => { one.stores.rows = await store(tool, 'sqlite', kStoreBytes); },
        async () => { one.windows.fast = await windows(daemon, flood, undefined); },
        async () => { one.windows.slow = await windows(daemon, flood, kSlowRate); },
        async () => {
          one.tails.ours = await timed(async () => {
            for (let offset = large.size - kTailLines * kLineBytes; offset < large.size;) {
              offset = (await daemon.request('tenstorrent/job/read', { id: large.id, offset })).next;
            }
          });
        },
        async () => { one.tails.rows = JSON.parse((await run(tool, ['sqlite-tail', rowsFolder, String(kTailLines)])).stdout).ns; },
        async () => {
          one.searches.ours = await timed(async () => {
            const { matches } = await daemon.request('tenstorrent/job/search', { id: large.id, text: kNeedle, caseSensitive: true });
            if (matches.length !== 1) throw new Error(`found ${matches.length} lines`);
          });
        },
        async () => { one.searches.ripgrep = await timed(() => run('rg', ['--text', '--fixed-strings', '--line-number', kNeedle, large.file])); },
      ];
      for (const turn of round % 2 === 0 ? turns : turns.reverse()) await turn();
      if (round > 0) for (const [name, value] of Object.entries(one)) raw[name].push(value);
    }
  } finally {
    await daemon.stop().catch(() => daemon.child.kill('SIGKILL'));
    home.dispose();
  }
  const of = (list, name, factor, field) => list.map((round) => (field === undefined ? round[name] : round[name][field]) * factor);
  const rows = [
    row({ id: 'store-rows', what: '256 MiB of output kept: speed', rival: 'SQLite rows, 10,000 in a transaction', unit: 's', kind: 'ratio', ours: of(raw.stores, 'ours', 1e-9), theirs: of(raw.stores, 'rows', 1e-9), compare: speed, at: 'least', limit: 15, goal: '≥ 15' }),
    row({ id: 'tail-rows', what: 'The last 1,000 lines of a log of 1 GiB, over the protocol', rival: 'SQLite rows, in the process', unit: 'ms', kind: 'ratio', ours: of(raw.tails, 'ours', 1e-6), theirs: of(raw.tails, 'rows', 1e-6), compare: share, at: 'most', limit: 1 / 3, goal: '≤ 1/3' }),
    row({ id: 'search-ripgrep', what: 'A search in that log, over the protocol: speed', rival: 'ripgrep', unit: 'ms', kind: 'ratio', ours: of(raw.searches, 'ours', 1e-6), theirs: of(raw.searches, 'ripgrep', 1e-6), compare: speed, at: 'least', limit: 0.5, goal: '≥ 0.5' }),
    row({ id: 'slow-window-wall', what: 'A job of 64 MiB beside a window that takes 16 MB/s: wall time', rival: 'beside a fast window', unit: 's', kind: 'ratio', ours: of(raw.windows, 'slow', 1e-9, 'wallNs'), theirs: of(raw.windows, 'fast', 1e-9, 'wallNs'), compare: share, at: 'most', limit: 1.25, goal: '≤ 1.25' }),
    row({ id: 'slow-window-memory', what: "the same: growth of the daemon's memory (PSS)", rival: 'nothing', unit: 'MiB', kind: 'excess', ours: of(raw.windows, 'slow', 1 / 1048576, 'growth'), theirs: raw.windows.map(() => 0), compare: excess, at: 'most', limit: 4, goal: '≤ +4 MiB' }),
  ];
  return { rows, raw };
}
