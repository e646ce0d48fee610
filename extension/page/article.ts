// Turns a lesson's HTML into the article of the page: images, headings, tables and code blocks as the page shows them.
import type { Heading, Lesson } from '../../protocol/gen/messages';
import type { PageStrings } from '../shared/page_messages';
import { codeBlock, type BlockView, type StepActions } from './code_block';
import { diagrams, type Diagrams } from './diagram';
import { element } from './dom';
import { idOf, sanitise } from './sanitise';

export interface Article {
  root: HTMLElement;
  /** The lesson's own first heading, for the page's only `h1`. Absent: the lesson has none. */
  title: { text: string; anchor: string } | undefined;
  blocks: BlockView[];
  diagrams: Diagrams;
  headings: Heading[];
}

/** Where the article's images lie: a path of the pack below `base`, each part encoded. */
const imageAddress = (base: string, path: string): string => `${base}/${path.split('/').map(encodeURIComponent).join('/')}`;

/** Takes the first `h1` out for the page's header and makes any other an `h2`, since a page has one. */
function takeTitle(root: ParentNode): Article['title'] {
  let title: Article['title'];
  for (const heading of root.querySelectorAll('h1')) {
    if (title === undefined) {
      title = { text: heading.textContent.trim(), anchor: heading.id };
      heading.remove();
    } else {
      const lower = element('h2', heading.id === '' ? {} : { id: heading.id });
      lower.append(...heading.childNodes);
      heading.replaceWith(lower);
    }
  }
  return title;
}

/** A box that scrolls sideways must be reachable by keyboard, but only while it does scroll. */
export function focusableWhileScrolling(box: HTMLElement, label: string, observer: ResizeObserver): void {
  box.dataset['label'] = label;
  observer.observe(box);
}

function watchScrolling(): ResizeObserver {
  return new ResizeObserver((entries) => {
    for (const { target } of entries) {
      if (!(target instanceof HTMLElement)) continue;
      if (target.scrollWidth > target.clientWidth) {
        target.tabIndex = 0;
        target.setAttribute('role', 'group');
        target.setAttribute('aria-label', target.dataset['label'] ?? '');
      } else {
        target.removeAttribute('tabindex');
        target.removeAttribute('role');
        target.removeAttribute('aria-label');
      }
    }
  });
}

export function buildArticle(lesson: Lesson, base: string, strings: PageStrings, actions: StepActions): Article {
  const root = element('article', { class: 'lesson' });
  root.append(sanitise(lesson.html));
  const title = takeTitle(root);
  const scrolling = watchScrolling();

  for (const heading of root.querySelectorAll('h2, h3, h4, h5, h6')) heading.setAttribute('tabindex', '-1');
  for (const image of root.querySelectorAll('img')) {
    const path = image.dataset['path'];
    image.removeAttribute('src');
    if (path === undefined) image.remove();
    else image.src = imageAddress(base, path);
    if (!image.hasAttribute('alt')) image.alt = '';
    image.loading = 'lazy';
  }
  for (const table of root.querySelectorAll('table')) {
    const box = element('div', { class: 'scroll' });
    table.replaceWith(box);
    box.append(table);
    for (const header of table.querySelectorAll('thead th')) header.setAttribute('scope', 'col');
    focusableWhileScrolling(box, strings.table, scrolling);
  }
  for (const box of root.querySelectorAll<HTMLInputElement>('input')) box.setAttribute('aria-label', box.checked ? strings.done : strings.todo);

  const blocks: BlockView[] = [];
  const drawings = diagrams(strings);
  const byId = new Map(lesson.blocks.map((block) => [block.id, block]));
  for (const pre of root.querySelectorAll<HTMLPreElement>('pre')) {
    const block = byId.get(pre.dataset['block'] ?? '');
    focusableWhileScrolling(pre, strings.code, scrolling);
    if (block === undefined) continue;
    const view = codeBlock(pre, block, lesson.summary.steps.find((step) => step.id === block.step), strings, actions);
    blocks.push(view);
    if (block.language === 'mermaid') drawings.add(view.frame, block.text);
  }
  const headings = lesson.headings.filter((heading) => heading.level > 1 || idOf(heading.anchor) !== title?.anchor);
  return { root, title, blocks, diagrams: drawings, headings };
}
