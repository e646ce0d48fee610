// Command links of the article: a click or Enter asks the extension to follow the link's id; nothing else ever runs.
import type { CommandLink } from '../../protocol/gen/messages';
import type { PageStrings } from '../shared/page_messages';
import type { StepActions } from './code_block';
import { fill } from './dom';

export interface PlacedLink {
  link: CommandLink;
  /** The block of text that holds the link: what belongs to the link comes after it. */
  holder: Element;
}

function holderOf(anchor: Element, root: Element): Element {
  const table = anchor.closest('.scroll');
  if (table !== null) return table;
  let holder: Element = anchor;
  for (const outer of ['p', 'li', 'blockquote', 'h2', 'h3', 'h4', 'h5', 'h6', 'dd', 'details']) {
    const found = anchor.closest(outer);
    if (found !== null && root.contains(found)) {
      holder = found;
      break;
    }
  }
  if (holder instanceof HTMLLIElement || holder.matches('dd')) return holder.lastElementChild?.matches('ul, ol, p, div') === true ? holder.lastElementChild : anchor;
  return holder;
}

/** Arms the links of `root` and answers those that are there. A link that isn't available is disabled and says why; following it is only logged. */
export function commandLinks(root: HTMLElement, links: CommandLink[], strings: PageStrings, actions: StepActions): PlacedLink[] {
  const byId = new Map(links.map((link) => [link.id, link]));
  const placed: PlacedLink[] = [];
  for (const anchor of root.querySelectorAll<HTMLAnchorElement>('a.tt-command')) {
    const link = byId.get(anchor.dataset['link'] ?? '');
    if (link === undefined) {
      anchor.removeAttribute('href');
      continue;
    }
    if (!link.available) {
      anchor.removeAttribute('href');
      anchor.setAttribute('role', 'link');
      anchor.setAttribute('aria-disabled', 'true');
      anchor.tabIndex = 0;
      anchor.title = fill(strings.unavailable, link.reason ?? link.command);
    }
    const follow = (event: Event): void => {
      event.preventDefault();
      event.stopPropagation();
      actions.followLink(link.id);
    };
    anchor.addEventListener('click', follow);
    // Without an address the browser doesn't turn Enter into a click.
    if (!link.available) anchor.addEventListener('keydown', (event) => { if (event.key === 'Enter') follow(event); });
    placed.push({ link, holder: holderOf(anchor, root) });
  }
  return placed;
}
