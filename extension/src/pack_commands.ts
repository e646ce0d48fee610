// Makes the packs' declared commands callable from the palette and from other extensions.
import * as vscode from 'vscode';
import { CommandList } from '../../protocol/gen/messages';
import type { Daemon } from './client';
import type { Lessons } from './lessons';
import type { Runs } from './runs';

interface Manifest { contributes?: { commands?: { command: string }[] } }

const own = 'tenstorrent.ui.';

/** Registers each id once, and says in one line which ids another extension has. Our own pages and trees never go through these ids. */
class PackCommands implements vscode.Disposable {
  private readonly registered_ = new Map<string, vscode.Disposable>();
  private readonly taken_ = new Set<string>();

  constructor(private readonly runs_: Runs, private readonly log_: vscode.LogOutputChannel) {}

  register(ids: readonly string[]): void {
    const taken: string[] = [];
    for (const id of ids) {
      if (this.registered_.has(id) || this.taken_.has(id) || id.startsWith(own)) continue;
      try {
        this.registered_.set(id, vscode.commands.registerCommand(id, (...args: unknown[]) => this.runs_.execute(id, args)));
      } catch {
        this.taken_.add(id);
        taken.push(id);
      }
    }
    if (taken.length > 0) this.log_.warn(vscode.l10n.t('Another extension already has these commands; its own are kept: {0}', taken.join(', ')));
  }

  dispose(): void {
    for (const registered of this.registered_.values()) registered.dispose();
  }
}

/** Registers what the manifest contributes at once, and what else the loaded packs declare as soon as the daemon says it. */
export function packCommands(manifest: Manifest, daemon: Daemon, lessons: Lessons, runs: Runs, log: vscode.LogOutputChannel): vscode.Disposable[] {
  const commands = new PackCommands(runs, log);
  commands.register((manifest.contributes?.commands ?? []).map(({ command }) => command));
  const ask = async (): Promise<void> => {
    if (daemon.state !== 'running') return;
    try {
      const list = await daemon.request(CommandList, {});
      commands.register(list.commands.map(({ id }) => id));
    } catch (error) {
      log.warn(String(error));
    }
  };
  return [commands, daemon.onDidStart(() => void ask()), lessons.onDidChange((lesson) => { if (lesson === undefined) void ask(); })];
}
