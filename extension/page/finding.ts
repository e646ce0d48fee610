// Where the lesson stands: the way to it above, the lessons beside it below.
import type { Lesson, LessonLink } from '../../protocol/gen/messages';
import type { FindingStrings } from '../shared/finding_strings';
import { button, element, fill } from './dom';

export interface FindingActions {
  openLesson(lesson: string): void;
  showInLearn(kind: 'pack' | 'category', id: string): void;
  chooseHardware(kind: string): void;
}

/** Pack, category, lesson; the lesson itself is where the reader is. */
export function breadcrumb({ breadcrumb: crumbs, summary }: Lesson, strings: FindingStrings, actions: FindingActions): HTMLElement {
  const list = element('ol');
  for (const { kind, id, title } of crumbs) {
    list.append(element('li', {}, button(title, { class: 'quiet crumb', title: fill(strings.showInLearn, title) }, () => actions.showInLearn(kind, id))));
  }
  list.append(element('li', { 'aria-current': 'page' }, summary.title));
  return element('nav', { class: 'breadcrumb', 'aria-label': strings.breadcrumb }, list);
}

/** Undefined where the lesson stands alone. */
export function neighbours({ previous, next }: Lesson, strings: FindingStrings, actions: FindingActions): HTMLElement | undefined {
  if (previous === undefined && next === undefined) return undefined;
  const link = (text: string, which: 'previous' | 'next', { id, title }: LessonLink): HTMLElement =>
    button(fill(text, title), { class: `quiet neighbour ${which}` }, () => actions.openLesson(id));
  return element(
    'nav', { class: 'neighbours', 'aria-label': strings.neighbours },
    ...(previous === undefined ? [] : [link(strings.previous, 'previous', previous)]),
    ...(next === undefined ? [] : [link(strings.next, 'next', next)]),
  );
}
