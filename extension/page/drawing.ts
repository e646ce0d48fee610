// The diagram bundle: Mermaid in its strict mode, kept within the page's policy. What it draws leaves as text; the page shows it as a picture.
import mermaid from 'mermaid';
import type { Draw, Drawing, DrawingLook } from '../shared/drawing';

const withoutSuffix = (type: string): string => type.replace(/-(v2|beta)$/, '');

function configure(look: DrawingLook): void {
  const { isDark, background, foreground, surface, border, series, fontFamily, fontSize } = look;
  mermaid.initialize({
    startOnLoad: false,
    securityLevel: 'strict',
    // A diagram's own directives can't change these.
    secure: ['secure', 'securityLevel', 'startOnLoad', 'maxTextSize', 'maxEdges', 'suppressErrorRendering', 'htmlLabels', 'theme', 'themeCSS', 'themeVariables', 'fontFamily', 'look', 'layout'],
    suppressErrorRendering: true,
    htmlLabels: false,   // a picture's text is SVG text
    look: 'classic',
    layout: 'dagre',     // the others are left out of the bundle
    class: { layout: 'dagre', look: 'classic' },
    state: { layout: 'dagre', look: 'classic' },
    er: { layout: 'dagre' },
    fontFamily,
    theme: 'base',
    themeVariables: {
      darkMode: isDark, background, fontFamily, fontSize: `${fontSize}px`,
      primaryColor: surface, primaryTextColor: foreground, primaryBorderColor: border,
      secondaryColor: surface, secondaryTextColor: foreground, secondaryBorderColor: border,
      tertiaryColor: background, tertiaryTextColor: foreground, tertiaryBorderColor: border,
      mainBkg: surface, nodeBorder: border, nodeTextColor: foreground, lineColor: foreground, textColor: foreground, titleColor: foreground,
      edgeLabelBackground: background, clusterBkg: background, clusterBorder: border,
      noteBkgColor: surface, noteTextColor: foreground, noteBorderColor: border,
      actorBkg: surface, actorBorder: border, actorTextColor: foreground, actorLineColor: border, signalColor: foreground, signalTextColor: foreground,
      labelBoxBkgColor: surface, labelBoxBorderColor: border, labelTextColor: foreground, loopTextColor: foreground,
      activationBkgColor: background, activationBorderColor: border, sequenceNumberColor: background,
      transitionColor: foreground, transitionLabelColor: foreground, stateLabelColor: foreground, stateBkg: surface, altBackground: background,
      compositeBackground: background, compositeTitleBackground: surface, compositeBorder: border, specialStateColor: foreground,
      innerEndBackground: foreground, labelBackgroundColor: background,
      xyChart: {
        backgroundColor: background, titleColor: foreground, dataLabelColor: foreground,
        xAxisTitleColor: foreground, xAxisLabelColor: foreground, xAxisTickColor: foreground, xAxisLineColor: foreground,
        yAxisTitleColor: foreground, yAxisLabelColor: foreground, yAxisTickColor: foreground, yAxisLineColor: foreground,
        plotColorPalette: series.join(', '),
      },
    },
  });
}

/**
 * Mermaid measures what it draws in the document, with styles of its own that the page's policy would block: its style elements get the
 * page's nonce, and its style attributes are set through the object model, which the policy leaves to scripts that may run. (What it
 * parses aside from the document keeps its styles as text; the browser remarks upon that, and nothing comes of it.)
 */
async function withinPolicy<T>(nonce: string, work: () => Promise<T>): Promise<T> {
  const setAttribute = Reflect.get(Element.prototype, 'setAttribute');
  const make: (name: string, options?: ElementCreationOptions) => HTMLElement = Reflect.get(document, 'createElement');
  const create = (name: string, options?: ElementCreationOptions): HTMLElement => {
    const made = make.call(document, name, options);
    if (name === 'style') made.nonce = nonce;
    return made;
  };
  Object.defineProperty(document, 'createElement', { value: create, configurable: true });
  Element.prototype.setAttribute = function (this: Element, name: string, value: string): void {
    if (name === 'style' && (this instanceof SVGElement || this instanceof HTMLElement)) this.style.cssText = value;
    else setAttribute.call(this, name, value);
  };
  try {
    return await work();
  } finally {
    Reflect.deleteProperty(document, 'createElement');
    Element.prototype.setAttribute = setAttribute;
  }
}

/** The SVG as a document of its own, as large as what it holds. */
function documentOf(svg: string): Omit<Drawing, 'kind'> {
  const root = new DOMParser().parseFromString(svg, 'text/html').querySelector('svg');
  if (root === null) throw new Error('Nothing was drawn.');
  const [, , width = 0, height = 0] = (root.getAttribute('viewBox') ?? '').split(/[\s,]+/).map(Number);
  if (!(width > 0 && height > 0)) throw new Error('Nothing was drawn.');
  root.setAttribute('width', String(Math.ceil(width)));
  root.setAttribute('height', String(Math.ceil(height)));
  const description = ['title', 'desc'].map((name) => root.querySelector(`:scope > ${name}`)?.textContent.trim() ?? '').filter((text) => text !== '').join('. ');
  return { svg: new XMLSerializer().serializeToString(root), width: Math.ceil(width), height: Math.ceil(height), description };
}

let drawn = 0;

const draw: Draw = async (source, look, nonce) => {
  configure(look);
  const place = document.createElement('div');
  place.className = 'diagram-measure';
  place.setAttribute('aria-hidden', 'true');
  document.body.append(place);
  try {
    const { svg, diagramType } = await withinPolicy(nonce, () => mermaid.render(`diagram-${++drawn}`, source, place));
    return { ...documentOf(svg), kind: withoutSuffix(diagramType) };
  } finally {
    place.remove();
  }
};

window.ttDraw = draw;
