// Lessons in Neovim and Emacs, set up by the very blocks of docs/editors.md, against the built daemon.
//   node tests/editors/run.mjs [NAME...]     neovim, emacs; all without a name
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { kLinkLine, kMended, makePack } from './pack.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));
const root = path.resolve(here, '../..');
const kLimit = 90_000;   // milliseconds

/** The one block of this language in docs/editors.md. */
function documented(language) {
  const text = fs.readFileSync(path.join(root, 'docs', 'editors.md'), 'utf8');
  const blocks = [...text.matchAll(new RegExp(`^\`\`\`${language}\n([\\s\\S]*?)^\`\`\``, 'gm'))].map((match) => match[1]);
  if (blocks.length !== 1) throw new Error(`docs/editors.md has ${blocks.length} blocks of ${language}.`);
  return blocks[0];
}

const kEditors = {
  neovim: (folder) => {
    const init = path.join(folder, 'init.lua');
    fs.writeFileSync(init, documented('lua'));
    return ['nvim', ['--headless', '--clean', '-n', '-u', init, '-c', `luafile ${path.join(here, 'neovim.lua')}`]];
  },
  emacs: (folder) => {
    const init = path.join(folder, 'init.el');
    fs.writeFileSync(init, documented('elisp'));
    return ['emacs', ['--batch', '--eval', "(require 'package)", '--eval', '(package-initialize)', '-l', init, '-l', path.join(here, 'emacs.el')]];
  },
};

/** What the editor saw, by the names that its script gives. */
function seenBy(name) {
  const { root: folder, lesson } = makePack();
  try {
    const result = path.join(folder, 'result.json');
    const [program, args] = kEditors[name](folder);
    const ran = spawnSync(program, args, {
      cwd: path.join(folder, 'pack'),
      encoding: 'utf8',
      timeout: kLimit,
      env: {
        ...process.env,
        PATH: `${path.join(root, 'build')}:${process.env.PATH}`,
        HOME: path.join(folder, 'home'),
        XDG_CONFIG_HOME: path.join(folder, 'home', 'config'),
        XDG_DATA_HOME: path.join(folder, 'home', 'data'),
        XDG_CACHE_HOME: path.join(folder, 'home', 'cache'),
        TT_BRINGUP_STATE: path.join(folder, 'state'),
        TT_LESSON: lesson,
        TT_RESULT: result,
      },
    });
    if (ran.error) return { failure: `${program}: ${ran.error.message}` };
    if (!fs.existsSync(result)) return { failure: `${program} ended with ${ran.status ?? ran.signal}:\n${ran.stdout}${ran.stderr}` };
    return JSON.parse(fs.readFileSync(result, 'utf8'));
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

const kChecks = {
  'ran to its end': ({ failure }) => failure === undefined,
  'shows the diagnostic': ({ message }) => message?.includes('tenstorrent.own.mesure'),
  'marks the link that is wrong': ({ line, marked }) => line === kLinkLine && marked === 'command:tenstorrent.own.mesure',
  'completes the id of the command': ({ completions }) => completions?.includes('tenstorrent.own.measure'),
  'offers a fix': ({ action }) => action?.includes('tenstorrent.own.measure'),
  'mends the text, and the diagnostic goes': ({ text }) => text === kMended,
  'explains the command': ({ hover }) => hover?.includes('Measure it'),
  'lists the headings': ({ outline }) => outline?.some((name) => name.includes('One')),
};

const wanted = process.argv.slice(2).length > 0 ? process.argv.slice(2) : Object.keys(kEditors);
let passed = 0;
let failed = 0;
for (const name of wanted) {
  if (!(name in kEditors)) throw new Error(`There is no editor ${name}: ${Object.keys(kEditors).join(', ')}.`);
  const seen = seenBy(name);
  for (const [what, holds] of Object.entries(kChecks)) {
    const good = holds(seen) === true;
    if (good) passed += 1;
    else failed += 1;
    console.log(`${good ? 'ok  ' : 'FAIL'} ${name} ${what}`);
  }
  if (Object.values(kChecks).some((holds) => holds(seen) !== true)) console.log(JSON.stringify(seen, undefined, 2));
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;
