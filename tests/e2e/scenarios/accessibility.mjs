// axe finds nothing on the lesson page, in the themes that differ most.
import assert from 'node:assert';
import { axeFindings } from '../lib/axe.mjs';
import { until } from '../lib/wait.mjs';

const kThemes = [
  ['dark', 'Dark Modern', 'vscode-dark'],
  ['light', 'Light Modern', 'vscode-light'],
  ['high contrast', 'Dark High Contrast', 'vscode-high-contrast'],
  ['light high contrast', 'Light High Contrast', 'vscode-high-contrast-light'],
];

export function accessibility({ check }) {
  for (const [name, theme, kind] of kThemes) {
    check(`axe finds nothing in the ${name} theme`, async ({ workbench, lessonPage, shot }) => {
      await workbench.useTheme(theme);
      const { frame } = await lessonPage();
      await until(`the page to turn ${name}`, () => frame.evaluate((wanted) => document.body.classList.contains(wanted), kind));
      const findings = await axeFindings(frame);
      await shot(`axe-${name.replaceAll(' ', '-')}`);
      assert.strictEqual(findings, '');
    });
  }
}
