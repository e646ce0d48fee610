// The Learn view: packs, lessons, phases and steps, with a checkbox on each step.
import * as vscode from 'vscode';
import { LessonSetStep, type LessonCategory, type LessonSummary, type Pack, type Phase, type Step } from '../../protocol/gen/messages';
import type { Daemon } from './client';
import { commandSet } from './command_set';
import { showFailure, showViewFailure } from './errors';
import { filterText, type LessonFilters } from './lesson_filters';
import type { Lessons } from './lessons';

export type LearnNode =
  | { kind: 'pack'; pack: string }
  | { kind: 'category'; pack: string; category: string }
  | { kind: 'lesson'; lesson: string }
  | { kind: 'phase'; lesson: string; phase: string }
  | { kind: 'step'; lesson: string; step: string };

const isDone = (step: Step): boolean => step.state.status === 'done';
const countText = (steps: readonly Step[]): string => (steps.length === 0 ? '' : `${steps.filter(isDone).length}/${steps.length}`);
const progressText = (steps: readonly Step[]): string => (steps.length === 0 ? '' : vscode.l10n.t('{0} of {1} steps', steps.filter(isDone).length, steps.length));

/** Keeps one node object for each thing shown, so that a change redraws one row and no more. */
class LearnProvider implements vscode.TreeDataProvider<LearnNode> {
  private readonly nodes_ = new Map<string, LearnNode>();
  private readonly changed_ = new vscode.EventEmitter<LearnNode | undefined>();
  readonly onDidChangeTreeData = this.changed_.event;

  constructor(private readonly lessons_: Lessons, private readonly log_: vscode.LogOutputChannel) {}

  refresh(lesson: string | undefined): void {
    this.changed_.fire(lesson === undefined ? undefined : this.nodes_.get(`lesson/${lesson}`));
  }

  async getChildren(node?: LearnNode): Promise<LearnNode[]> {
    if (node === undefined) {
      try {
        await this.lessons_.load();
      } catch (error) {
        showViewFailure(error, this.log_);
        return [];
      }
      const [only, ...others] = this.lessons_.packs;
      if (only !== undefined && others.length === 0) return this.lessonsOf_(only);
      return this.lessons_.packs.filter((pack) => shownLessons(pack, this.lessons_).length > 0 || pack.lessons.length === 0).map((pack) => this.packNode_(pack.id));
    }
    if (node.kind === 'pack' || node.kind === 'category') {
      const pack = this.pack_(node.pack);
      if (pack === undefined) return [];
      return node.kind === 'pack' ? this.lessonsOf_(pack) : shownLessons(pack, this.lessons_).filter(({ category }) => category === node.category).map((lesson) => this.lesson_(lesson));
    }
    if (node.kind === 'step') return [];
    const summary = this.lessons_.find(node.lesson);
    if (summary === undefined) return [];
    if (node.kind === 'phase') return summary.steps.filter((step) => step.phase === node.phase).map((step) => this.step_(summary, step));
    const placed = new Set(summary.phases.map((phase) => phase.id));
    return [
      ...summary.phases.map((phase): LearnNode => this.node_(`phase/${summary.id}/${phase.id}`, { kind: 'phase', lesson: summary.id, phase: phase.id })),
      ...summary.steps.filter((step) => !placed.has(step.phase)).map((step) => this.step_(summary, step)),
    ];
  }

  getParent(node: LearnNode): LearnNode | undefined {
    const inPack = (pack: string): LearnNode | undefined => (this.lessons_.packs.length > 1 ? this.packNode_(pack) : undefined);
    if (node.kind === 'pack') return undefined;
    if (node.kind === 'category') return inPack(node.pack);
    const summary = this.lessons_.find(node.lesson);
    if (summary === undefined) return undefined;
    if (node.kind === 'lesson') {
      const grouped = isGrouped(this.pack_(summary.pack)) && summary.category !== '';
      return grouped ? this.categoryNode_(summary.pack, summary.category) : inPack(summary.pack);
    }
    if (node.kind === 'phase') return this.lesson_(summary);
    const phase = summary.steps.find((step) => step.id === node.step)?.phase;
    return summary.phases.some((candidate) => candidate.id === phase) && phase !== undefined
      ? this.node_(`phase/${summary.id}/${phase}`, { kind: 'phase', lesson: summary.id, phase })
      : this.lesson_(summary);
  }

