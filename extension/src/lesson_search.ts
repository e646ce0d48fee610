// "Search Lessons": sections of all lessons while you type, the best first; Enter opens the place.
import * as vscode from 'vscode';
import { LessonSearch, type LessonHit } from '../../protocol/gen/messages';
import type { Daemon } from './client';
import { commandSet } from './command_set';
import type { LessonPages } from './lesson_pages';
import { SearchAsTyped } from './search_as_typed';

// A letter's answer takes milliseconds: this only spares the letters of a fast typist.
const debounceMs = 30;
const longest = 250;

interface PlaceItem extends vscode.QuickPickItem {
  hit?: LessonHit;
}

// The daemon has matched: the list's own filter hides nothing.
const note = (label: string): PlaceItem => ({ label, alwaysShow: true });

const place = (hit: LessonHit): PlaceItem => ({
  label: hit.heading === '' ? `$(book) ${hit.title}` : `${hit.kind === 'code' ? '$(code)' : '$(list-tree)'} ${hit.heading}`,
  ...(hit.heading === '' ? {} : { description: hit.title }),
  ...(hit.excerpt === hit.title || hit.excerpt === hit.heading ? {} : { detail: hit.excerpt }),
  alwaysShow: true,
  hit,
});

function items(hits: readonly LessonHit[], complete: boolean): PlaceItem[] {
  if (hits.length === 0) return [note(vscode.l10n.t('Nothing found.'))];
  return complete ? hits.map(place) : [...hits.map(place), note(vscode.l10n.t('There is more: type further.'))];
}

export function lessonSearch(daemon: Daemon, pages: LessonPages, log: vscode.LogOutputChannel): vscode.Disposable[] {
  return commandSet({
    searchLessons: () => {
      const find = async (text: string, token: vscode.CancellationToken): Promise<PlaceItem[]> => {
        const { hits, complete } = await daemon.request(LessonSearch, { text: text.slice(0, longest) }, token);
        return items(hits, complete);
      };
      const { pick } = new SearchAsTyped<PlaceItem>(find, note, async ({ hit }) => {
        if (hit !== undefined) await pages.open(hit.lesson, hit.anchor ?? '');
      }, debounceMs);
      pick.title = vscode.l10n.t('Search Lessons');
      pick.placeholder = vscode.l10n.t('Words of a title, of the text or of code');
      // The editor marks what was typed in the excerpt.
      pick.matchOnDetail = true;
      pick.show();
    },
  }, log);
}
