// The program as an editor starts it, behind vscode-jsonrpc, with a state folder that outlives it.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import * as rpc from 'vscode-jsonrpc/node';

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../..');
export const program = process.env.TT_BRINGUP_PROGRAM ?? path.join(root, 'build', 'tt-bringup');

const kPatienceMs = 30_000;

/** Settles as `promise` does, or fails saying what didn't happen in time. */
export function within(promise, what, ms = kPatienceMs) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`nothing in ${ms} ms: ${what}`)), ms);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

export const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** A home with a state folder below the folder for temporary files; `dispose` removes it. */
export function makeHome(below = os.tmpdir()) {
  const folder = fs.mkdtempSync(path.join(below, 'tt-clients-'));
  return { folder, dispose: () => fs.rmSync(folder, { recursive: true, force: true }) };
}

/** The program as an editor starts it, on `home`, its log in the file daemon.log there. */
export function spawnServe(home, env = {}, run = program) {
  const log = fs.openSync(path.join(home.folder, 'daemon.log'), 'a');
  try {
    return spawn(run, ['serve'], {
      cwd: home.folder,
      env: { ...process.env, HOME: home.folder, TT_BRINGUP_STATE: path.join(home.folder, 'state'), TT_BRINGUP_PACKS: path.join(root, 'walkthroughs'), ...env },
      stdio: ['pipe', 'pipe', log],
    });
  } finally {
    fs.closeSync(log);
  }
}

/**
 * Starts a daemon on `home` and initializes it. `asked` counts the runs that it asked the user about, who agrees unless
 * `answer` says otherwise. `sent` gets every byte of its standard output; `jobs` holds the last record of each job.
 */
export async function startDaemon(home, { env = {}, settings = {}, trusted = true, answer = () => ({ accepted: true }), sent, run = program } = {}) {
  const child = spawnServe(home, env, run);
  const gone = new Promise((resolve) => child.once('exit', (code, signal) => resolve({ code, signal })));
  child.stdin.on('error', () => {}); // what was on its way to a daemon that is killed
  if (sent) child.stdout.on('data', sent);
  const connection = rpc.createMessageConnection(new rpc.StreamMessageReader(child.stdout), new rpc.StreamMessageWriter(child.stdin));
  connection.onError(() => {}); // a daemon that is killed breaks its pipe
  const daemon = { child, gone, connection, asked: 0, jobs: new Map(), request: (method, params) => within(connection.sendRequest(method, params), method) };
  connection.onRequest('tenstorrent/ui/confirm', (params) => {
    // Without something to run it is the question whether this pack is trusted.
    if (params.preview === undefined) return { accepted: true };
    daemon.asked += 1;
    return answer(params);
  });
  connection.onNotification('tenstorrent/job/didChange', ({ job }) => daemon.jobs.set(job.id, job));
  connection.listen();
  daemon.initialized = await daemon.request('initialize', {
    processId: process.pid,
    rootUri: null,
    capabilities: {},
    initializationOptions: {
      trusted,
      registersCommands: true,
      ui: { confirm: true },
      settings: { packs: [path.join(root, 'tests', 'clients', 'packs')], ...settings },
    },
  });
  await connection.sendNotification('initialized', {});
  daemon.stop = async () => {
    await daemon.request('shutdown');
    await connection.sendNotification('exit');
    return within(gone, 'the end of the daemon');
  };
  return daemon;
}

/**
 * The log of a job from `from` to its end, in pieces whose sizes go through `sizes`; and the job's final record. Waits `pauseMs`
 * between two pieces, so that a job of many small writes doesn't become as many reads.
 */
export async function readLog(daemon, id, sizes, from = 0, pauseMs = 0) {
  let text = '';
  let offset = from;
  for (let turn = 0; ; turn += 1) {
    const part = await daemon.request('tenstorrent/job/read', { id, offset, maxBytes: sizes[turn % sizes.length], waitMs: 20_000 });
    if (part.offset !== offset) throw new Error(`asked for offset ${offset}, and got ${part.offset}`);
    text += part.data;
    offset = part.next;
    if (part.end) return { text, size: offset, job: part.job };
    if (pauseMs > 0) await sleep(pauseMs);
  }
}

/** The processes beneath `pid`, deepest first. */
export function descendants(pid) {
  const children = new Map();
  for (const name of fs.readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
    try {
      const stat = fs.readFileSync(`/proc/${name}/stat`, 'utf8');
      const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
      children.set(parent, [...(children.get(parent) ?? []), Number(name)]);
    } catch {
      // It ended while it was looked at.
    }
  }
  const below = (parent) => (children.get(parent) ?? []).flatMap((child) => [...below(child), child]);
  return below(pid);
}