  getTreeItem(node: LearnNode): vscode.TreeItem {
    if (node.kind === 'pack') return packItem(this.pack_(node.pack));
    if (node.kind === 'category') return categoryItem(this.pack_(node.pack), node.category);
    const summary = this.lessons_.find(node.lesson);
    if (summary === undefined) return new vscode.TreeItem('');
    if (node.kind === 'lesson') return lessonItem(summary);
    if (node.kind === 'phase') {
      const index = summary.phases.findIndex((phase) => phase.id === node.phase);
      const phase = summary.phases[index];
      return phase === undefined ? new vscode.TreeItem('') : phaseItem(summary, phase, index + 1);
    }
    const step = summary.steps.find((candidate) => candidate.id === node.step);
    return step === undefined ? new vscode.TreeItem('') : stepItem(summary, step);
  }

  /** The node of a pack or a category, for showing it. Undefined where it isn't in the tree. */
  place(kind: 'pack' | 'category' | 'lesson', id: string, lesson: string): LearnNode | undefined {
    const summary = this.lessons_.find(lesson);
    if (summary === undefined || !this.lessons_.isShown(lesson)) return undefined;
    if (kind === 'pack' && this.lessons_.packs.length > 1) return this.packNode_(summary.pack);
    if (kind === 'category' && isGrouped(this.pack_(summary.pack)) && id === summary.category) return this.categoryNode_(summary.pack, id);
    return this.lesson_(summary);
  }

  /** By category where there are several, else one after the other; each in the daemon's order. */
  private lessonsOf_(pack: Pack): LearnNode[] {
    const shown = shownLessons(pack, this.lessons_);
    if (!isGrouped(pack)) return shown.map((lesson) => this.lesson_(lesson));
    return [
      ...pack.categories.filter(({ id }) => shown.some(({ category }) => category === id)).map(({ id }) => this.categoryNode_(pack.id, id)),
      ...shown.filter(({ category }) => category === '').map((lesson) => this.lesson_(lesson)),
    ];
  }

  private packNode_(pack: string): LearnNode {
    return this.node_(`pack/${pack}`, { kind: 'pack', pack });
  }

  private categoryNode_(pack: string, category: string): LearnNode {
    return this.node_(`category/${pack}/${category}`, { kind: 'category', pack, category });
  }

  private pack_(id: string): Pack | undefined {
    return this.lessons_.packs.find((pack) => pack.id === id);
  }

  private lesson_(summary: LessonSummary): LearnNode {
    return this.node_(`lesson/${summary.id}`, { kind: 'lesson', lesson: summary.id });
  }

  private step_(summary: LessonSummary, step: Step): LearnNode {
    return this.node_(`step/${summary.id}/${step.id}`, { kind: 'step', lesson: summary.id, step: step.id });
  }

  private node_(key: string, made: LearnNode): LearnNode {
    const known = this.nodes_.get(key);
    if (known !== undefined) return known;
    this.nodes_.set(key, made);
    return made;
  }
}

const shownLessons = (pack: Pack, lessons: Lessons): LessonSummary[] => pack.lessons.filter(({ id }) => lessons.isShown(id));
const isGrouped = (pack: Pack | undefined): boolean => pack !== undefined && pack.categories.length > 1;

/** Of a lesson without steps only the whole counts. */
function lessonText({ steps, completion }: LessonSummary): string {
  return steps.length === 0 && completion?.status === 'done' ? vscode.l10n.t('done') : progressText(steps);
}

