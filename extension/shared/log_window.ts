// A part of a log as the text of a document: gathered from reads of the daemon until it is full, with a map from the log's lines to the document's.
import type { JobReadParams, JobReadResult } from '../../protocol/gen/messages';

/** Where a line of the log is. `line` counts from 1; undefined where it isn't known. */
export interface LogPlace {
  offset: number;
  line: number | undefined;
}

export interface LogWindow {
  /** Of the log: line feeds alone end a line, and a carriage return is shown as another line of the document. */
  text: string;
  start: LogPlace;
  /** Behind the last byte that is shown. */
  end: LogPlace;
  /** Bytes of output between `end` and what follows it in the log. */
  missing: number;
  /** Nothing of the log follows, as of now. */
  complete: boolean;
  /** For each line of the log, from `start` on: the line of `text` on which it begins. */
  lines: number[];
}

export type ReadLog = (params: JobReadParams) => Promise<JobReadResult>;

const before = 512 * 1024;
const most = 2 * 1024 * 1024;
const mostLines = 20_000;
const readBytes = 61_440;

interface Part {
  text: string;
  offset: number;
  next: number;
}

/** Text for an editor, which takes a lone carriage return for a line end and counts it as one. */
const editorText = (text: string): string => text.replace(/\r\n?|\n/g, (end) => (end === '\r' ? '\r' : '\n'));

const lineFeeds = (text: string): number => text.split('\n').length - 1;

async function readBefore(id: string, place: LogPlace, read: ReadLog): Promise<Part> {
  let part: Part = { text: '', offset: Math.max(0, place.offset - before), next: Math.max(0, place.offset - before) };
  let skipLine = part.offset > 0;
  while (part.next < place.offset) {
    const answer = await read({ id, offset: part.next, maxBytes: Math.min(readBytes, place.offset - part.next), plain: true });
    // Behind bytes that are missing a line begins, and what stood before them is another part.
    if (answer.offset > part.next) {
      if (answer.offset >= place.offset) return { text: '', offset: place.offset, next: place.offset };
      part = { text: '', offset: answer.offset, next: answer.offset };
      skipLine = false;
      continue;   // with a limit that ends at the place
    }
    if (answer.next <= part.next) break;
    part = { text: part.text + (answer.data ?? ''), offset: part.offset, next: answer.next };
  }
  if (!skipLine) return part;
  // The first line began earlier. Its bytes can't be counted by its text, so the part is said to begin where it was read from.
  const first = part.text.indexOf('\n');
  return { ...part, text: first < 0 ? part.text : part.text.slice(first + 1) };
}

/** The window around a place: some of what stands before it, and more of what follows. */
export async function readLogWindow(id: string, place: LogPlace, read: ReadLog): Promise<LogWindow> {
  const ahead = await readBefore(id, place, read);
  let text = ahead.text;
  let next = ahead.next;
  let missing = 0;
  let complete = false;
  let count = lineFeeds(text);
  const countBefore = count;
  while (next - ahead.offset < most && count < mostLines + countBefore) {
    const answer = await read({ id, offset: next, maxBytes: readBytes, plain: true });
    if (answer.offset > next) {
      missing = answer.offset - next;
      break;
    }
    const data = answer.data ?? '';
    text += data;
    count += lineFeeds(data);
    complete = answer.next === next || answer.end;
    next = answer.next;
    if (complete) break;
  }
  const start = place.line === undefined ? undefined : place.line - countBefore;
  const shown = editorText(text);
  const lines = [0];
  let line = 0;
  for (let at = 0; at < shown.length; at++) {
    const unit = shown.charCodeAt(at);
    if (unit !== 10 && unit !== 13) continue;
    line++;
    if (unit === 10) lines.push(line);
  }
  return {
    text: shown, start: { offset: ahead.offset, line: start }, end: { offset: next + missing, line: start === undefined || missing > 0 ? undefined : start + count },
    missing, complete, lines,
  };
}

/** The line of the window's text on which a line of the log begins; undefined where the window doesn't show it. */
export function textLineOf(window: LogWindow, line: number): number | undefined {
  return window.start.line === undefined ? undefined : window.lines[line - window.start.line];
}

/** The line of the log that a line of the window's text belongs to; undefined where the log's lines aren't known. */
export function logLineAt(window: LogWindow, textLine: number): number | undefined {
  if (window.start.line === undefined) return undefined;
  let low = 0;
  let high = window.lines.length;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((window.lines[middle] ?? 0) <= textLine) low = middle;
    else high = middle;
  }
  return window.start.line + low;
}
