// Addresses that open a lesson: `vscode://PUBLISHER.NAME/lesson/ID#ANCHOR`. Anybody can write one, so it is read strictly.

export interface LessonAddress {
  lesson: string;
  anchor: string | undefined;
}

const mostLesson = 200;
const mostAnchor = 300;
const hasControl = (text: string): boolean => Array.from(text).some((character) => character < ' ' || character === '\u007f');

/** `path` and `fragment` are decoded already, as vscode.Uri has them. Undefined for what names no lesson. */
export function readLessonLink({ path, query, fragment }: { path: string; query: string; fragment: string }): LessonAddress | undefined {
  const lesson = /^\/lesson\/([^/]+)\/?$/.exec(path)?.[1];
  if (lesson === undefined || query !== '' || lesson.length > mostLesson || hasControl(lesson)) return undefined;
  if (fragment.length > mostAnchor || hasControl(fragment)) return undefined;
  return { lesson, anchor: fragment === '' ? undefined : fragment };
}

export function lessonLink(scheme: string, extension: string, { lesson, anchor }: LessonAddress): string {
  return `${scheme}://${extension}/lesson/${encodeURIComponent(lesson)}${anchor === undefined ? '' : `#${encodeURIComponent(anchor)}`}`;
}
