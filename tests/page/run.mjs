// The page's own tests: what a fence holds reaches the reader and the clipboard byte for byte, and diagrams are drawn within the page's policy.
//   node tests/page/run.mjs [--only TEXT]      needs `npm run build`; pictures go to test-results/page
import assert from 'node:assert';
import fs from 'node:fs';
import path from 'node:path';
import { axeFindings } from '../e2e/lib/axe.mjs';
import { kThemes, lessonOf, openPage, pseudoStrings, root } from './lib.mjs';
import { kPages } from './samples.mjs';

const only = process.argv.includes('--only') ? process.argv[process.argv.indexOf('--only') + 1] : '';
const shots = path.join(root, 'test-results', 'page');
fs.mkdirSync(shots, { recursive: true });

/** Numbers in [0, 1), the same in every run. */
function randomNumbers(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const kLanguages = ['', 'bash', 'python', 'cpp', 'c', 'yaml', 'json', 'jsonl', 'text', 'asm', 'sql', 'markdown', 'cuda', 'rust', 'dockerfile', 'protobuf', 'diff', 'ini'];
const kPieces = ['#include <x>\n', 'cat <<EOF\n', '&', '&amp;', '<b>', '</pre>', '<script>', '"', "'", '\\', '\t', '  ', '\n', '\r\n', '\n\n', '`', '```', '~~~', '\u00e9', '\u{1f600}', '\u202e', '\u00a0',
  '\u0001', '\u007f', '\ufeff', '\u2028', 'def f(x):\n', '{"a": 1}', 'SELECT *', '// c\n', '# h\n', '$(x)', '%20', '/* ', '"""', '[a](b)', '|-|'];

/** A fence's text, and the same in a lesson. */
function randomFence(random) {
  const pick = (list) => list[Math.floor(random() * list.length)];
  let code = '';
  for (let n = Math.floor(random() * 25); n > 0; n--) {
    const point = Math.floor(random() * 0x10ffff) + 1;
    code += random() < 0.8 ? pick(kPieces) : point >= 0xd800 && point <= 0xdfff ? '' : String.fromCodePoint(point);
  }
  code += '\n';
  const fence = (random() < 0.5 ? '`' : '~').repeat(80);
  const [first, rest] = pick([['', ''], ['> ', '> '], ['- ', '  '], ['1. ', '   '], ['> - ', '>   '], ['- > ', '  > ']]);
  const lines = `${fence}${pick(kLanguages)}\n${code}${fence}\n`.split(/(?<=\r\n|\n|\r(?!\n))/);
  const inside = lines.map((line, index) => (index === 0 ? first : rest) + line).join('');
  const markdown = first === '' && random() < 0.4 ? `<details open>\n<summary>s</summary>\n\n${inside}\n</details>\n\n` : `${inside}\n`;
  return { code, markdown };
}

/** In the browser a CR alone, or with an LF, is one line end. */
const withPlainEnds = (text) => text.replaceAll(/\r\n?/g, '\n');

const kDiagrams = {
  flowchart: 'flowchart LR\n  A[Open a bounty] --> B{Gate met?}\n  B -->|yes| C([Merged])\n  B -->|no| A',
  graph: 'graph TD\n  A["a < b & c"] --> B\n  subgraph s [Host]\n    B --> C\n  end',
  sequence: 'sequenceDiagram\n  participant H as Host\n  participant D as Device\n  H->>D: enqueue\n  Note over D: compute\n  D-->>H: done\n  loop each token\n    H->>D: step\n  end',
  state: 'stateDiagram-v2\n  [*] --> Queued\n  Queued --> Running: card free\n  Running --> [*]\n  state Running {\n    [*] --> Busy\n  }',
  xychart: 'xychart-beta\n  title "Tokens a second"\n  x-axis [n150, n300, t3k]\n  y-axis "t/s/u" 0 --> 60\n  bar [20, 31, 55]\n  line [20, 31, 55]',
};
const fenced = (text) => `\`\`\`mermaid\n${text}\n\`\`\`\n\n`;
const drawnAll = (page, count) => page.waitForFunction((wanted) => [...document.querySelectorAll('.diagram-picture img')].filter((image) => image.complete && image.naturalWidth > 0).length === wanted, count, { timeout: 60_000 });

const kChecks = {
  'a fence reaches the reader and the clipboard byte for byte': async ({ page, show, said, errors }) => {
    const random = randomNumbers(20261124);
    for (let round = 0; round < 12; round++) {
      const fences = Array.from({ length: 25 }, () => randomFence(random));
      const lesson = lessonOf(fences.map(({ markdown }) => `text\n\n${markdown}`).join('\n'));
      assert.strictEqual(lesson.blocks.length, fences.length);
      await show(lesson);
      const shown = await page.locator('article pre[data-block]').evaluateAll((nodes) => nodes.map((node) => node.textContent));
      fences.forEach(({ code }, index) => assert.strictEqual(shown[index], withPlainEnds(code)));
      const before = said.length;
      await page.evaluate(() => { for (const button of document.querySelectorAll('.block .bar button')) button.click(); });
      await page.waitForFunction(() => true);
      const copied = said.slice(before).filter(({ type }) => type === 'copy').map(({ block }) => lesson.blocks.find(({ id }) => id === block)?.text);
      assert.deepStrictEqual(copied, fences.map(({ code }) => code));
    }
    assert.deepStrictEqual(errors, []);
  },

  'a page that has shown many lessons holds no more than one that has shown a few': async ({ page, show, errors }) => {
    const lessons = Array.from({ length: 20 }, (_, index) => lessonOf(`# L${index}\n\n## H\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n\`\`\`bash step=a\nls\n\`\`\`\n\n[x](#h)\n\n`.repeat(8)));
    const devtools = await page.context().newCDPSession(page);
    await devtools.send('Performance.enable');
    const held = async () => {
      for (let i = 0; i < 3; i++) await devtools.send('HeapProfiler.collectGarbage');
      const { metrics } = await devtools.send('Performance.getMetrics');
      return Object.fromEntries(metrics.filter(({ name }) => ['Nodes', 'JSEventListeners', 'JSHeapUsedSize'].includes(name)).map(({ name, value }) => [name, value]));
    };
    const showAll = async (times) => { for (let i = 0; i < times; i++) await show(lessons[i % lessons.length]); };
    await showAll(40);
    const few = await held();
    await showAll(400);
    const many = await held();
    for (const [name, value] of Object.entries(many)) assert.ok(value <= few[name] * 1.2, `${name}: ${few[name]} after 40 lessons, ${value} after 440`);
    assert.deepStrictEqual(errors, []);
  },

  'a page without a diagram loads no diagram bundle': async ({ show, asked, errors }) => {
    await show(lessonOf('# A\n\n```bash\nls\n```\n'));
    assert.ok(!asked.some((address) => address.includes('drawing.js')), asked.join(' '));
    assert.deepStrictEqual(errors, []);
  },

  ...Object.fromEntries(Object.keys(kThemes).map((name) => [`the diagrams that lessons use are drawn in the ${name} theme, within the page's policy`, async ({ page, show, theme, errors, asked }) => {
    await theme(name);
    await show(lessonOf(Object.entries(kDiagrams).map(([kind, text]) => `## ${kind}\n\n${fenced(text)}`).join('')));
    await drawnAll(page, Object.keys(kDiagrams).length);
    await page.screenshot({ path: path.join(shots, `diagrams-${name.replaceAll(' ', '-')}.png`), fullPage: true });
    assert.deepStrictEqual(errors, []);
    assert.strictEqual(asked.filter((address) => address.includes('drawing.js')).length, 1);
    assert.strictEqual(await page.locator('.diagram-measure').count(), 0);
    // What is drawn is in the theme's colours, and holds the words of the source.
    const pictures = await page.locator('.diagram-picture img').evaluateAll((images) => Promise.all(images.map(async (image) => {
      const text = await new Promise((resolve) => {
        const canvas = document.createElement('canvas');
        canvas.width = image.naturalWidth;
        canvas.height = image.naturalHeight;
        const context = canvas.getContext('2d');
        context.drawImage(image, 0, 0);
        const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
        const colours = new Set();
        for (let i = 0; i < data.length; i += 4) if (data[i + 3] > 250) colours.add(`#${[data[i], data[i + 1], data[i + 2]].map((value) => value.toString(16).padStart(2, '0')).join('')}`);
        resolve([...colours]);
      });
      return text;
    })));
    for (const colours of pictures) assert.ok(colours.includes(kThemes[name]['editor-foreground']), `no pixel in ${kThemes[name]['editor-foreground']}`);
  }])),

  'a diagram that is wrong shows its source, what is wrong, and leaves the others': async ({ page, show, errors }) => {
    await show(lessonOf(fenced('flowchart LR\n  A -->') + fenced('nonsense\n  a') + fenced(kDiagrams.flowchart)));
    await drawnAll(page, 1);
    await page.waitForFunction(() => [...document.querySelectorAll('.diagram-said')].filter((node) => node.textContent !== '').length === 2);
    const figures = await page.locator('.diagram').evaluateAll((nodes) => nodes.map((node) => ({ open: node.querySelector('details').open, said: node.querySelector('.diagram-said').textContent, source: node.querySelector('pre').textContent })));
    assert.deepStrictEqual(figures.map(({ open }) => open), [true, true, false]);
    assert.match(figures[0].said, /^⟦This diagram can't be drawn: .*error/i);
    assert.strictEqual(figures[0].source, 'flowchart LR\n  A -->\n');
    assert.deepStrictEqual(errors, []);
  },

  'the picture has words for who can\'t see it: the author\'s, or its kind': async ({ page, show }) => {
    await show(lessonOf(fenced('flowchart LR\n  accTitle: From bounty to merge\n  accDescr: Three steps in a row\n  A --> B') + fenced(kDiagrams.sequence)));
    await drawnAll(page, 2);
    const words = await page.locator('.diagram-picture img').evaluateAll((images) => images.map((image) => image.alt));
    assert.deepStrictEqual(words, ['From bounty to merge. Three steps in a row', '⟦Diagram (sequence); its source follows⟧']);
  },

  'a diagram can bring neither script, nor address, nor looks of its own': async ({ page, show, asked, errors }) => {
    await show(lessonOf([
      'flowchart LR\n  A["<img src=x onerror=window.taken=1>"] --> B\n  click A "javascript:window.taken=1" "t"\n  click B call taken()',
      '%%{init: {"securityLevel": "loose", "theme": "forest", "themeCSS": "* { background: url(http://127.0.0.1/x) }", "fontFamily": "x"}}%%\nflowchart LR\n  A --> B',
      'flowchart LR\n  A --> B\n  style A fill:url(http://127.0.0.1/y),stroke:#f00',
    ].map(fenced).join('')));
    await page.waitForFunction(() => [...document.querySelectorAll('.diagram')].every((node) => node.querySelector('img') !== null || node.querySelector('.diagram-said').textContent !== ''), undefined, { timeout: 60_000 });
    assert.strictEqual(await page.evaluate(() => window.taken), undefined);
    assert.strictEqual(await page.locator('article svg, article iframe').count(), 0);
    assert.deepStrictEqual(asked.filter((address) => !/^\/(media\/|$|favicon)/.test(address)), []);
    // The label's handler meets the policy where Mermaid cleans the label, aside from the document.
    assert.deepStrictEqual(errors.filter((text) => !text.startsWith('script-src-attr inline')), []);
  },
};

/** Letters that a user sees or hears and that went through no translation; data stand in ⟪brackets⟫. Names and units are the same everywhere. */
function escapedWords() {
  const texts = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const parent = walker.currentNode.parentElement;
    if (parent.closest('script, style, .language, .diagram pre') === null) texts.push(walker.currentNode.data);
  }
  for (const node of document.body.querySelectorAll('[aria-label], [aria-valuetext], [title], [alt], [placeholder]')) {
    for (const name of ['aria-label', 'aria-valuetext', 'title', 'alt', 'placeholder']) texts.push(node.getAttribute(name) ?? '');
  }
  const own = (text) => {
    let left = text.replaceAll(/⟪[^⟪⟫]*⟫/g, '');
    for (let before = ''; before !== left;) {
      before = left;
      left = left.replaceAll(/⟦[^⟦⟧]*⟧/g, '');
    }
    return left.replaceAll(/(?<!\p{L})(PCC|SIGINT|SIGTERM|SIGKILL|MHz|°C|W|s|min|h|t\/s\/u|n150|AM|PM)(?!\p{L})/gu, '');
  };
  return texts.filter((text) => /\p{L}/u.test(own(text)));
}

/** What is wider than the window, or cut off, outside of the boxes that scroll. */
function overflowing() {
  const wide = [];
  if (document.documentElement.scrollWidth > document.documentElement.clientWidth) wide.push(`the page: ${document.documentElement.scrollWidth} of ${document.documentElement.clientWidth}`);
  for (const node of document.body.querySelectorAll('*')) {
    if (node.closest('.scroll, pre, .u-wrap, .diagram-measure, svg') !== null) continue;
    const box = node.getBoundingClientRect();
    const style = getComputedStyle(node);
    if (box.width > 0 && box.right > window.innerWidth + 1) wide.push(`${node.outerHTML.slice(0, 100)} ends at ${Math.round(box.right)}`);
    if (/hidden|clip/.test(style.overflowX) && node.scrollWidth > node.clientWidth + 1) wide.push(`${node.outerHTML.slice(0, 100)} is cut off`);
  }
  return wide;
}

for (const [name, { bundle, open }] of Object.entries(kPages)) {
  kChecks[`${name}: no words escape translation`] = async () => {
    const context = await openPage({ bundle, strings: pseudoStrings[bundle] });
    try {
      await open(context);
      assert.deepStrictEqual(await context.page.evaluate(escapedWords), []);
      assert.deepStrictEqual(context.errors, []);
    } finally {
      await context.close();
    }
  };
  kChecks[`${name}: axe finds nothing in four themes`] = async () => {
    const context = await openPage({ bundle, strings: pseudoStrings[bundle] });
    try {
      await open(context);
      for (const theme of Object.keys(kThemes)) {
        await context.theme(theme);
        assert.strictEqual(await axeFindings(context.page), '', theme);
      }
    } finally {
      await context.close();
    }
  };
  // 320 pixels, and what 200 % leaves of 1000 and of 800.
  for (const width of [320, 400, 500]) {
    kChecks[`${name}: nothing is cut off at ${width} pixels`] = async () => {
      const context = await openPage({ bundle, strings: pseudoStrings[bundle], width });
      try {
        await open(context);
        await context.page.screenshot({ path: path.join(shots, `${bundle}-${width}.png`), fullPage: true });
        assert.deepStrictEqual(await context.page.evaluate(overflowing), []);
      } finally {
        await context.close();
      }
    };
  }
}

let passed = 0;
const failures = [];
for (const [name, check] of Object.entries(kChecks)) {
  if (!name.includes(only)) continue;
  const context = await openPage({ strings: pseudoStrings.page });
  try {
    await check(context);
    passed++;
    console.log(`ok   ${name}`);
  } catch (error) {
    failures.push(name);
    console.log(`FAIL ${name}\n     ${error.stack ?? error}\n     ${context.errors.join('\n     ')}`);
    await context.page.screenshot({ path: path.join(shots, 'failed.png'), fullPage: true }).catch(() => undefined);
  } finally {
    await context.close();
  }
}
console.log(`${passed} passed, ${failures.length} failed`);
process.exitCode = failures.length > 0 || passed === 0 ? 1 : 0;
