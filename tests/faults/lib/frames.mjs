// The daemon's pipe byte by byte: hostile input goes in as it is, and what comes out has to be nothing but frames of JSON.
import { spawnServe } from '../../clients/lib/daemon.mjs';
import { pack } from './jobs.mjs';

const kHeaderEnd = Buffer.from('\r\n\r\n');
const strict = new TextDecoder('utf-8', { fatal: true });

export const frame = (message) => {
  const body = Buffer.from(typeof message === 'string' ? message : JSON.stringify(message));
  return Buffer.concat([Buffer.from(`Content-Length: ${body.length}\r\n\r\n`), body]);
};

/** Takes a stream of frames apart. `fault` says what is wrong with it, '' while nothing is. */
export class FrameReader {
  constructor(onMessage) {
    this.onMessage = onMessage;
    this.fault = '';
    this.count = 0;
    this.pieces = [];
    this.held = 0;
    this.wanted = 1;
  }

  push(data) {
    this.pieces.push(data);
    this.held += data.length;
    if (this.held < this.wanted) return;
    let rest = this.pieces.length === 1 ? data : Buffer.concat(this.pieces);
    this.wanted = 1;
    while (!this.fault) {
      const end = rest.indexOf(kHeaderEnd);
      if (end < 0) {
        if (rest.length > 4096) this.fault = 'a header over 4 KiB';
        break;
      }
      const header = rest.toString('latin1', 0, end);
      const length = /^Content-Length: (\d+)$/.exec(header);
      if (!length) {
        this.fault = `the header ${JSON.stringify(header.slice(0, 80))}`;
        break;
      }
      const begin = end + kHeaderEnd.length;
      const after = begin + Number(length[1]);
      if (rest.length < after) {
        this.wanted = after;
        break;
      }
      try {
        this.onMessage(JSON.parse(strict.decode(rest.subarray(begin, after))));
        this.count += 1;
      } catch (error) {
        this.fault = `a body that isn't JSON: ${error.message}`;
      }
      rest = rest.subarray(after);
    }
    this.pieces = [rest];
    this.held = rest.length;
  }
}

/** A daemon behind bare pipes, initialized. */
export function startBare(home, { trusted = true, env = {}, settings = {} } = {}) {
  const child = spawnServe(home, env);
  const waiting = new Map();
  const bare = { child, end: undefined, asked: 0, messages: 0 };
  bare.gone = new Promise((resolve) =>
    child.once('close', (code, signal) => {
      bare.end = { code, signal };
      for (const settle of waiting.values()) settle(undefined);
      resolve(bare.end);
    }),
  );
  bare.reader = new FrameReader((message) => {
    if (message.method === 'tenstorrent/ui/confirm') {
      bare.asked += 1;
      bare.send(frame({ jsonrpc: '2.0', id: message.id, result: { accepted: true } }));
    }
    if (message.method === undefined && waiting.has(message.id)) {
      waiting.get(message.id)(message);
      waiting.delete(message.id);
    }
  });
  child.stdout.on('data', (data) => bare.reader.push(data));
  child.stdin.on('error', () => {});
  bare.send = (bytes) => child.stdin.writable && child.stdin.write(bytes);
  bare.answerTo = (id) => (bare.end ? Promise.resolve(undefined) : new Promise((resolve) => waiting.set(id, resolve)));
  bare.ask = (id, method, params) => {
    const answer = bare.answerTo(id);
    bare.send(frame({ jsonrpc: '2.0', id, method, params }));
    return answer;
  };
  bare.initialized = bare.ask('first', 'initialize', {
    processId: null,
    rootUri: null,
    capabilities: {},
    initializationOptions: { trusted, registersCommands: true, ui: { confirm: true }, settings: { packs: [pack], ...settings } },
  });
  bare.initialized.then(() => bare.send(frame({ jsonrpc: '2.0', method: 'initialized', params: {} })));
  return bare;
}
