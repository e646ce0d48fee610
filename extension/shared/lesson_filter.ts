// A filter of lessons as it is kept from one window to the next. What passes it is the daemon's business.
import type { LessonFilter, LessonProgress } from '../../protocol/gen/messages';

export const progressValues: readonly LessonProgress[] = ['todo', 'started', 'done'];

const texts = (value: unknown): string[] => (Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string' && item !== '') : []);
const isProgress = (text: string): text is LessonProgress => (progressValues as readonly string[]).includes(text);

/** What was kept, as far as it makes sense; undefined where it asks for nothing. */
export function readFilter(kept: unknown): LessonFilter | undefined {
  if (typeof kept !== 'object' || kept === null) return undefined;
  const { hardware, status, tags, progress } = kept as Partial<Record<keyof LessonFilter, unknown>>;
  const filter: LessonFilter = {};
  if (texts(hardware).length > 0) filter.hardware = texts(hardware);
  if (texts(status).length > 0) filter.status = texts(status);
  if (texts(tags).length > 0) filter.tags = texts(tags);
  const wanted = texts(progress).filter(isProgress);
  if (wanted.length > 0) filter.progress = wanted;
  return Object.keys(filter).length === 0 ? undefined : filter;
}
