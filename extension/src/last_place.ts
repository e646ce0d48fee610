// Where the reader was last, over all lessons, for "Continue Where You Left Off". Of this workspace.
import * as vscode from 'vscode';
import { commandSet } from './command_set';
import type { LessonPages } from './lesson_pages';
import type { Lessons } from './lessons';

const key = 'lastPlace';

export interface LastPlace {
  lesson: string;
  anchor: string;
}

function readPlace(kept: unknown): LastPlace | undefined {
  if (typeof kept !== 'object' || kept === null) return undefined;
  const { lesson, anchor } = kept as Partial<Record<keyof LastPlace, unknown>>;
  return typeof lesson === 'string' && lesson !== '' && typeof anchor === 'string' ? { lesson, anchor } : undefined;
}

/** Keeps the last place in the workspace's state, and whether there is one in a context key. */
export class LastPlaces {
  constructor(private readonly state_: vscode.Memento) {
    this.tell_();
  }

  get last(): LastPlace | undefined {
    return readPlace(this.state_.get(key));
  }

  put(place: LastPlace): void {
    const before = this.last;
    if (before?.lesson === place.lesson && before.anchor === place.anchor) return;
    void this.state_.update(key, place).then(() => this.tell_());
  }

  private tell_(): void {
    void vscode.commands.executeCommand('setContext', 'tenstorrent.hasLastPlace', this.last !== undefined);
  }
}

export function lastPlaceCommands(places: LastPlaces, lessons: Lessons, pages: LessonPages, log: vscode.LogOutputChannel): vscode.Disposable[] {
  return commandSet({
    continueLesson: async () => {
      const place = places.last;
      await lessons.load();
      if (place === undefined || lessons.find(place.lesson) === undefined) {
        void vscode.window.showInformationMessage(place === undefined ? vscode.l10n.t('No lesson was read in this workspace yet.') : vscode.l10n.t("The lesson that was read last isn't loaded any more."));
        return;
      }
      // A page that is open, or comes back after a reload, keeps its own place, to the pixel.
      await pages.open(place.lesson, pages.isOpen(place.lesson) || place.anchor === '' ? undefined : place.anchor);
    },
  }, log);
}