function categoryItem(pack: Pack | undefined, id: string): vscode.TreeItem {
  const category: LessonCategory | undefined = pack?.categories.find((candidate) => candidate.id === id);
  const item = new vscode.TreeItem(category?.title ?? id, vscode.TreeItemCollapsibleState.Expanded);
  item.id = `category/${pack?.id ?? ''}/${id}`;
  item.description = progressText(pack?.lessons.filter((lesson) => lesson.category === id).flatMap((lesson) => lesson.steps) ?? []);
  if (category?.description !== undefined) item.tooltip = category.description;
  item.contextValue = 'category';
  item.accessibilityInformation = { label: vscode.l10n.t('Category {0}, {1}', category?.title ?? id, item.description) };
  return item;
}

function packItem(pack: Pack | undefined): vscode.TreeItem {
  const item = new vscode.TreeItem(pack?.title ?? '', vscode.TreeItemCollapsibleState.Expanded);
  item.id = `pack/${pack?.id ?? ''}`;
  item.description = progressText(pack?.lessons.flatMap((lesson) => lesson.steps) ?? []);
  item.iconPath = new vscode.ThemeIcon('library');
  item.contextValue = 'pack';
  item.accessibilityInformation = { label: `${pack?.title ?? ''}, ${item.description}` };
  return item;
}

function lessonItem(summary: LessonSummary): vscode.TreeItem {
  const item = new vscode.TreeItem(summary.title, summary.steps.length === 0 ? vscode.TreeItemCollapsibleState.None : vscode.TreeItemCollapsibleState.Expanded);
  item.id = `lesson/${summary.id}`;
  item.description = lessonText(summary);
  item.tooltip = summary.description;
  item.iconPath = new vscode.ThemeIcon('book');
  item.contextValue = 'lesson';
  item.command = openAt(summary.id, undefined);
  item.accessibilityInformation = { label: vscode.l10n.t('Lesson {0}, {1}', summary.title, item.description) };
  return item;
}

function phaseItem(summary: LessonSummary, phase: Phase, number: number): vscode.TreeItem {
  const steps = summary.steps.filter((step) => step.phase === phase.id);
  const state = steps.length === 0 ? vscode.TreeItemCollapsibleState.None : steps.every(isDone) ? vscode.TreeItemCollapsibleState.Collapsed : vscode.TreeItemCollapsibleState.Expanded;
  const item = new vscode.TreeItem(`${number} ${phase.title}`, state);
  item.id = `phase/${summary.id}/${phase.id}`;
  item.description = countText(steps);
  item.contextValue = 'phase';
  item.command = openAt(summary.id, phase.anchor);
  item.accessibilityInformation = { label: vscode.l10n.t('Phase {0}, {1}, {2}', number, phase.title, progressText(steps)) };
  return item;
}

function stepItem(summary: LessonSummary, step: Step): vscode.TreeItem {
  const { status, by, detail, job } = step.state;
  const estimate = step.minutes !== undefined && status === 'todo' ? vscode.l10n.t('about {0} min', step.minutes) : '';
  const item = new vscode.TreeItem(step.title);
  item.id = `step/${summary.id}/${step.id}`;
  item.description = [detail ?? step.proof.text, estimate].filter((part) => part !== '').join(' · ');
  item.tooltip = by === 'tick' && status === 'done' ? vscode.l10n.t('Ticked by you. Proved by: {0}', step.proof.text) : vscode.l10n.t('Proved by: {0}', step.proof.text);
  const icon = stepIcon(step);
  if (icon !== undefined) item.iconPath = icon;
  item.checkboxState = {
    state: status === 'done' ? vscode.TreeItemCheckboxState.Checked : vscode.TreeItemCheckboxState.Unchecked,
    tooltip: status === 'done' ? vscode.l10n.t('Mark as not done') : vscode.l10n.t('Mark as done'),
    accessibilityInformation: { label: step.title, role: 'checkbox' },
  };
  const words = ['step'];
  if (step.command !== undefined && status !== 'running') words.push('runnable');
  if (status === 'running' && job !== undefined) words.push('running');
  if (job !== undefined) words.push('logged');
  if (job !== undefined && status === 'failed') words.push('failed');
  item.contextValue = words.join(' ');
  item.command = openAt(summary.id, step.anchor ?? summary.phases.find((phase) => phase.id === step.phase)?.anchor);
  item.accessibilityInformation = { label: vscode.l10n.t('Step {0}, {1}, {2}', step.title, statusText(step), item.description) };
  return item;
}

