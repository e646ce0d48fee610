// "Search Lessons": places in all lessons while you type, the best first.
import * as vscode from 'vscode';
import { LessonSearch, type LessonMatch } from '../../protocol/gen/messages';
import type { Daemon } from './client';
import { commandSet } from './command_set';
import { SearchAsTyped } from './search_as_typed';

interface PlaceItem extends vscode.QuickPickItem {
  match?: LessonMatch;
}

// The daemon has matched: the list's own filter hides nothing.
const note = (label: string): PlaceItem => ({ label, alwaysShow: true });
const place = (match: LessonMatch): PlaceItem => ({ label: match.heading ?? match.title, description: match.title, detail: match.excerpt, alwaysShow: true, match });

export function lessonSearch(daemon: Daemon, open: (lesson: string, anchor: string | undefined) => Promise<void>, log: vscode.LogOutputChannel): vscode.Disposable[] {
  return commandSet({
    searchLessons: () => {
      const find = async (text: string, token: vscode.CancellationToken): Promise<PlaceItem[]> => {
        const { matches } = await daemon.request(LessonSearch, { text }, token);
        return matches.length === 0 ? [note(vscode.l10n.t('Nothing found.'))] : matches.map(place);
      };
      const { pick } = new SearchAsTyped<PlaceItem>(find, note, async ({ match }) => {
        if (match !== undefined) await open(match.lesson, match.anchor);
      });
      pick.title = vscode.l10n.t('Search Lessons');
      pick.placeholder = vscode.l10n.t('Words to look for');
      pick.show();
    },
  }, log);
}
