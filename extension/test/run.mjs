// Runs the extension's unit tests: bundles each *.test.ts and hands it to node's own test runner.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import esbuild from 'esbuild';

const here = path.dirname(fileURLToPath(import.meta.url));
const out = fs.mkdtempSync(path.join(os.tmpdir(), 'tt-extension-test-'));
process.once('exit', () => fs.rmSync(out, { recursive: true, force: true }));
const entryPoints = fs.readdirSync(here).filter((name) => name.endsWith('.test.ts')).map((name) => path.join(here, name));
await esbuild.build({ entryPoints, outdir: out, bundle: true, platform: 'node', format: 'cjs', target: 'node20', external: ['vscode'], outExtension: { '.js': '.cjs' } });
const files = [...entryPoints.map((file) => path.join(out, path.basename(file, '.ts') + '.cjs')), path.join(here, 'l10n.test.mjs')];
process.exitCode = spawnSync(process.execPath, ['--test', ...process.argv.slice(2), ...files], { stdio: 'inherit' }).status ?? 1;
