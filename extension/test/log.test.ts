// Following a log: line ends, pieces of a file, text that splits a character, the end.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import type { Job, JobReadResult } from '../../protocol/gen/messages';
import { bytesPerTurn, followLog } from '../src/log_follower';
import { LineEnds } from '../src/line_ends';
import { shellText } from '../src/shell_text';

test('every line feed gets one carriage return, wherever the text is cut', () => {
  const text = 'a\nb\r\nc\rd\n\ne\r';
  for (let cut = 0; cut <= text.length; cut++) {
    const ends = new LineEnds();
    assert.equal(ends.convert(text.slice(0, cut)) + ends.convert(text.slice(cut)), 'a\r\nb\r\nc\rd\r\n\r\ne\r', `cut at ${cut}`);
  }
});

const last: Job = { id: 'j', number: 1, title: 't', argv: [], cwd: '/', state: 'exited', exitCode: 0, stopping: false, createdAt: '', size: 0, environment: [], pinned: false, measurements: [] };

test('a file range is read whole in small pieces, without splitting a character', async (context) => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'tt-log-'));
  context.after(() => fs.rmSync(folder, { recursive: true }));
  const file = path.join(folder, 'out.log');
  const text = 'x' + 'ü€𝄞'.repeat(50_000);
  fs.writeFileSync(file, text);
  const size = fs.statSync(file).size;
  assert.ok(size > 3 * bytesPerTurn);
  const pieces: string[] = [];
  const end = await followLog('j', 0, { read: () => Promise.resolve({ offset: 0, next: size, file, end: true, job: last }) },
    { write: (piece) => pieces.push(piece), skipped: () => assert.fail('nothing is missing') }, new AbortController().signal);
  assert.equal(end, last);
  assert.equal(pieces.join(''), text);
  assert.ok(pieces.length > 3);
});

test('it asks again where the answer ended, and says what is gone', async () => {
  const answers: JobReadResult[] = [{ offset: 0, next: 2, data: 'ab', end: false }, { offset: 2, next: 2, end: false }, { offset: 10, next: 11, data: 'c', end: true, job: last }];
  const asked: number[] = [];
  const seen: string[] = [];
  await followLog('j', 0, {
    read: ({ offset }) => {
      asked.push(offset);
      const answer = answers.shift();
      return answer === undefined ? Promise.reject(new Error('asked once too often')) : Promise.resolve(answer);
    },
  }, { write: (piece) => seen.push(piece), skipped: (from, to) => seen.push(`[${from}-${to}]`) }, new AbortController().signal);
  assert.deepEqual(asked, [0, 2, 2]);
  assert.deepEqual(seen, ['ab', '[2-10]', 'c']);
});

test('nothing is written after a cancel', async () => {
  const abort = new AbortController();
  const end = await followLog('j', 0, {
    read: () => {
      abort.abort();
      return Promise.resolve({ offset: 0, next: 1, data: 'x', end: false });
    },
  }, { write: () => assert.fail('cancelled'), skipped: () => undefined }, abort.signal);
  assert.equal(end, undefined);
});

test('a copied command keeps its arguments apart in a shell', () => {
  assert.equal(shellText(['echo', 'a b', "it's", '$(x)'], '/tmp/a b'), `cd '/tmp/a b' && echo 'a b' 'it'\\''s' '$(x)'`);
});
