// Writes README.md's tables of settings and commands from package.json, where the manifests' commands have arrived.
//   node extension/readme_tables.mjs            rewrites README.md where it differs
//   node extension/readme_tables.mjs --check    exits 1 where it differs
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const check = process.argv.includes('--check');
const read = (name) => fs.readFileSync(path.join(root, name), 'utf8');
const manifest = JSON.parse(read('package.json'));
const strings = JSON.parse(read('package.nls.json'));

const translated = (text) => text.replace(/^%(.*)%$/, (_, key) => strings[key]);
const cell = (text) => translated(text).replaceAll('|', '\\|');
const isEmpty = (value) => value === '' || (Array.isArray(value) && value.length === 0);

function settings() {
  const properties = Object.entries(manifest.contributes.configuration.properties);
  const rows = properties
    .sort(([, a], [, b]) => a.order - b.order)
    .map(([name, { default: value, markdownDescription }]) => {
      const shown = isEmpty(value) ? '(empty)' : `\`${JSON.stringify(value)}\``;
      return `| \`${name}\` | ${shown} | ${cell(markdownDescription)} |`;
    });
  return ['| Setting | Default | What it is |', '|---|---|---|', ...rows].join('\n');
}

function commands() {
  const hidden = new Set(manifest.contributes.menus.commandPalette.filter(({ when }) => when === 'false').map(({ command }) => command));
  const rows = manifest.contributes.commands
    .filter(({ command }) => !hidden.has(command))
    .map(({ command, title }) => `| ${cell(title)} | \`${command}\` |`);
  return ['| Command | Id |', '|---|---|', ...rows].join('\n');
}

function replaced(text, name, table) {
  const marked = new RegExp(`(<!-- generated:${name} -->\\n)[\\s\\S]*?(\\n<!-- /generated:${name} -->)`);
  if (!marked.test(text)) throw new Error(`README.md has no place marked for the table of ${name}.`);
  return text.replace(marked, (_, before, after) => before + table + after);
}

const before = read('README.md');
const after = replaced(replaced(before, 'settings', settings()), 'commands', commands());
if (after !== before) {
  if (check) console.error('README.md doesn\'t match package.json: run "npm run generate".');
  else fs.writeFileSync(path.join(root, 'README.md'), after);
}
process.exitCode = check && after !== before ? 1 : 0;
