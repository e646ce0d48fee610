// Writes everything that is derived from the protocol's models: `node protocol/generate.mjs`. With --check it writes nothing
// and exits 1 where a committed file isn't what it would write.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadModel } from './generator/model.mjs';
import { cppHeader, cppSource } from './generator/cpp.mjs';
import { typescript } from './generator/typescript.mjs';
import { markdown } from './generator/markdown.mjs';
import { samples } from './generator/samples.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const root = dirname(here);
const check = process.argv.includes('--check');

const model = loadModel(here, ['lsp.json', 'tenstorrent.json']);
const files = {
  'protocol/gen/messages.hpp': cppHeader(model),
  'protocol/gen/messages.cpp': cppSource(model),
  'protocol/gen/messages.ts': typescript(model),
  'protocol/gen/samples.inc': samples(model),
  'PROTOCOL.md': markdown(model, readFileSync(join(here, 'PROTOCOL.in.md'), 'utf8')),
};

let drifted = false;
for (const [name, text] of Object.entries(files)) {
  const path = join(root, name);
  if (existsSync(path) && readFileSync(path, 'utf8') === text) continue;
  if (check) {
    console.error(`${name} isn't what the models say; run: node ${relative(process.cwd(), join(here, 'generate.mjs'))}`);
    drifted = true;
  } else {
    writeFileSync(path, text);
  }
}
if (drifted) process.exit(1);
