// What is read from outside of the extension: addresses and what was kept of a filter.
import assert from 'node:assert';
import { test } from 'node:test';
import { readFilter } from '../shared/lesson_filter';
import { lessonLink, readLessonLink } from '../shared/lesson_link';

const parts = (path: string, fragment = '', query = ''): { path: string; query: string; fragment: string } => ({ path, query, fragment });

test('lesson links name a lesson, and a heading where there is one', () => {
  assert.deepStrictEqual(readLessonLink(parts('/lesson/bounty-program')), { lesson: 'bounty-program', anchor: undefined });
  assert.deepStrictEqual(readLessonLink(parts('/lesson/über uns/', 'ziel-1')), { lesson: 'über uns', anchor: 'ziel-1' });
});

test('lesson links are nothing where they are anything else', () => {
  for (const path of ['', '/', '/lesson', '/lesson/', '/lesson/a/b', '/lessons/a', 'lesson/a', '//lesson/a', '/lesson/a\n', '/lesson/a\u0000', '/run/tenstorrent.x', `/lesson/${'a'.repeat(201)}`]) {
    assert.strictEqual(readLessonLink(parts(path)), undefined, JSON.stringify(path));
  }
  assert.strictEqual(readLessonLink(parts('/lesson/a', '', 'command=x')), undefined);
  assert.strictEqual(readLessonLink(parts('/lesson/a', 'a'.repeat(301))), undefined);
  assert.strictEqual(readLessonLink(parts('/lesson/a', 'a\u001bb')), undefined);
});

test('lesson links come back as they were made', () => {
  for (const address of [{ lesson: 'a b/ü#?%', anchor: undefined }, { lesson: 'a', anchor: 'x#y ü%' }]) {
    const url = new URL(lessonLink('vscode', 'tt-bringup.tt-bringup', address));
    assert.strictEqual(url.host, 'tt-bringup.tt-bringup');
    assert.strictEqual(decodeURIComponent(url.pathname), `/lesson/${address.lesson}`);
    assert.strictEqual(decodeURIComponent(url.hash.slice(1)), address.anchor ?? '');
  }
});

test('a filter that was kept is what asks for something', () => {
  assert.deepStrictEqual(readFilter({ hardware: ['n150'], status: [], progress: ['done', 'halfway'] }), { hardware: ['n150'], progress: ['done'] });
  assert.deepStrictEqual(readFilter({ status: ['draft'], tags: ['x', 3, ''] }), { status: ['draft'], tags: ['x'] });
});

test('a filter that was kept is none where it asks for nothing or makes no sense', () => {
  for (const kept of [undefined, null, 3, 'n150', [], {}, { hardware: 'n150' }, { progress: ['halfway'] }, { tags: [] }, { other: ['x'] }]) {
    assert.strictEqual(readFilter(kept), undefined, JSON.stringify(kept));
  }
});
