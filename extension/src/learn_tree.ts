// The Learn view: packs, lessons, phases and steps, with a checkbox on each step.
import * as vscode from 'vscode';
import { LessonSetStep, type LessonSummary, type Pack, type Phase, type Step } from '../../protocol/gen/messages';
import type { Daemon } from './client';
import { showFailure, showViewFailure } from './errors';
import type { Lessons } from './lessons';

export type LearnNode =
  | { kind: 'pack'; pack: string }
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
      if (only !== undefined && others.length === 0) return only.lessons.map((lesson) => this.lesson_(lesson));
      return this.lessons_.packs.map((pack) => this.node_(`pack/${pack.id}`, { kind: 'pack', pack: pack.id }));
    }
    if (node.kind === 'pack') return this.pack_(node.pack)?.lessons.map((lesson) => this.lesson_(lesson)) ?? [];
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
    if (node.kind === 'pack') return undefined;
    const summary = this.lessons_.find(node.lesson);
    if (summary === undefined) return undefined;
    if (node.kind === 'lesson') return this.lessons_.packs.length > 1 ? this.node_(`pack/${summary.pack}`, { kind: 'pack', pack: summary.pack }) : undefined;
    if (node.kind === 'phase') return this.lesson_(summary);
    const phase = summary.steps.find((step) => step.id === node.step)?.phase;
    return summary.phases.some((candidate) => candidate.id === phase) && phase !== undefined
      ? this.node_(`phase/${summary.id}/${phase}`, { kind: 'phase', lesson: summary.id, phase })
      : this.lesson_(summary);
  }

  getTreeItem(node: LearnNode): vscode.TreeItem {
    if (node.kind === 'pack') return packItem(this.pack_(node.pack));
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
  const item = new vscode.TreeItem(summary.title, vscode.TreeItemCollapsibleState.Expanded);
  item.id = `lesson/${summary.id}`;
  item.description = progressText(summary.steps);
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
export function learnTree(daemon: Daemon, lessons: Lessons, log: vscode.LogOutputChannel): vscode.Disposable[] {
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
  return [
    view,
    lessons.onDidChange((lesson) => {
      provider.refresh(lesson);
      view.description = progressText(lessons.all().flatMap((summary) => summary.steps));
    }),
    view.onDidChangeCheckboxState(({ items }) => {
      for (const [node, state] of items) void tick(node, state === vscode.TreeItemCheckboxState.Checked);
    }),
  ];
}
