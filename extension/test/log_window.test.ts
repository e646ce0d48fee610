// A part of a log as a document: where it begins and ends, and which of its lines is which of the log's.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { logLineAt, readLogWindow, textLineOf, type ReadLog } from '../shared/log_window';

/** A daemon that has this log, with a gap where one is given. */
function daemonWith(log: string, over = true, gap?: [number, number]): ReadLog {
  const bytes = Buffer.from(log);
  return ({ offset, maxBytes }) => {
    const from = gap !== undefined && offset >= gap[0] && offset < gap[1] ? gap[1] : Math.min(offset, bytes.length);
    const stop = gap !== undefined && from < gap[0] ? gap[0] : bytes.length;
    const next = Math.min(stop, from + (maxBytes ?? 61_440));
    return Promise.resolve({ offset: from, next, data: bytes.subarray(from, next).toString(), end: over && next === bytes.length });
  };
}

const numbered = (count: number): string => Array.from({ length: count }, (_, i) => `${String(i + 1).padStart(9, '0')}\n`).join('');

test('a short log is shown whole', async () => {
  const window = await readLogWindow('j', { offset: 0, line: 1 }, daemonWith('one\r\ntwo\n'));
  assert.equal(window.text, 'one\ntwo\n');
  assert.deepEqual([window.start, window.end, window.complete], [{ offset: 0, line: 1 }, { offset: 9, line: 3 }, true]);
});

test('around a place there is some of what stands before it, and lines are found by their numbers', async () => {
  const window = await readLogWindow('j', { offset: 1_000_000, line: 100_001 }, daemonWith(numbered(400_000)));
  const lines = window.text.split('\n');
  assert.equal(lines[0], String(window.start.line).padStart(9, '0'));
  assert.ok((window.start.line ?? 0) < 100_001 - 50_000);
  assert.equal(lines[textLineOf(window, 100_001) ?? -1], '000100001');
  assert.equal(logLineAt(window, textLineOf(window, 100_001) ?? -1), 100_001);
  assert.equal(textLineOf(window, 1), undefined);
  assert.equal(window.complete, false);
  // The next part goes on where this one ends.
  const next = await readLogWindow('j', window.end, daemonWith(numbered(400_000)));
  assert.equal(next.text.split('\n')[textLineOf(next, window.end.line ?? 0) ?? -1], String(window.end.line).padStart(9, '0'));
});

test('a carriage return is another line of the document and none of the log', async () => {
  const window = await readLogWindow('j', { offset: 0, line: 1 }, daemonWith('a\n 1%\r 2%\r 3%\nb\n'));
  assert.equal(textLineOf(window, 2), 1);
  assert.equal(textLineOf(window, 3), 4);
  for (const textLine of [1, 2, 3]) assert.equal(logLineAt(window, textLine), 2);
  assert.equal(logLineAt(window, 4), 3);
});

test('a part ends where bytes are missing, and the next one begins behind them', async () => {
  const read = daemonWith(numbered(1000), true, [3000, 7000]);
  const first = await readLogWindow('j', { offset: 0, line: 1 }, read);
  assert.equal(first.text, numbered(1000).slice(0, 3000));
  assert.equal(first.missing, 4000);
  assert.deepEqual(first.end, { offset: 7000, line: undefined });
  const second = await readLogWindow('j', first.end, read);
  assert.equal(second.text, numbered(1000).slice(7000));
  assert.equal(second.start.line, undefined);
  assert.equal(textLineOf(second, 701), undefined);
  // A place whose line is known, with the gap before it.
  const found = await readLogWindow('j', { offset: 8000, line: 801 }, read);
  assert.equal(found.start.offset, 7000);
  assert.equal(found.text.split('\n')[textLineOf(found, 801) ?? -1], '000000801');
});

test('a log without line ends and one that goes on are shown as far as they are there', async () => {
  const long = await readLogWindow('j', { offset: 0, line: 1 }, daemonWith('x'.repeat(3_000_000)));
  assert.ok(long.text.length >= 2 * 1024 * 1024 && long.text.length < 2_200_000);
  const live = await readLogWindow('j', { offset: 0, line: 1 }, daemonWith('so far', false));
  assert.equal(live.text, 'so far');
  assert.equal(live.complete, true);
  const none = await readLogWindow('j', { offset: 0, line: 1 }, daemonWith(''));
  assert.equal(none.text, '');
});
