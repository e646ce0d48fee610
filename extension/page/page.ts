// The lesson page's start: takes messages from the extension, shows them, and keeps the reader's place.
import type { HostMessage, PageMessage, Place } from '../shared/page_messages';
import { button, element } from './dom';
import type { FindingActions } from './finding';
import { lessonView, type LessonView } from './lesson_view';
import { byAnchor, idOf } from './sanitise';
import type { StepActions } from './code_block';

declare function acquireVsCodeApi(): { postMessage(message: PageMessage): void; getState(): unknown; setState(state: unknown): void };

const vscode = acquireVsCodeApi();
const post = (message: PageMessage): void => vscode.postMessage(message);
const calm = window.matchMedia('(prefers-reduced-motion: reduce)');

let view: LessonView | undefined;
let shownLesson = '';
let shownRevision = '';
let toldPlace: string | undefined;

const actions: StepActions = {
  runBlock: (block) => post({ type: 'follow', revision: shownRevision, target: { block } }),
  followLink: (link) => post({ type: 'follow', revision: shownRevision, target: { link } }),
  copy: (block) => {
    post({ type: 'copy', block });
    view?.block(block)?.showCopied();
  },
  showLog: (job) => post({ type: 'showLog', job }),
  stop: (job) => post({ type: 'stop', job }),
  why: (job) => post({ type: 'why', job }),
};

const finding: FindingActions = {
  openLesson: (lesson) => post({ type: 'openLesson', lesson }),
  showInLearn: (kind, id) => post({ type: 'showInLearn', kind, id }),
  chooseHardware: (kind) => post({ type: 'hardware', kind }),
};

function savedPlace(): Place | undefined {
  const state = vscode.getState();
  if (typeof state !== 'object' || state === null) return undefined;
  const { lesson, anchor, offset } = state as Partial<Record<keyof Place, unknown>>;
  return typeof lesson === 'string' && typeof anchor === 'string' && typeof offset === 'number' ? { lesson, anchor, offset } : undefined;
}

function keepPlace(): void {
  const reached = view?.follow();
  if (shownLesson === '') return;
  const prefix = idOf('').length;
  const place: Place = reached === undefined
    ? { lesson: shownLesson, anchor: '', offset: Math.round(window.scrollY) }
    : { lesson: shownLesson, anchor: reached.id.slice(prefix), offset: Math.round(-reached.getBoundingClientRect().top) };
  vscode.setState(place);
  if (place.anchor === toldPlace) return;
  toldPlace = place.anchor;
  post({ type: 'place', anchor: place.anchor });
}

/** `before` is where the page was scrolled to: what remains of a place whose heading was renamed under it. */
function restore(place: Place, before: number): void {
  const node = place.anchor === '' ? null : byAnchor(place.anchor);
  if (node === null && place.anchor !== '' && before > 0) {
    window.scrollTo({ top: before, behavior: 'instant' });
    return;
  }
  const top = node === null ? place.offset : node.getBoundingClientRect().top + window.scrollY + place.offset;
  window.scrollTo({ top, behavior: 'instant' });
}

function goTo(anchor: string): void {
  if (anchor === '') {
    window.scrollTo({ top: 0, behavior: 'instant' });
    return;
  }
  const node = byAnchor(anchor);
  if (node === null) return;
  node.scrollIntoView({ block: 'start', behavior: calm.matches ? 'instant' : 'smooth' });
  node.focus({ preventScroll: true });
}

/** An anchor with a stray percent sign names itself. */
function decoded(anchor: string): string {
  try {
    return decodeURIComponent(anchor);
  } catch {
    return anchor;
  }
}

function show(message: HostMessage): void {
  switch (message.type) {
    case 'lesson': {
      const before = window.scrollY;
      const place = message.anchor === undefined ? savedPlace() : undefined;
      const summary = message.lesson.summary;
      shownLesson = summary.id;
      shownRevision = message.lesson.revision;
      view?.dispose();
      view = lessonView(message.lesson, message.base, message.jobs, message.strings, actions, finding, message.hardware);
      view.showTrust(message.trusted);
      document.title = summary.title;
      document.body.replaceChildren(view.root);
      if (message.anchor !== undefined) goTo(message.anchor);
      else if (place?.lesson === shownLesson) restore(place, before);
      keepPlace();
      post({ type: 'rendered', lesson: shownLesson });
      void view.draw();
      return;
    }
    case 'failed': {
      view?.dispose();
      view = undefined;
      document.body.replaceChildren(
        element('main', { class: 'failed' }, element('h1', {}, message.message), element('p', {}, message.remedy), button(message.strings.retry, {}, () => post({ type: 'retry' }))),
      );
      return;
    }
    case 'steps':
      return view?.showSteps(message.steps);
    case 'job':
      return view?.showJob(message.job);
    case 'filtered':
      return view?.showFiltered(message.hardware);
    case 'trust':
      return view?.showTrust(message.trusted);
    case 'goTo':
      return goTo(message.anchor);
  }
}

let asked = false;
window.addEventListener('scroll', () => {
  if (asked) return;
  asked = true;
  window.requestAnimationFrame(() => {
    asked = false;
    keepPlace();
  });
}, { passive: true });

// Anchors of the lesson carry a prefix in this document: follow them here.
document.addEventListener('click', (event) => {
  const anchor = event.target instanceof Element ? event.target.closest('a') : null;
  const href = anchor?.getAttribute('href');
  if (href?.startsWith('#') !== true) return;
  event.preventDefault();
  event.stopPropagation();
  goTo(decoded(href.slice(1)));
}, { capture: false });

window.addEventListener('message', (event: MessageEvent<HostMessage>) => show(event.data));
window.setInterval(() => view?.tick(Date.now()), 1000);
post({ type: 'ready' });
