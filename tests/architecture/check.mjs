// Holds the code against ARCHITECTURE.md: the rooms' links, and the invariants that can be seen in the source.
// Prints one line for each rule and `N passed, N failed`; exits 1 when a rule is broken.
import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const read = (path) => readFileSync(join(root, path), 'utf8');

function filesBelow(folder, pattern) {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && pattern.test(entry.name))
    .map((entry) => relative(root, join(entry.parentPath ?? entry.path, entry.name)));
}

// A file's room: "daemon/jobs/table.cpp" is of jobs, "protocol/wire.cpp" of protocol.
const roomOf = (path) => (path.startsWith('protocol/') ? 'protocol' : path.split('/')[1]);

// The text without comments, in which words like "mutex" may well stand.
const code = (path) => read(path).replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '');

function documentedRooms() {
  const block = /<!-- rooms -->\s*```\n([\s\S]*?)```/.exec(read('ARCHITECTURE.md'));
  if (block === null) throw new Error('ARCHITECTURE.md has no list of rooms between its markers');
  return new Map(
    block[1].trim().split('\n').map((line) => {
      const [name, links] = line.split('→').map((part) => part.trim());
      return [name, links === '' ? [] : links.split(/\s+/)];
    }),
  );
}

// What CMake links, parts of a room (base_async, jobdir_spec) counted as the room.
function linkedRooms(names) {
  const part = new Map();
  const rooms = new Map([...names].map((name) => [name, new Set()]));
  const calls = filesBelow('daemon', /^CMakeLists\.txt$/).concat('protocol/CMakeLists.txt')
    .flatMap((path) => [...read(path).matchAll(/tt_room(_part)?\((\w+)([^)]*)\)/g)].map((call) => ({ path, call })));
  for (const { path, call } of calls) if (call[1] !== undefined) part.set(call[2], roomOf(path));
  for (const { path, call } of calls) {
    const room = roomOf(path);
    const links = /\bLINKS\b([\s\S]*?)(?=\bPRIVATE_LINKS\b|\bPCH\b|\bSOURCES\b|$)/.exec(call[3])?.[1] ?? '';
    const hidden = /\bPRIVATE_LINKS\b([\s\S]*?)(?=\bPCH\b|\bSOURCES\b|$)/.exec(call[3])?.[1] ?? '';
    for (const word of `${links} ${hidden}`.split(/\s+/).filter(Boolean)) {
      const linked = part.get(word) ?? word;
      if (linked !== room && !linked.startsWith('tt_')) (rooms.get(room) ?? rooms.set(room, new Set()).get(room)).add(linked);
    }
  }
  return rooms;
}

function offenders(files, pattern, allowed) {
  return files.filter((path) => !allowed.includes(roomOf(path)) && pattern.test(code(path)));
}

const cpp = filesBelow('daemon', /\.[ch]pp$/).concat(filesBelow('protocol', /\.[ch]pp$/));
const typescript = filesBelow('extension/src', /\.ts$/).concat(filesBelow('extension/page', /\.ts$/));
const none = (list) => (list.length === 0 ? undefined : list.join(', '));

const rules = {
  'the rooms link what ARCHITECTURE.md says': () => {
    const documented = documentedRooms();
    const linked = linkedRooms(documented.keys());
    const wrong = [];
    for (const [room, links] of linked) {
      const said = new Set(documented.get(room) ?? ['(not in the list)']);
      for (const link of links) if (!said.has(link)) wrong.push(`${room} → ${link} is not documented`);
      for (const link of said) if (!links.has(link)) wrong.push(`${room} → ${link} is not linked`);
    }
    return none(wrong);
  },
  'no file includes a room by a relative path': () => none(offenders(cpp, /#include "\.\.\//, [])),
  'JSON stays in its rooms': () => none(offenders(cpp, /#include <nlohmann\//, ['protocol', 'rpc', 'jobdir', 'models', 'server', 'cli', 'main.cpp'])),
  'only the server and the terminal modes see wire types': () =>
    none(offenders(cpp, /#include "protocol\/gen/, ['protocol', 'server', 'cli', 'main.cpp'])),
  'only the supervisor and its launcher start processes': () =>
    none(offenders(cpp, /\b(?:fork|vfork|execve?|execvpe?|posix_spawnp?)\s*\(/, ['supervisor', 'jobdir'])),
  'no mutex, no detached coroutine, no shell': () =>
    none(offenders(cpp, /std::(?:recursive_|shared_)?mutex|asio::detached|std::system\s*\(|\bpopen\s*\(/, [])),
  'the extension types nothing into a terminal and starts no process': () =>
    none(typescript.filter((path) => /\bsendText\b|child_process/.test(code(path)))),
};

let failed = 0;
for (const [name, rule] of Object.entries(rules)) {
  const wrong = rule();
  if (wrong !== undefined) failed += 1;
  console.log(wrong === undefined ? `ok   ${name}` : `FAIL ${name}: ${wrong}`);
}
console.log(`${Object.keys(rules).length - failed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;
