// Collects the extension's strings for translators: every literal that is given to vscode.l10n.t goes into l10n/bundle.l10n.json. A translation is
// l10n/bundle.l10n.LANGUAGE.json beside it, and package.nls.LANGUAGE.json for the manifest.
//   node extension/l10n.mjs            writes the file where it differs
//   node extension/l10n.mjs --check    exits 1 where it differs
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const bundle = path.join(root, 'l10n', 'bundle.l10n.json');

/** Visits every node of the extension's sources: `visit(node, ancestors, file)`. */
export function visitSources(folders, visit) {
  for (const folder of folders) {
    for (const name of fs.readdirSync(path.join(root, folder)).filter((file) => file.endsWith('.ts')).sort()) {
      const file = path.join(folder, name);
      const source = ts.createSourceFile(file, fs.readFileSync(path.join(root, file), 'utf8'), ts.ScriptTarget.Latest, true);
      const walk = (node, ancestors) => {
        visit(node, ancestors, file, source);
        node.forEachChild((child) => walk(child, [...ancestors, node]));
      };
      walk(source, []);
    }
  }
}

export const isTranslation = (node) => ts.isCallExpression(node) && /\bl10n\.t$/.test(node.expression.getText());

/** The strings, sorted, and the places where something other than a literal is to be translated. */
export function collectStrings() {
  const strings = new Set();
  const odd = [];
  visitSources(['extension/src', 'extension/shared'], (node, _ancestors, file, source) => {
    if (!isTranslation(node)) return;
    const [first] = node.arguments;
    if (first !== undefined && ts.isStringLiteralLike(first)) strings.add(first.text);
    else odd.push(`${file}:${source.getLineAndCharacterOfPosition(node.getStart()).line + 1}`);
  });
  return { strings: [...strings].sort((a, b) => (a < b ? -1 : 1)), odd };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { strings, odd } = collectStrings();
  if (odd.length > 0) throw new Error(`Only a literal can be collected for translation: ${odd.join(', ')}`);
  const want = `${JSON.stringify(Object.fromEntries(strings.map((text) => [text, text])), null, 2)}\n`;
  const have = fs.existsSync(bundle) ? fs.readFileSync(bundle, 'utf8') : '';
  if (want !== have && process.argv.includes('--check')) {
    console.error('l10n/bundle.l10n.json doesn\'t match the sources: run "npm run generate".');
    process.exitCode = 1;
  } else if (want !== have) {
    fs.mkdirSync(path.dirname(bundle), { recursive: true });
    fs.writeFileSync(bundle, want);
  }
}
