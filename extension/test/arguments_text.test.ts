// Arguments as one line: what is written is what is read.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { argumentsText, parseArguments } from '../shared/arguments_text';

test('every list of arguments comes back from its text', () => {
  const lists = [
    ['python3'], ['python3', 'demo.py', '-k', 'performance and batch-1'], ['a', '', 'b'], ['a', '"', '\\', '\\"', 'x"y'],
    ['a', 'line\nline', '\t', ' ', '\r\n'], ['a', '$HOME', '*', '|', ';', '`x`', "it's"], ['C:\\x', '\\n'], ['ü', '\u00a0', '🙂'],
  ];
  for (const argv of lists) assert.deepEqual(parseArguments(argumentsText(argv)), { argv });
});

test('plain arguments stay as they are', () => assert.equal(argumentsText(['pytest', '-s', 'a.py::test_x[1-2]', 'a b']), 'pytest -s a.py::test_x[1-2] "a b"'));

test('blanks are between arguments only outside of quotes, and a backslash means something only inside', () => {
  assert.deepEqual(parseArguments('  a   b"c d"e  \\n '), { argv: ['a', 'bc de', '\\n'] });
  assert.deepEqual(parseArguments('a ""'), { argv: ['a', ''] });
});

test('what can\'t be read is told', () => {
  const cases: [string, string][] = [['', 'empty'], ['   ', 'empty'], ['"" x', 'empty'], ['a "b', 'openQuote'], ['a "b\\', 'openQuote'], ['a "\\x"', 'unknownEscape']];
  for (const [text, problem] of cases) {
    const parsed = parseArguments(text);
    assert.equal('problem' in parsed ? parsed.problem : '', problem, text);
  }
});
