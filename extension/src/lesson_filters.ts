// The filter of the Learn view: kept for the workspace, chosen in one list, shown as such, and cleared by a click.
import * as vscode from 'vscode';
import type { LessonFacet, LessonFilter } from '../../protocol/gen/messages';
import { progressValues, readFilter } from '../shared/lesson_filter';
import { commandSet } from './command_set';
import type { Lessons } from './lessons';

const key = 'lessonFilter';
type Facet = keyof LessonFilter;
const facets: readonly Facet[] = ['hardware', 'status', 'tags', 'progress'];

interface FacetItem extends vscode.QuickPickItem {
  facet?: Facet;
  value?: string;
}

function facetTitle(facet: Facet): string {
  switch (facet) {
    case 'hardware':
      return vscode.l10n.t('Hardware');
    case 'status':
      return vscode.l10n.t('Status');
    case 'tags':
      return vscode.l10n.t('Tags');
    case 'progress':
      return vscode.l10n.t('Progress');
  }
}

function valueText(facet: Facet, value: string): string {
  if (facet !== 'progress') return value;
  return value === 'todo' ? vscode.l10n.t('not begun') : value === 'started' ? vscode.l10n.t('begun') : vscode.l10n.t('done');
}

/** "n150 or n300, validated" */
export function filterText(filter: LessonFilter): string {
  return facets.flatMap((facet) => {
    const values = (filter[facet] ?? []).map((value) => valueText(facet, value));
    return values.length === 0 ? [] : [values.reduce((left, right) => vscode.l10n.t('{0} or {1}', left, right))];
  }).join(', ');
}

/** Keeps that the lessons are filtered as the workspace's state says, and tells by a context key whether they are. */
export class LessonFilters implements vscode.Disposable {
  private readonly changed_ = new vscode.EventEmitter<void>();
  readonly onDidChange = this.changed_.event;

  constructor(private readonly state_: vscode.Memento, private readonly lessons_: Lessons) {
    lessons_.filter(this.filter);
    this.tell_();
  }

  dispose(): void {
    this.changed_.dispose();
  }

  get filter(): LessonFilter | undefined {
    return readFilter(this.state_.get(key));
  }

  async set(wanted: LessonFilter | undefined): Promise<void> {
    await this.state_.update(key, readFilter(wanted));
    this.lessons_.filter(this.filter);
    this.tell_();
    this.changed_.fire();
    await this.lessons_.reload();
  }

  /** The page's choice: it takes the place of the hardware asked for before. */
  setHardware(kind: string): Promise<void> {
    return this.set({ ...this.filter, hardware: [kind] });
  }

  async choose(): Promise<void> {
    await this.lessons_.load();
    const now = this.filter ?? {};
    const items = facets.flatMap((facet): FacetItem[] => {
      const known: LessonFacet[] = this.lessons_.facets?.[facet] ?? [];
      // What is asked for stays on the list though no lesson has it now.
      const gone = (now[facet] ?? []).filter((value) => !known.some((one) => one.value === value)).map((value) => ({ value, count: 0 }));
      const all = [...known, ...gone];
      if (all.length === 0) return [];
      return [
        { label: facetTitle(facet), kind: vscode.QuickPickItemKind.Separator },
        ...all.map(({ value, count }): FacetItem => ({
          label: valueText(facet, value),
          description: count === 1 ? vscode.l10n.t('1 lesson') : vscode.l10n.t('{0} lessons', count),
          picked: (now[facet] as readonly string[] | undefined)?.includes(value) ?? false,
          facet,
          value,
        })),
      ];
    });
    const picked = await vscode.window.showQuickPick(items, { title: vscode.l10n.t('Filter Lessons'), placeHolder: vscode.l10n.t('Choose what the lessons are to be; nothing chosen shows all'), canPickMany: true, matchOnDescription: false });
    if (picked === undefined) return;
    const of = (facet: Facet): string[] => picked.flatMap((item) => (item.facet === facet && item.value !== undefined ? [item.value] : []));
    await this.set({ hardware: of('hardware'), status: of('status'), tags: of('tags'), progress: progressValues.filter((value) => of('progress').includes(value)) });
  }

  private tell_(): void {
    void vscode.commands.executeCommand('setContext', 'tenstorrent.lessonsFiltered', this.filter !== undefined);
  }
}

export function lessonFilterCommands(filters: LessonFilters, log: vscode.LogOutputChannel): vscode.Disposable[] {
  return commandSet({ filterLessons: () => filters.choose(), clearLessonFilter: () => filters.set(undefined) }, log);
}