/** A tick has no icon: only a proof looks like one. */
function stepIcon({ state }: Step): vscode.ThemeIcon | undefined {
  if (state.status === 'running') return new vscode.ThemeIcon('loading~spin');
  if (state.status === 'failed') return new vscode.ThemeIcon('error', new vscode.ThemeColor('testing.iconFailed'));
  if (state.status === 'done' && state.by !== 'tick') return new vscode.ThemeIcon('pass', new vscode.ThemeColor('testing.iconPassed'));
  return undefined;
}

function statusText({ state }: Step): string {
  switch (state.status) {
    case 'todo':
      return vscode.l10n.t('to do');
    case 'running':
      return vscode.l10n.t('running');
    case 'failed':
      return vscode.l10n.t('failed');
    case 'done':
      return state.by === 'tick' ? vscode.l10n.t('ticked by you') : vscode.l10n.t('done');
  }
}

const openAt = (lesson: string, anchor: string | undefined): vscode.Command => ({
  command: 'tenstorrent.ui.openStep',
  title: vscode.l10n.t('Open'),
  arguments: anchor === undefined ? [lesson] : [lesson, anchor],
});

/** Makes the view and keeps it up to date. */
export function learnTree(daemon: Daemon, lessons: Lessons, filters: LessonFilters, log: vscode.LogOutputChannel): vscode.Disposable[] {
  const provider = new LearnProvider(lessons, log);
  const view = vscode.window.createTreeView('tenstorrent.learn', { treeDataProvider: provider, showCollapseAll: true, manageCheckboxStateManually: true });
  const tick = async (node: LearnNode, done: boolean): Promise<void> => {
    if (node.kind !== 'step') return;
    try {
      lessons.put(node.lesson, [await daemon.request(LessonSetStep, { lesson: node.lesson, step: node.step, done })]);
    } catch (error) {
      showFailure(error, log);
      provider.refresh(node.lesson);
    }
  };
  // A filter that hides lessons says so where they are missed.
  const describe = (): void => {
    const all = lessons.all();
    view.description = progressText(all.flatMap((summary) => summary.steps));
    const { filter } = filters;
    view.message = filter === undefined ? '' : vscode.l10n.t('{0} of {1} lessons: {2}', all.filter(({ id }) => lessons.isShown(id)).length, all.length, filterText(filter));
  };
  const show = async (kind: unknown, id: unknown, lesson: unknown): Promise<void> => {
    await lessons.load();
    const node = typeof id === 'string' && typeof lesson === 'string' && (kind === 'pack' || kind === 'category') ? provider.place(kind, id, lesson) : undefined;
    if (node === undefined) await vscode.commands.executeCommand('tenstorrent.learn.focus');
    else await view.reveal(node, { select: true, focus: true, expand: true });
  };
  return [
    view,
    ...commandSet({ showInLearn: show }, log),
    lessons.onDidChange((lesson) => {
      provider.refresh(lesson);
      describe();
    }),
    view.onDidChangeCheckboxState(({ items }) => {
      for (const [node, state] of items) void tick(node, state === vscode.TreeItemCheckboxState.Checked);
    }),
  ];
}
