// axe finds nothing on the lesson page, in the themes that differ most.
import assert from 'node:assert';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import { until } from '../lib/wait.mjs';

const kAxe = fs.readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const kThemes = [
  ['dark', 'Dark Modern', 'vscode-dark'],
  ['light', 'Light Modern', 'vscode-light'],
  ['high contrast', 'Dark High Contrast', 'vscode-high-contrast'],
  ['light high contrast', 'Light High Contrast', 'vscode-high-contrast-light'],
];

const described = ({ id, help, nodes }) => `${id}: ${help}\n  ${nodes.slice(0, 5).map(({ html, any, all }) => `${html.slice(0, 160)}  ${[...any, ...all].map(({ message }) => message).join('; ')}`).join('\n  ')}`;

export function accessibility({ check }) {
  for (const [name, theme, kind] of kThemes) {
    check(`axe finds nothing in the ${name} theme`, async ({ workbench, lessonPage, shot }) => {
      await workbench.useTheme(theme);
      const { frame } = await lessonPage();
      await until(`the page to turn ${name}`, () => frame.evaluate((wanted) => document.body.classList.contains(wanted), kind));
      // The page's own policy forbids scripts from elsewhere; what a debugger evaluates is not bound by it.
      await frame.evaluate(kAxe);
      const { violations } = await frame.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }));
      await shot(`axe-${name.replaceAll(' ', '-')}`);
      assert.strictEqual(violations.map(described).join('\n'), '');
    });
  }
}
