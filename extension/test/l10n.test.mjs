// No words for the user escape translation: what reads like words in the sources stands in vscode.l10n.t, or comes from what does.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { test } from 'node:test';
import ts from 'typescript';
import { collectStrings, isTranslation, visitSources } from '../l10n.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');

/** Names and units that are the same in every language, and words that no user sees. */
const kNoWords = new Set(['PCC', 'TTFT', 'MHz', 'GB', 'MB', 'kB', 'TB', 'TT Bringup', 'Tenstorrent']);

const readsLikeWords = (text) => (/\p{L}{2,}[^\p{L}]* \p{L}{2,}/u.test(text) || /^\p{Lu}\p{Ll}{2,}/u.test(text)) && !kNoWords.has(text);

/** Where a literal is for programs: types, imports, comparisons, errors that are bugs, names and selectors of the document. */
function isForPrograms(node, ancestors) {
  const parent = ancestors.at(-1);
  if (ancestors.some((one) => isTranslation(one) || ts.isImportDeclaration(one) || ts.isExportDeclaration(one) || ts.isTypeNode(one))) return true;
  if (ts.isCaseClause(parent) || (ts.isBinaryExpression(parent) && /^[!=]==$/.test(parent.operatorToken.getText()))) return true;
  if (ts.isPropertyAssignment(parent) && (parent.name === node || ['class', 'kind', 'type', 'command', 'key'].includes(parent.name.getText().replaceAll("'", '')))) return true;
  if (ts.isElementAccessExpression(parent) || node.getText().startsWith('`<!DOCTYPE')) return true;
  if (ts.isBinaryExpression(parent) && parent.left.getText() === 'this.name') return true;   // an error's class
  if (ts.isNewExpression(parent) && /^(Error|RegExp|URL)$/.test(parent.expression.getText())) return true;
  if (ts.isCallExpression(parent)) {
    const called = parent.expression.getText();
    return /(^|\.)(querySelector|querySelectorAll|closest|matches|matchMedia|getPropertyValue|addEventListener|setAttribute|removeAttribute|executeCommand|registerCommand|includes|startsWith|endsWith|startProgress)$/.test(called)
      || /^colour$/.test(called);
  }
  return false;
}

test('what reads like words is translated', () => {
  const escaped = [];
  visitSources(['extension/src', 'extension/shared', 'extension/page'], (node, ancestors, file, source) => {
    const texts = ts.isStringLiteralLike(node) ? [node.text] : ts.isTemplateExpression(node) ? [node.head.text, ...node.templateSpans.map((span) => span.literal.text)] : [];
    if (!texts.some(readsLikeWords) || isForPrograms(node, ancestors)) return;
    escaped.push(`${file}:${source.getLineAndCharacterOfPosition(node.getStart()).line + 1} ${node.getText().slice(0, 80)}`);
  });
  assert.deepEqual(escaped, []);
});

test('every string can be collected, and none is put together from parts', () => {
  const { strings, odd } = collectStrings();
  assert.deepEqual(odd, []);
  assert.ok(strings.length > 100);
  for (const text of strings) assert.ok(text.trim() === text && text !== '', JSON.stringify(text));
});

test('the manifest shows nothing but strings that can be translated', () => {
  const manifest = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8'));
  const strings = JSON.parse(fs.readFileSync(path.join(root, 'package.nls.json'), 'utf8'));
  const shown = new Set(['title', 'description', 'markdownDescription', 'contents', 'label', 'category', 'enumDescriptions', 'markdownEnumDescriptions', 'shortTitle', 'detail', 'altText']);
  const found = [];
  const used = new Set();
  const walk = (value, name, where) => {
    if (Array.isArray(value)) value.forEach((one, index) => walk(one, name, `${where}[${index}]`));
    else if (typeof value === 'object' && value !== null) for (const [key, one] of Object.entries(value)) walk(one, key, `${where}.${key}`);
    else if (typeof value === 'string') {
      const key = /^%(.+)%$/.exec(value)?.[1];
      if (key !== undefined) {
        used.add(key);
        if (!(key in strings)) found.push(`${where}: ${value} has no text`);
      } else if (shown.has(name)) {
        found.push(`${where}: ${value}`);
      }
    }
  };
  walk({ description: manifest.description, capabilities: manifest.capabilities, contributes: manifest.contributes }, '', 'package.json');
  for (const key of Object.keys(strings)) if (!used.has(key)) found.push(`package.nls.json: ${key} is used nowhere`);
  assert.deepEqual(found, []);
});
