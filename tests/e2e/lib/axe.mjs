// What axe finds wrong with a page, as text.
import fs from 'node:fs';
import { createRequire } from 'node:module';

const kAxe = fs.readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const described = ({ id, help, nodes }) => `${id}: ${help}\n  ${nodes.slice(0, 5).map(({ html, any, all }) => `${html.slice(0, 160)}  ${[...any, ...all].map(({ message }) => message).join('; ')}`).join('\n  ')}`;

/** Empty where it finds nothing. The page's own policy forbids scripts from elsewhere; what a debugger evaluates is not bound by it. */
export async function axeFindings(frame) {
  await frame.evaluate(kAxe);
  const { violations } = await frame.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }));
  return violations.map(described).join('\n');
}
