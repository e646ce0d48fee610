// Hostile frames and parameters: each is answered or ends the daemon cleanly, the next request is answered, no signal ever.
import fs from 'node:fs';
import path from 'node:path';
import { root, within } from '../clients/lib/daemon.mjs';
import { fault, size } from './lib/trial.mjs';
import { frame, startBare } from './lib/frames.mjs';

const random = (below) => Math.floor(Math.random() * below);
const one = (list) => list[random(list.length)];

const kDeep = '['.repeat(100_000) + ']'.repeat(100_000);
const kFixed = {
  'an endless header': Buffer.alloc(10_000, 'x'),
  'no length': 'Content-Type: x\r\n\r\n{}',
  'a negative length': 'Content-Length: -5\r\n\r\n{}',
  'a hexadecimal length': 'Content-Length: 0x2\r\n\r\n{}',
  'a length with a sign': 'Content-Length: +2\r\n\r\n{}',
  'a length of 2^64 + 2': 'Content-Length: 18446744073709551618\r\n\r\n{}',
  'a length over the limit': 'Content-Length: 16777217\r\n\r\n',
  'the largest length, and nothing': 'Content-Length: 16777216\r\n\r\n',
  'two lengths that differ': 'Content-Length: 2\r\nContent-Length: 3\r\n\r\n{} ',
  'two lengths that agree': 'Content-Length: 2\r\nContent-Length: 2\r\n\r\n{}',
  'an empty body': 'Content-Length: 0\r\n\r\n',
  'line feeds alone': 'Content-Length: 2\n\n{}',
  'no JSON': frame('{"jsonrpc":'),
  'ill-formed UTF-8': Buffer.concat([Buffer.from('Content-Length: 4\r\n\r\n'), Buffer.from([0x22, 0xc3, 0x28, 0x22])]),
  'a byte order mark': frame('\ufeff{}'),
  'an array': frame('[]'),
  'a batch': frame([{ jsonrpc: '2.0', id: 1, method: 'tenstorrent/job/list', params: {} }]),
  'a number': frame('42'),
  null: frame('null'),
  'a string': frame('"x"'),
  'a depth bomb': frame(kDeep),
  'a depth bomb as parameters': frame(`{"jsonrpc":"2.0","id":7,"method":"tenstorrent/job/list","params":${kDeep}}`),
  'a huge number': frame('{"jsonrpc":"2.0","id":1e999,"method":"x"}'),
  'an id that is an object': frame({ jsonrpc: '2.0', id: {}, method: 'tenstorrent/job/list' }),
  'a key twice': frame('{"jsonrpc":"2.0","id":1,"id":2,"method":"x","method":"y"}'),
  'an answer that nobody asked for': frame({ jsonrpc: '2.0', id: 12_345, result: {} }),
  'an error that nobody asked for': frame({ jsonrpc: '2.0', id: 'x', error: { code: 1, message: 'x' } }),
  'a cancellation of nothing': frame({ jsonrpc: '2.0', method: '$/cancelRequest', params: { id: 99 } }),
  'TLS': Buffer.from([0x16, 3, 1, 2, 0, 1, 0, 1, 0xfc, 3, 3]),
  'HTTP': 'GET / HTTP/1.1\r\nHost: localhost\r\n\r\n',
  'a million characters of a string': frame({ jsonrpc: '2.0', id: 5, method: 'x'.repeat(1_000_000), params: {} }),
  'a surrogate alone': frame('{"jsonrpc":"2.0","id":"\\ud800","method":"tenstorrent/job/list","params":{}}'),
  'a NUL in a text': frame('{"jsonrpc":"2.0","id":8,"method":"tenstorrent/job/read","params":{"id":"\\u0000","offset":0}}'),
};

const methods = ['protocol/tenstorrent.json', 'protocol/lsp.json']
  .map((file) => path.join(root, file))
  .filter((file) => fs.existsSync(file))
  .flatMap((file) => JSON.parse(fs.readFileSync(file, 'utf8')))
  .flatMap((model) => [...(model.requests ?? []), ...(model.notifications ?? [])])
  .filter(({ method }) => !['shutdown', 'exit'].includes(method))
  .map(({ method }) => method);

const kValues = [null, true, false, 0, -1, 1.5, 4_294_967_296, 1e300, '', 'x', '../../etc/passwd', '\u0000', '\ud7ff', 'x'.repeat(5000), [], {}, [null], { id: null }, { id: 'x', offset: -1 }, [[[[]]]]];
const kNames = ['id', 'offset', 'maxBytes', 'waitMs', 'command', 'arguments', 'lesson', 'step', 'file', 'uri', 'textDocument', 'position', 'pattern', 'query', 'limit', 'columns', 'rows', 'settings', 'event'];

function wildParams() {
  if (random(4) === 0) return one(kValues);
  return Object.fromEntries(Array.from({ length: random(6) }, () => [one(kNames), one(kValues)]));
}

/** A message that was right, with bytes of it changed, lost or doubled. */
function mutate() {
  const bytes = [...frame({ jsonrpc: '2.0', id: random(9), method: one(methods), params: wildParams() })];
  for (let n = 0; n < 1 + random(4); n += 1) {
    const at = random(bytes.length);
    const how = random(3);
    if (how === 0) bytes[at] = random(256);
    if (how === 1) bytes.splice(at, 1 + random(5));
    if (how === 2) bytes.splice(at, 0, ...bytes.slice(at, at + random(20)));
  }
  return Buffer.from(bytes);
}

await fault('hostile frames', async (trial) => {
  let bare;
  let frames = 0;
  let ends = 0;
  let next = 1_000_000;
  const attempt = async (what, bytes) => {
    if (!bare || bare.end) {
      bare = startBare(trial.home, { trusted: false });
      await within(bare.initialized, `an answer to initialize before ${what}`);
    }
    bare.send(bytes);
    next += 1;
    const answer = bare.ask(next, 'tenstorrent/job/list', {});
    let timer;
    const patience = new Promise((resolve) => (timer = setTimeout(resolve, 700, 'none')));
    let outcome = await Promise.race([answer, patience]);
    clearTimeout(timer);
    if (outcome === 'none') {
      // It waits for the rest of a body. The end of its input has to end it, too.
      bare.child.stdin.end();
      outcome = await within(bare.gone.then(() => undefined), `the end of the daemon after ${what}`, 10_000).catch((error) => error);
    }
    frames += 1;
    if (outcome === undefined) {
      const { code, signal } = await bare.gone;
      ends += 1;
      trial.check(signal === null && [1, 3].includes(code), `after ${what} the daemon ended with ${code ?? signal}: ${JSON.stringify(bytes.toString('latin1').slice(0, 200))}`);
    } else {
      trial.check(Array.isArray(outcome.result?.jobs), `after ${what} the next request got ${JSON.stringify(outcome).slice(0, 200)}`);
    }
    trial.check(bare.reader.fault === '', `after ${what} came ${bare.reader.fault}`);
  };
  for (const [what, bytes] of Object.entries(kFixed)) await attempt(what, Buffer.from(bytes));
  for (const method of methods) {
    for (let n = 0; n < size(2, 12); n += 1) {
      await attempt(`wild parameters of ${method}`, frame({ jsonrpc: '2.0', id: `wild-${n}`, method, params: wildParams() }));
    }
  }
  for (let n = 0; n < size(40, 400); n += 1) await attempt('a changed frame', mutate());
  if (!bare.end) {
    bare.child.stdin.end();
    await bare.gone;
  }
  trial.figure('hostile frames', `${frames}; ${ends} of them ended the daemon by itself, none by a signal`);
});
