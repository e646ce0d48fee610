// A lesson's diagrams: each fence "mermaid" becomes a picture in the theme's colours, with its source below it. What can't be drawn stays source.
import type { DrawingLook } from '../shared/drawing';
import type { PageStrings } from '../shared/page_messages';
import { element, fill } from './dom';

// Known only while the page's first script runs.
const script = document.currentScript instanceof HTMLScriptElement ? document.currentScript : undefined;
const own = script === undefined ? undefined : { address: new URL('drawing.js', script.src).href, nonce: script.nonce ?? '' };

let loading: Promise<void> | undefined;

/** Loads the bundle at the first diagram; the same promise for all. */
function load(): Promise<void> {
  loading ??= new Promise((resolve, reject) => {
    if (own === undefined) {
      reject(new Error('The page has no script.'));
      return;
    }
    const bundle = element('script', { src: own.address });
    bundle.nonce = own.nonce;
    bundle.onload = () => resolve();
    bundle.onerror = () => reject(new Error(own.address));
    document.head.append(bundle);
  });
  return loading;
}

const canvas = document.createElement('canvas').getContext('2d');

/** The first of the theme's colours that is set, in a form that every program knows. */
function colour(fallback: string, ...names: string[]): string {
  const style = getComputedStyle(document.documentElement);
  const value = names.map((name) => style.getPropertyValue(name).trim()).find((text) => text !== '') ?? fallback;
  if (canvas === null) return fallback;
  canvas.fillStyle = fallback;
  canvas.fillStyle = value;
  return canvas.fillStyle;
}

function look(): DrawingLook {
  const body = getComputedStyle(document.body);
  const foreground = colour(body.color, '--vscode-editor-foreground');
  const background = colour(body.backgroundColor, '--vscode-editor-background');
  return {
    isDark: document.body.classList.contains('vscode-dark') || (document.body.classList.contains('vscode-high-contrast') && !document.body.classList.contains('vscode-high-contrast-light')),
    background,
    foreground,
    surface: colour(background, '--vscode-editorWidget-background'),
    border: colour(foreground, '--vscode-contrastBorder', '--vscode-editorWidget-foreground', '--vscode-editor-foreground'),
    series: ['blue', 'orange', 'green', 'purple', 'red', 'yellow'].map((name) => colour(foreground, `--vscode-charts-${name}`)),
    fontFamily: body.fontFamily,
    fontSize: Number.parseFloat(body.fontSize),
  };
}

interface Diagram {
  source: string;
  picture: HTMLElement;
  said: HTMLElement;
  details: HTMLDetailsElement;
}

export interface Diagrams {
  /** Puts a diagram's figure around its code block; it is drawn by `draw`. */
  add(frame: HTMLElement, source: string): void;
  /** Draws all, one after another, and again when the theme changes. Where there is none, nothing is loaded. */
  draw(): Promise<void>;
  dispose(): void;
}

export function diagrams(strings: PageStrings): Diagrams {
  const all: Diagram[] = [];
  let round = 0;
  let addresses: string[] = [];

  const drawOne = async ({ source, picture, said, details }: Diagram): Promise<void> => {
    try {
      await load();
      const drawing = await window.ttDraw?.(source, look(), own?.nonce ?? '');
      if (drawing === undefined) throw new Error(strings.failed);
      const address = URL.createObjectURL(new Blob([drawing.svg], { type: 'image/svg+xml' }));
      addresses.push(address);
      const alternative = drawing.description === '' ? fill(strings.diagramOf, drawing.kind) : drawing.description;
      picture.replaceChildren(element('img', { src: address, alt: alternative, width: String(drawing.width), height: String(drawing.height) }));
      said.replaceChildren();
    } catch (error) {
      picture.replaceChildren();
      const reason = error instanceof Error ? error.message : String(error);
      said.textContent = fill(strings.diagramFailed, reason.split('\n')[0] ?? '');
      details.open = true;
    }
  };
  const draw = async (): Promise<void> => {
    const mine = ++round;
    const old = addresses;
    addresses = [];
    for (const diagram of all) {
      if (mine !== round) return;   // the theme changed meanwhile: a later round draws them all
      await drawOne(diagram);
    }
    for (const address of old) URL.revokeObjectURL(address);
  };
  const restyled = new MutationObserver(() => void draw());

  return {
    add: (frame, source) => {
      const picture = element('div', { class: 'diagram-picture' });
      const said = element('p', { class: 'diagram-said', role: 'status' });
      const details = element('details', {}, element('summary', {}, strings.diagramSource));
      frame.replaceWith(element('figure', { class: 'diagram' }, picture, said, details));
      details.append(frame);
      all.push({ source, picture, said, details });
    },
    draw: () => {
      if (all.length === 0) return Promise.resolve();
      restyled.observe(document.body, { attributes: true, attributeFilter: ['data-vscode-theme-id', 'class'] });
      return draw();
    },
    dispose: () => {
      ++round;
      restyled.disconnect();
      for (const address of addresses) URL.revokeObjectURL(address);
      addresses = [];
    },
  };
}
