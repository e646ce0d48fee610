// Reads the models, joins them into one and refuses what the emitters could not express.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const kBaseTypes = new Set(['string', 'URI', 'DocumentUri', 'boolean', 'integer', 'uinteger', 'offset', 'decimal', 'LSPAny', 'null']);

// One model: `requests`, `notifications`, `structures`, `enumerations`, `typeAliases`, each in the order of the files,
// structures sorted so that each comes after those that it holds by value; `types` finds any type by its name.
export function loadModel(folder, files) {
  const parts = files.map((file) => ({ file, ...JSON.parse(readFileSync(join(folder, file), 'utf8')) }));
  const joined = (key) => parts.flatMap((part) => part[key].map((entry) => ({ ...entry, file: part.file })));
  const model = {
    version: parts.at(-1).metaData.version,
    requests: joined('requests').map((message) => ({ ...message, tag: tagOf(message.method), isRequest: true })),
    notifications: joined('notifications').map((message) => ({ ...message, tag: tagOf(message.method), isRequest: false })),
    structures: joined('structures'),
    enumerations: joined('enumerations'),
    typeAliases: joined('typeAliases'),
    types: new Map(),
  };
  for (const type of [...model.structures, ...model.enumerations, ...model.typeAliases]) declare(model.types, type.name, type);
  const tags = new Map(model.types);
  for (const message of [...model.requests, ...model.notifications]) {
    declare(tags, message.tag, message);
    for (const type of [message.params, message.result]) if (type) checkType(model, type, message.method);
    if (message.isRequest && !message.result) throw new Error(`${message.method}: a request without a result`);
  }
  for (const { name, properties } of model.structures) {
    for (const property of properties) checkType(model, property.type, `${name}.${property.name}`);
  }
  model.structures = byContainment(model);
  return model;
}

// `tenstorrent/job/read` is JobRead, `$/cancelRequest` CancelRequest, `textDocument/didOpen` TextDocumentDidOpen.
function tagOf(method) {
  return method.replace(/^(tenstorrent|\$)\//, '').split('/').map(pascal).join('');
}

export function pascal(name) {
  return name[0].toUpperCase() + name.slice(1);
}

// [T, nullable]: an `or` with null is T that may be null.
export function withoutNull(type) {
  if (type.kind !== 'or') return [type, false];
  const items = type.items.filter((item) => item.name !== 'null');
  return [items.length === 1 ? items[0] : { kind: 'or', items }, items.length < type.items.length];
}

// Every type that a message has as its whole params or result and that isn't a plain reference: `CodeLens[]`.
export function compoundResults(model) {
  const found = new Map();
  for (const { result } of model.requests) if (result.kind !== 'reference') found.set(JSON.stringify(result), result);
  return [...found.values()];
}

function declare(names, name, what) {
  if (names.has(name)) throw new Error(`${name} is declared twice`);
  names.set(name, what);
}

function checkType(model, type, where) {
  if (type.kind === 'array') return checkType(model, type.element, where);
  if (type.kind === 'or') return type.items.forEach((item) => checkType(model, item, where));
  if (type.kind === 'base' && kBaseTypes.has(type.name)) return;
  if (type.kind === 'reference' && model.types.has(type.name)) return;
  throw new Error(`${where}: unknown type ${JSON.stringify(type)}`);
}

function byContainment(model) {
  const order = [];
  const state = new Map();
  const visit = (structure) => {
    if (state.get(structure.name) === 'done') return;
    if (state.get(structure.name) === 'open') throw new Error(`${structure.name} holds itself`);
    state.set(structure.name, 'open');
    // A list of its own kind is no containment: it may be empty.
    for (const property of structure.properties) namesIn(property.type).filter((name) => name !== structure.name || property.type.kind !== 'array').map((name) => model.types.get(name)).filter((type) => type.properties).forEach(visit);
    state.set(structure.name, 'done');
    order.push(structure);
  };
  model.structures.forEach(visit);
  return order;
}

function namesIn(type) {
  if (type.kind === 'array') return namesIn(type.element);
  if (type.kind === 'or') return type.items.flatMap(namesIn);
  return type.kind === 'reference' ? [type.name] : [];
}
