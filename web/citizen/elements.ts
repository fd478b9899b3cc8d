export type Child = Node | string | undefined;

const SVG = 'http://www.w3.org/2000/svg';

/** An element with its attributes; text is always text. */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Readonly<Record<string, string>> = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  for (const name of Object.keys(attributes)) made.setAttribute(name, attributes[name] ?? '');
  for (const child of children) if (child !== undefined) made.append(child);
  return made;
}

export function button(text: string, kind: 'main' | 'second', act: () => void): HTMLButtonElement {
  const made = element('button', { type: 'button', class: `button button-${kind}` }, text);
  made.addEventListener('click', act);
  return made;
}

/** A drawing of one path that says nothing to a screen reader. */
export function icon(path: string): Node {
  const drawing = document.createElementNS(SVG, 'svg');
  drawing.setAttribute('viewBox', '0 0 24 24');
  drawing.setAttribute('class', 'icon');
  drawing.setAttribute('aria-hidden', 'true');
  const line = document.createElementNS(SVG, 'path');
  line.setAttribute('d', path);
  drawing.append(line);
  return drawing;
}

export function replaceContent(parent: Element, ...children: readonly Child[]): void {
  parent.textContent = '';
  for (const child of children) if (child !== undefined) parent.append(child);
}

/** The element with this id, which the page is written to have. */
export function byId<Kind extends HTMLElement>(id: string): Kind {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`The page has no #${id}.`);
  return found as Kind;
}
