// The rival for lessons: marked, on the same text without its front matter. Prints the same JSON as bench_lessons.
//   node marked.mjs FILE TIMES
import fs from 'node:fs';
import { marked } from 'marked';

const [file, times] = process.argv.slice(2);
const text = fs.readFileSync(file, 'utf8').replace(/^---\n[^]*?\n---\n/, '');
const took = [];
let html = '';
for (let i = 0; i < Number(times); ++i) {
  const start = process.hrtime.bigint();
  html = marked.parse(text);
  took.push(Number(process.hrtime.bigint() - start));
}
const [coldNs, ...warm] = took;
// V8 optimises on the way: only the second half counts as warm.
const settled = warm.slice(Math.floor(warm.length / 2)).sort((a, b) => a - b);
console.log(JSON.stringify({ bytes: Buffer.byteLength(text), htmlBytes: Buffer.byteLength(html), coldNs, warmNs: settled[Math.floor(settled.length / 2)] }));
