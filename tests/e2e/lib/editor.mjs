// Starts and stops a real VS Code without a desktop: code-server out of the cache that scripts/editor.sh fills.
import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { kStartPatience, pause, until } from './wait.mjs';

function cacheFolder() {
  if (process.env.TT_BRINGUP_CACHE) return process.env.TT_BRINGUP_CACHE;
  return path.join(process.env.XDG_CACHE_HOME || path.join(os.homedir(), '.cache'), 'tt-bringup');
}

/** Where scripts/editor.sh put the editor: { node, entry }. */
export function installedEditor() {
  const file = path.join(cacheFolder(), 'editor.env');
  if (!fs.existsSync(file)) throw new Error(`there is no editor in ${cacheFolder()}: run scripts/editor.sh first`);
  const lines = fs.readFileSync(file, 'utf8').trim().split('\n');
  const values = Object.fromEntries(lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]));
  return { node: values.TT_EDITOR_NODE, entry: values.TT_EDITOR_ENTRY };
}

/**
 * The environment of an editor that must neither read nor write anything of the user's. VSCODE_* would make it believe
 * that it runs inside another editor's terminal; an empty gallery address keeps it from looking extensions up.
 */
function isolatedEnvironment(profile, extra) {
  const unwanted = /^(VSCODE_|XDG_|ELECTRON_|CODE_SERVER_|TT_BRINGUP_|PASSWORD$|HASHED_PASSWORD$|PORT$)/;
  const kept = Object.entries(process.env).filter(([name]) => !unwanted.test(name));
  return {
    ...Object.fromEntries(kept),
    HOME: profile.home,
    TMPDIR: profile.tmp,
    EXTENSIONS_GALLERY: '{"serviceUrl":""}',
    TT_BRINGUP_STATE: profile.state,
    ...extra,
  };
}

/** Packs an extension's folder into a vsix in `into`, as its publisher would, and returns the file. */
export function packExtension(folder, into) {
  const vsce = createRequire(import.meta.url).resolve('@vscode/vsce/vsce');
  const file = path.join(into, `${path.basename(folder)}.vsix`);
  const argv = [vsce, 'package', '--no-dependencies', '--allow-missing-repository', '--skip-license', '--out', file];
  const done = spawnSync(process.execPath, argv, { cwd: folder, encoding: 'utf8', timeout: 60_000 });
  if (done.status !== 0) throw new Error(`vsce did not pack ${folder}: ${done.stdout}${done.stderr}`);
  return file;
}

export function installVsix(profile, vsix) {
  const { node, entry } = installedEditor();
  const argv = [entry, '--install-extension', vsix, '--extensions-dir', profile.extensions, '--user-data-dir', profile.data];
  const done = spawnSync(node, argv, { env: isolatedEnvironment(profile, {}), encoding: 'utf8', timeout: 60_000 });
  if (done.status !== 0) throw new Error(`the editor did not install ${vsix}: ${done.stdout}${done.stderr}`);
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = net.createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

/** Editors that still run; whatever ends this process takes them along. */
const running = new Set();
const killGroup = (pid, signal) => {
  try {
    process.kill(-pid, signal);
  } catch {
    // the group is gone
  }
};
process.on('exit', () => running.forEach((pid) => killGroup(pid, 'SIGKILL')));
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => process.exit(1));

/**
 * Starts the editor and waits until it answers. `trusted: false` leaves Workspace Trust on, so that folders open in Restricted Mode.
 * Returns { url, origin, pid, stop() }; stop() ends the whole process group, as closing a terminal would.
 */
export async function startEditor(profile, { trusted = true, environment = {}, flags = [] } = {}) {
  const { node, entry } = installedEditor();
  const port = await freePort();
  const argv = [
    entry,
    '--auth', 'none',
    '--bind-addr', `127.0.0.1:${port}`,
    '--user-data-dir', profile.data,
    '--extensions-dir', profile.extensions,
    '--disable-telemetry',
    '--disable-update-check',
    '--disable-getting-started-override',
    ...(trusted ? ['--disable-workspace-trust'] : []),
    ...flags,
  ];
  const log = fs.openSync(profile.log, 'a');
  const child = spawn(node, argv, { env: isolatedEnvironment(profile, environment), stdio: ['ignore', log, log], detached: true });
  fs.closeSync(log);
  running.add(child.pid);
  let ended = false;
  child.once('exit', () => (ended = true));

  const url = `http://127.0.0.1:${port}/`;
  await until('the editor to answer', async () => {
    if (ended) throw new Error(`the editor ended at once: ${fs.readFileSync(profile.log, 'utf8').slice(-2000)}`);
    const answer = await fetch(`${url}healthz`).catch(() => undefined);
    return answer?.ok;
  }, kStartPatience);

  const stop = async () => {
    killGroup(child.pid, 'SIGTERM');
    for (let i = 0; i < 100 && !ended; ++i) await pause(50);
    killGroup(child.pid, 'SIGKILL');
    running.delete(child.pid);
  };
  return { url, authority: `127.0.0.1:${port}`, pid: child.pid, stop };
}
