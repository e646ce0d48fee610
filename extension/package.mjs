// Packs dist/tt-bringup.vsix: the bundles, the daemon and its supervisor, and the lesson packs.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
process.chdir(root);
const programs = ['tt-bringup', 'tt-bringup-supervisor', 'tt-bringup-git.so'];
const build = process.env.TT_BUILD_DIR ?? 'build';
const limit = 8 * 1024 * 1024;

for (const file of [...programs.map((name) => path.join(build, name)), 'dist/extension.js', 'dist/media/page.js']) {
  if (!fs.existsSync(file)) {
    console.error(`${file} isn't there: run "npm run build" first.`);
    process.exit(1);
  }
}
fs.mkdirSync('dist/bin', { recursive: true });
for (const name of programs) {
  const to = path.join('dist/bin', name);
  fs.rmSync(to, { force: true });   // a running daemon keeps its old file
  fs.copyFileSync(path.join(build, name), to);
  fs.chmodSync(to, 0o755);
  spawnSync('strip', ['--strip-unneeded', to], { stdio: 'ignore' });   // without binutils the package is larger, and works
}
const out = 'dist/tt-bringup.vsix';
const result = spawnSync(process.execPath, ['node_modules/@vscode/vsce/vsce', 'package', '--no-dependencies', '--allow-missing-repository', '--skip-license',
  '--no-rewrite-relative-links', '--out', out], { stdio: 'inherit' });
if (result.status !== 0) process.exit(result.status ?? 1);
const { size } = fs.statSync(out);
if (size > limit) {
  console.error(`${out} has ${size} bytes, more than its budget of ${limit}.`);
  process.exit(1);
}
