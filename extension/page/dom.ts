// Small makers of DOM elements, so that the page writes no markup by hand.

type Child = Node | string;

/** An element with attributes and children. An attribute that is `false` is left out, one that is `true` is empty. */
export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Record<string, string | boolean> = {},
  ...children: Child[]
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== false) made.setAttribute(key, value === true ? '' : value);
  }
  made.append(...children);
  return made;
}

export function button(label: string, attributes: Record<string, string | boolean>, onClick: () => void): HTMLButtonElement {
  const made = element('button', { type: 'button', ...attributes }, label);
  made.addEventListener('click', () => {
    if (made.getAttribute('aria-disabled') !== 'true') onClick();
  });
  return made;
}

/** Writes a text only where it differs, so that a live region doesn't speak twice. */
export function setText(node: Element, text: string): void {
  if (node.textContent !== text) node.textContent = text;
}

export const fill = (template: string, ...values: string[]): string => values.reduce((text, value, index) => text.replaceAll(`{${index}}`, value), template);
