// Bundles the extension and its pages into dist/, and fails where a bundle outgrows its budget.
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import esbuild from 'esbuild';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
process.chdir(root);
const watch = process.argv.includes('--watch');
const shared = { bundle: true, minify: true, sourcemap: false, logLevel: 'info', legalComments: 'none', absWorkingDir: root };

// The client library brings every feature of LSP and can't be told to leave one out. The daemon has none of these: without them the bundle is a quarter
// smaller. When it learns one, take the name off this list.
const absentFeatures = [
  'callHierarchy', 'colorProvider', 'declaration', 'diagnostic', 'documentHighlight', 'fileOperations', 'foldingRange', 'formatting', 'implementation', 'inlayHint', 'inlineCompletion', 'inlineValue', 'linkedEditingRange', 'notebook', 'reference', 'rename',
  'selectionRange', 'semanticTokens', 'signatureHelp', 'textDocumentContent', 'typeDefinition', 'typeHierarchy', 'workspaceSymbol',
];
const absentFeature = `
class AbsentFeature {
  fillClientCapabilities() {}
  initialize() {}
  getState() { return { kind: 'static' }; }
  clear() {}
}
module.exports = new Proxy({}, { get: (_, name) => (name === '__esModule' ? true : AbsentFeature) });
`;
const withoutAbsentFeatures = {
  name: 'without-absent-features',
  setup(build) {
    const left = new Set(absentFeatures);
    build.onLoad({ filter: new RegExp(`vscode-languageclient[/\\\\]lib[/\\\\]common[/\\\\](${absentFeatures.join('|')})\\.js$`) }, ({ path: file }) => {
      left.delete(path.basename(file, '.js'));
      return { contents: absentFeature, loader: 'js' };
    });
    build.onEnd(() => (left.size === 0 ? {} : { errors: [{ text: `The client library no longer has these features' files: ${[...left].join(', ')}.` }] }));
  },
};

// The client library compares the editor's version with the one that it needs, by a library of its own. Our manifest's `engines` asks for a newer one,
// and an older editor doesn't load the extension at all.
const withoutVersionCheck = {
  name: 'without-version-check',
  setup(build) {
    const needed = /REQUIRED_VSCODE_VERSION = '\^1\.(\d+)\.\d+'/.exec(fs.readFileSync('node_modules/vscode-languageclient/lib/node/main.js', 'utf8'))?.[1];
    const asked = /^\^1\.(\d+)\./.exec(JSON.parse(fs.readFileSync('package.json', 'utf8')).engines.vscode)?.[1];
    build.onStart(() => (needed !== undefined && asked !== undefined && Number(asked) >= Number(needed) ? {} : { errors: [{ text: "The client library may need a newer editor than package.json's engines: bundle its version check again." }] }));
    build.onLoad({ filter: /node_modules[/\\]semver[/\\]functions[/\\](parse|satisfies)\.js$/ }, () => ({ contents: 'module.exports = () => true;', loader: 'js' }));
  },
};

// Mermaid brings every kind of diagram, with layouts of several hundred kilobytes that no lesson uses. These say so instead of being drawn.
const absentDrawings = /(^|[/\\])(c4Diagram|swimlanes(Diagram)?|architectureDiagram|mindmap-definition|wardleyDiagram|vennDiagram|usecaseDiagram|cynefinDiagram|railroadDiagram|ebnfDiagram|abnfDiagram|pegDiagram|ishikawaDiagram|elk|cose-bilkent)-[A-Z0-9]+\.mjs$/;
const withoutAbsentDrawings = {
  name: 'without-absent-drawings',
  setup(build) {
    let left = 0;
    build.onStart(() => { left = 0; });
    build.onLoad({ filter: /mermaid\.core[/\\][^/\\]+\.mjs$/ }, ({ path: file }) => {
      if (!absentDrawings.test(file)) return undefined;
      left++;
      return { contents: 'throw new Error("This kind of diagram is not drawn here.");\nexport const diagram = {}, render = undefined;', loader: 'js' };
    });
    build.onResolve({ filter: /^katex$/ }, ({ path: name }) => ({ path: name, namespace: 'absent' }));   // mathematics in labels
    build.onLoad({ filter: /.*/, namespace: 'absent' }, () => ({ contents: 'export default undefined;', loader: 'js' }));
    build.onEnd(() => (left >= 12 ? {} : { errors: [{ text: `Mermaid's files have other names now: only ${left} kinds of diagram were left out.` }] }));
  },
};

const bundles = [
  {
    ...shared,
    entryPoints: ['extension/src/main.ts'],
    outfile: 'dist/extension.js',
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    external: ['vscode'],
    mainFields: ['module', 'main'],
    plugins: [withoutAbsentFeatures, withoutVersionCheck],
  },
  { ...shared, entryPoints: ['extension/page/page.ts'], outfile: 'dist/media/page.js', platform: 'browser', format: 'iife', target: 'chrome120' },
  {
    ...shared, entryPoints: ['extension/page/drawing.ts'], outfile: 'dist/media/drawing.js', platform: 'browser', format: 'iife', target: 'chrome120', mainFields: ['module', 'main'],
    plugins: [withoutAbsentDrawings],
  },
  { ...shared, entryPoints: ['extension/page/card.ts'], outfile: 'dist/media/card.js', platform: 'browser', format: 'iife', target: 'chrome120' },
  { ...shared, entryPoints: ['extension/page/card.css'], outfile: 'dist/media/card.css', target: 'chrome120' },
  { ...shared, entryPoints: ['extension/page/page.css'], outfile: 'dist/media/page.css', target: 'chrome120' },
  { ...shared, entryPoints: ['extension/page/job.ts'], outfile: 'dist/media/job.js', platform: 'browser', format: 'iife', target: 'chrome120' },
  { ...shared, entryPoints: ['extension/page/job.css'], outfile: 'dist/media/job.css', target: 'chrome120' },
];
const budgets = { 'dist/extension.js': 420 * 1024, 'dist/media/page.js': 120 * 1024, 'dist/media/job.js': 120 * 1024, 'dist/media/drawing.js': 2500 * 1024, 'dist/media/card.js': 80 * 1024 };

if (watch) {
  for (const bundle of bundles) await (await esbuild.context(bundle)).watch();
} else {
  await Promise.all(bundles.map((bundle) => esbuild.build(bundle)));
  for (const [file, most] of Object.entries(budgets)) {
    const { size } = fs.statSync(file);
    if (size > most) {
      console.error(`${file} has ${size} bytes, more than its budget of ${most}.`);
      process.exitCode = 1;
    }
  }
}
