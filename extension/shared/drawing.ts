// What the lesson page and its diagram bundle say to each other. The bundle is large and is loaded only where a lesson has a diagram.

/** Colours as `#rrggbb` or `rgba(...)`, and the font, of the editor's theme. */
export interface DrawingLook {
  isDark: boolean;
  background: string;
  foreground: string;
  /** Of boxes. */
  surface: string;
  border: string;
  /** For the lines and bars of charts. */
  series: string[];
  fontFamily: string;
  /** Pixels. */
  fontSize: number;
}

export interface Drawing {
  /** A whole SVG document. */
  svg: string;
  /** Pixels. */
  width: number;
  height: number;
  /** What the author says that it shows (`accTitle`, `accDescr`); empty where nothing is said. */
  description: string;
  /** "flowchart", "sequence" and the like. */
  kind: string;
}

/** Rejects with what is wrong in the source. One drawing at a time: the caller waits for each. */
export type Draw = (source: string, look: DrawingLook, nonce: string) => Promise<Drawing>;

declare global {
  interface Window {
    ttDraw?: Draw;
  }
}
