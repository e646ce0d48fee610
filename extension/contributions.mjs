// Writes the commands of package.json, and their titles in package.nls.json, from the packs' manifests and extension/ui-commands.json.
//   node extension/contributions.mjs            rewrites both files where they differ
//   node extension/contributions.mjs --check    exits 1 where they differ
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const check = process.argv.includes('--check');
const category = '%category%';
const packTitle = 'pack.';
const byCodeUnit = (a, b) => (a < b ? -1 : a > b ? 1 : 0);

/** The commands that the bundled packs declare, packs by folder name, commands in the manifest's order. */
function packCommands() {
  const folder = path.join(root, 'walkthroughs');
  const files = fs.readdirSync(folder).sort(byCodeUnit).map((name) => path.join(folder, name, 'pack.yaml')).filter((file) => fs.existsSync(file));
  const found = new Map();
  for (const file of files) {
    for (const command of parse(fs.readFileSync(file, 'utf8')).commands ?? []) {
      const where = path.relative(root, file);
      if (!/^tenstorrent\.[A-Za-z0-9]+(\.[A-Za-z0-9]+)*$/.test(command.id ?? '')) throw new Error(`${where}: "${command.id}" is no command id of the form tenstorrent.name.`);
      if (command.id.startsWith('tenstorrent.ui.')) throw new Error(`${where}: "${command.id}" is kept for the extension's own commands.`);
      if (typeof command.title !== 'string' || command.title === '') throw new Error(`${where}: command "${command.id}" has no title.`);
      if (found.has(command.id)) throw new Error(`${where}: command "${command.id}" is declared twice.`);
      found.set(command.id, command);
    }
  }
  return [...found.values()];
}

function withContributions(manifest, strings) {
  const own = JSON.parse(fs.readFileSync(path.join(root, 'extension/ui-commands.json'), 'utf8'));
  const packs = packCommands();
  const commands = [
    ...own.map(({ command, title, icon }) => ({ command, title, category, ...(icon ? { icon } : {}) })),
    ...packs.map(({ id }) => ({ command: id, title: `%${packTitle}${id}%`, category })),
  ];
  const palette = [
    ...own.filter((entry) => 'palette' in entry).map(({ command, palette: when }) => ({ command, when: when === false ? 'false' : when })),
    ...packs.filter((entry) => entry.palette === false).map(({ id }) => ({ command: id, when: 'false' })),
  ];
  const kept = Object.entries(strings).filter(([key]) => !key.startsWith(packTitle));
  return {
    manifest: { ...manifest, contributes: { ...manifest.contributes, commands, menus: { ...manifest.contributes.menus, commandPalette: palette } } },
    strings: Object.fromEntries([...kept, ...packs.map(({ id, title }) => [packTitle + id, title])]),
  };
}

/** Two-space JSON as npm writes it, so that npm's own edits don't count as drift. */
const text = (value) => JSON.stringify(value, null, 2) + '\n';

const files = { manifest: path.join(root, 'package.json'), strings: path.join(root, 'package.nls.json') };
const before = { manifest: fs.readFileSync(files.manifest, 'utf8'), strings: fs.readFileSync(files.strings, 'utf8') };
const after = withContributions(JSON.parse(before.manifest), JSON.parse(before.strings));
let drift = false;
for (const name of ['manifest', 'strings']) {
  const want = text(after[name]);
  if (want === before[name]) continue;
  drift = true;
  if (check) console.error(`${path.relative(root, files[name])} doesn't match the manifests: run "npm run generate".`);
  else fs.writeFileSync(files[name], want);
}
process.exitCode = check && drift ? 1 : 0;
