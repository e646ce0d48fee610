// pytest's tests as items of the editor's Test Explorer: folder, file, class, function, parameters.
import * as vscode from 'vscode';
import type { JobTest } from '../../protocol/gen/messages';

/** What an item stands for: a folder that was marked, or in it the tests whose ids are or begin with `test`. */
export interface Target {
  folder: string;
  test: string | undefined;
}

interface Parts {
  file: string;
  names: string[];
  parameter: string | undefined;
}

/** `a/b.py`, `TestC` and `test_d`, `[x::y]` of `a/b.py::TestC::test_d[x::y]`. */
export function partsOf(id: string): Parts {
  const end = id.indexOf('::');
  if (end < 0) return { file: id, names: [], parameter: undefined };
  const rest = id.slice(end + 2);
  const bracket = rest.indexOf('[');
  const names = (bracket < 0 ? rest : rest.slice(0, bracket)).split('::');
  return { file: id.slice(0, end), names, parameter: bracket < 0 ? undefined : rest.slice(bracket) };
}

/** Keeps that each test of a folder has one item, below that of its function, class and file. */
export class TestTree {
  private readonly targets_ = new WeakMap<vscode.TestItem, Target>();
  /** By folder, then by id of a test or of a part of one. */
  private readonly items_ = new Map<string, Map<string, vscode.TestItem>>();

  constructor(private readonly controller_: vscode.TestController) {}

  target(item: vscode.TestItem): Target | undefined {
    return this.targets_.get(item);
  }

  addFolder(uri: vscode.Uri): vscode.TestItem {
    const folder = uri.toString();
    const known = this.controller_.items.get(`folder:${folder}`);
    if (known !== undefined) return known;
    const item = this.controller_.createTestItem(`folder:${folder}`, vscode.workspace.asRelativePath(uri), uri);
    item.canResolveChildren = true;
    this.targets_.set(item, { folder, test: undefined });
    this.items_.set(folder, new Map());
    this.controller_.items.add(item);
    return item;
  }

  removeFolder(item: vscode.TestItem): void {
    this.items_.delete(this.targets_.get(item)?.folder ?? '');
    this.controller_.items.delete(item.id);
  }

  /** Replaces what is below the folder by these tests. */
  fill(root: vscode.TestItem, tests: readonly JobTest[]): void {
    const folder = this.targets_.get(root)?.folder;
    if (folder === undefined) return;
    this.items_.set(folder, new Map());
    const files = new Map<string, vscode.TestItem>();
    for (const test of tests) {
      const { file } = partsOf(test.id);
      this.item(root, test, (made) => files.set(file, made));
    }
    root.children.replace([...files.values()]);
  }

  find(root: vscode.TestItem, id: string): vscode.TestItem | undefined {
    return this.items_.get(this.targets_.get(root)?.folder ?? '')?.get(id);
  }

  /** The item of a test, made where it isn't there yet. `addFile` says where a new file's item goes. */
  item(root: vscode.TestItem, test: JobTest, addFile = (made: vscode.TestItem): void => root.children.add(made)): vscode.TestItem {
    const folder = this.targets_.get(root)?.folder ?? '';
    const known = this.items_.get(folder)?.get(test.id);
    if (known !== undefined) return known;
    const uri = test.uri === undefined ? undefined : vscode.Uri.parse(test.uri, true);
    const { file, names, parameter } = partsOf(test.id);
    let item = this.part_(folder, file, labelOfFile(root, uri, file), uri, addFile);
    let id = file;
    for (const name of names) {
      id += `::${name}`;
      const parent = item;
      item = this.part_(folder, id, name, uri, (made) => parent.children.add(made));
    }
    // A class has no line of its own in the log: its first test's is near enough.
    if (test.line !== undefined) item.range ??= lineRange(test.line);
    if (parameter !== undefined) {
      const parent = item;
      item = this.part_(folder, test.id, parameter, uri, (made) => parent.children.add(made));
      item.range = parent.range;
    }
    if (test.outcome === 'error' && names.length === 0) item.error = test.message ?? vscode.l10n.t('Its tests could not be collected.');
    return item;
  }

  /** The tests below the items, without those that are excluded. */
  leaves(items: Iterable<vscode.TestItem>, excluded: ReadonlySet<vscode.TestItem>): vscode.TestItem[] {
    const found: vscode.TestItem[] = [];
    const visit = (item: vscode.TestItem): void => {
      if (excluded.has(item)) return;
      if (item.children.size === 0) found.push(item);
      else item.children.forEach(visit);
    };
    for (const item of items) visit(item);
    return found;
  }

  /** The fewest ids that stand for the items without those excluded; undefined: everything in the folder. */
  selection(items: Iterable<vscode.TestItem>, excluded: ReadonlySet<vscode.TestItem>): string[] | undefined {
    const ids: (string | undefined)[] = [];
    const visit = (item: vscode.TestItem): void => {
      if (excluded.has(item)) return;
      if (excluded.size > 0 && holdsAny(item, excluded)) {
        item.children.forEach(visit);
        return;
      }
      ids.push(this.targets_.get(item)?.test);
    };
    for (const item of items) visit(item);
    const named = ids.filter((id) => id !== undefined);
    return named.length < ids.length ? undefined : named;
  }

  private part_(folder: string, id: string, label: string, uri: vscode.Uri | undefined, add: (made: vscode.TestItem) => void): vscode.TestItem {
    const items = this.items_.get(folder);
    const known = items?.get(id);
    if (known !== undefined) return known;
    const made = this.controller_.createTestItem(`test:${id}`, label, uri);
    this.targets_.set(made, { folder, test: id });
    items?.set(id, made);
    add(made);
    return made;
  }
}

const lineRange = (line: number): vscode.Range => new vscode.Range(line - 1, 0, line - 1, 0);

function holdsAny(item: vscode.TestItem, excluded: ReadonlySet<vscode.TestItem>): boolean {
  for (const [, child] of item.children) {
    if (excluded.has(child) || holdsAny(child, excluded)) return true;
  }
  return false;
}

function labelOfFile(root: vscode.TestItem, uri: vscode.Uri | undefined, file: string): string {
  const folder = root.uri?.path ?? '';
  return uri?.path.startsWith(`${folder}/`) === true ? uri.path.slice(folder.length + 1) : file;
}
