// The page's own allow-list: the daemon's HTML has passed one already, and passes DOMPurify here with the same rules.
import DOMPurify from 'dompurify';

const elements = [
  'a', 'b', 'blockquote', 'br', 'code', 'dd', 'del', 'details', 'div', 'dl', 'dt', 'em', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'hr', 'i', 'img', 'input',
  'kbd', 'li', 'mark', 'ol', 'p', 'pre', 's', 'samp', 'span', 'strong', 'sub', 'summary', 'sup', 'table', 'tbody', 'td', 'th', 'thead', 'tr', 'ul', 'var',
];
const attributes = [
  'align', 'alt', 'checked', 'class', 'colspan', 'data-block', 'data-link', 'data-path', 'disabled', 'height', 'href', 'id', 'open', 'rowspan', 'scope',
  'start', 'title', 'type', 'width',
];
const idPrefix = 'user-content-';

// No name of a lesson's own may reach the page's style sheet.
const classes = /^(tt-command|language-[A-Za-z0-9+#_.-]{1,40}|task-list-item|contains-task-list|align-(left|center|right))$/;

const purifier = DOMPurify(window);
purifier.addHook('afterSanitizeAttributes', (node) => {
  if (node.hasAttribute('class')) {
    const kept = node.className.split(/\s+/).filter((name) => classes.test(name));
    if (kept.length > 0) node.className = kept.join(' ');
    else node.removeAttribute('class');
  }
  if (node instanceof HTMLInputElement) {
    if (node.type !== 'checkbox') node.remove();
    else node.disabled = true;
  }
  if (node instanceof HTMLAnchorElement && !/^(https:\/\/|#)/.test(node.getAttribute('href') ?? '#')) node.removeAttribute('href');
});

/** The HTML as nodes. An element's `id` gets a prefix, so that no heading can pose as a part of the page: find it with `byAnchor`. */
export function sanitise(html: string): DocumentFragment {
  return purifier.sanitize(html, {
    ALLOWED_TAGS: elements,
    ALLOWED_ATTR: attributes,
    ALLOW_DATA_ATTR: false,
    ALLOW_ARIA_ATTR: false,
    ALLOWED_URI_REGEXP: /^(?:https:|#)/i,
    ADD_URI_SAFE_ATTR: attributes.filter((name) => name !== 'href'),   // the rule above is for addresses alone
    SANITIZE_NAMED_PROPS: true,
    RETURN_DOM_FRAGMENT: true,
  });
}

export const idOf = (anchor: string): string => idPrefix + anchor;
export const byAnchor = (anchor: string): HTMLElement | null => document.getElementById(idOf(anchor));
