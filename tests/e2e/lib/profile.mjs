// A throwaway home for one editor: its settings, its extensions, its workspace, and the daemon's state, all under one folder.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** Settings that keep the editor quiet and its terminals readable as text. */
const kQuietSettings = {
  'chat.disableAIFeatures': true,
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'git.enabled': false,
  'telemetry.telemetryLevel': 'off',
  'terminal.integrated.gpuAcceleration': 'off',
  'window.autoDetectColorScheme': false,
  'window.autoDetectHighContrast': false,
  'workbench.colorTheme': 'Dark Modern',
  'workbench.enableExperiments': false,
  'workbench.reduceMotion': 'on',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
};

/** Makes a profile. Its path is short on purpose: a Unix socket's path has at most 107 bytes. */
export function makeProfile({ settings = {}, files = {} } = {}) {
  const root = fs.mkdtempSync(path.join(os.tmpdir(), 'tt-e2e-'));
  const folder = (name) => {
    const full = path.join(root, name);
    fs.mkdirSync(full, { recursive: true });
    return full;
  };
  const profile = {
    root,
    data: folder('data'),
    extensions: folder('ext'),
    workspace: folder('ws'),
    home: folder('home'),
    tmp: folder('tmp'),
    chromium: folder('chromium'),
    state: path.join(root, 'state'),
    log: path.join(root, 'server.log'),
  };
  folder('data/User');
  folder('data/Machine');
  writeSettings(profile, settings);
  for (const [name, text] of Object.entries(files)) {
    const full = path.join(profile.workspace, name);
    fs.mkdirSync(path.dirname(full), { recursive: true });
    fs.writeFileSync(full, text);
  }
  return profile;
}

/** Writes the settings. Ours have `machine` scope, which a browser's VS Code reads from the server's own file, not from the user's. */
function writeSettings(profile, settings) {
  const isOurs = ([name]) => name.startsWith('tenstorrent.');
  const all = Object.entries({ ...kQuietSettings, ...settings });
  const write = (folder, entries) =>
    fs.writeFileSync(path.join(profile.data, folder, 'settings.json'), JSON.stringify(Object.fromEntries(entries), null, 2));
  write('Machine', all.filter(isOurs));
  write('User', all.filter((entry) => !isOurs(entry)));
}

export function removeProfile(profile) {
  fs.rmSync(profile.root, { recursive: true, force: true, maxRetries: 5 });
}

/** What an output channel of the editor holds: it is a file under the editor's logs. */
export function outputChannelText(profile, channel) {
  const logs = path.join(profile.data, 'logs');
  if (!fs.existsSync(logs)) return '';
  return fs
    .readdirSync(logs, { recursive: true })
    .filter((name) => name.endsWith(`-${channel}.log`) || path.basename(name) === `${channel}.log`)
    .sort()
    .map((name) => fs.readFileSync(path.join(logs, name), 'utf8'))
    .join('');
}
