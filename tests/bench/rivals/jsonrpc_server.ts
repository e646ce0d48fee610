// The rival for requests, start and memory: the smallest server that vscode-jsonrpc makes. It answers `initialize` and one trivial request.
import { createMessageConnection, StreamMessageReader, StreamMessageWriter } from 'vscode-jsonrpc/node';

const connection = createMessageConnection(new StreamMessageReader(process.stdin), new StreamMessageWriter(process.stdout));
connection.onRequest('initialize', () => ({ capabilities: {}, serverInfo: { name: 'rival', version: '1' } }));
connection.onRequest('tenstorrent/job/list', () => ({ jobs: [] }));
connection.onClose(() => process.exit(0));
connection.listen();
