// The table of contents: nested headings, steps done per phase, and the section that is being read.
import type { Heading, LessonSummary } from '../../protocol/gen/messages';
import type { PageStrings } from '../shared/page_messages';
import { element, setText } from './dom';
import { byAnchor } from './sanitise';

export interface Contents {
  root: HTMLElement;
  /** Marks the section that holds the reader's line, and answers its heading. */
  follow: () => HTMLElement | undefined;
  showSteps(summary: LessonSummary): void;
}

// A heading counts as reached once it is this many pixels below the window's top.
const readingLine = 96;
const deepest = 3;
const wide = window.matchMedia('(min-width: 56rem)');

export function contents(headings: Heading[], summary: LessonSummary, strings: PageStrings): Contents {
  const shown = headings.filter((heading) => heading.level <= deepest);
  const links = new Map<string, HTMLAnchorElement>();
  const counts = new Map<string, HTMLElement>();
  const top = element('ol');
  let section = top;
  for (const heading of shown) {
    const link = element('a', { href: `#${heading.anchor}` }, heading.text);
    const item = element('li', {}, link);
    links.set(heading.anchor, link);
    const phase = summary.phases.find((candidate) => candidate.anchor === heading.anchor);
    if (phase !== undefined) {
      const count = element('span', { class: 'count' });
      counts.set(phase.id, count);
      item.append(' ', count);
    }
    if (heading.level <= 2) {
      top.append(item);
      section = top;
    } else {
      const parent = top.lastElementChild;
      if (section === top && parent !== null) {
        section = element('ol');
        parent.append(section);
      }
      section.append(item);
    }
  }
  const details = element('details', {}, element('summary', {}, strings.contents), element('nav', { 'aria-label': strings.contents }, top));
  const root = element('div', { class: 'contents' }, details);
  const adapt = (): void => { details.open = wide.matches; };
  adapt();
  wide.onchange = adapt;

  let marked: HTMLAnchorElement | undefined;
  const follow = (): HTMLElement | undefined => {
    let reached: HTMLElement | undefined;
    for (const heading of headings) {
      const node = byAnchor(heading.anchor);
      if (node === null) continue;
      if (node.getBoundingClientRect().top > readingLine) break;
      reached = node;
      const link = links.get(heading.anchor);
      if (link !== undefined) marked = mark(marked, link);
    }
    if (reached === undefined) marked = mark(marked, undefined);
    return reached;
  };
  const showSteps = (now: LessonSummary): void => {
    for (const [phase, node] of counts) {
      const steps = now.steps.filter((step) => step.phase === phase);
      setText(node, steps.length === 0 ? '' : `${steps.filter((step) => step.state.status === 'done').length}/${steps.length}`);
    }
  };
  return { root, follow, showSteps };
}

function mark(before: HTMLAnchorElement | undefined, now: HTMLAnchorElement | undefined): HTMLAnchorElement | undefined {
  if (before === now) return now;
  before?.removeAttribute('aria-current');
  now?.setAttribute('aria-current', 'location');
  const box = now?.closest('.contents');
  if (now !== undefined && box instanceof HTMLElement && wide.matches) {
    // scrollIntoView would move the page as well, and with it the reader.
    const link = now.getBoundingClientRect();
    const frame = box.getBoundingClientRect();
    if (link.top < frame.top) box.scrollTop -= frame.top - link.top;
    else if (link.bottom > frame.bottom) box.scrollTop += link.bottom - frame.bottom;
  }
  return now;
}
