// A code block with its toolbar: the language, Copy, and Run where the block belongs to a step.
import type { CodeBlock, Step } from '../../protocol/gen/messages';
import type { PageStrings } from '../shared/page_messages';
import { button, element, fill } from './dom';
import { highlight } from './highlight';

/** What the page asks the extension for. */
export interface StepActions {
  runBlock(block: string): void;
  followLink(link: string): void;
  copy(block: string): void;
  showLog(job: string): void;
  stop(job: string): void;
  why(job: string): void;
}

export interface BlockView {
  block: CodeBlock;
  frame: HTMLElement;
  run: HTMLButtonElement | undefined;
  /** Tells the reader that the text is on the clipboard, for two seconds. */
  showCopied(): void;
}

const copiedMilliseconds = 2000;

/** Puts a frame with a toolbar around `pre`. The text that Copy copies is the block's own, byte for byte: never what the page shows. */
export function codeBlock(pre: HTMLPreElement, block: CodeBlock, step: Step | undefined, strings: PageStrings, actions: StepActions): BlockView {
  const code = pre.querySelector('code');
  if (code !== null) highlight(code, block.language);

  const copy = button(strings.copy, { class: 'quiet' }, () => actions.copy(block.id));
  const said = element('span', { class: 'said', role: 'status' });
  const bar = element('div', { class: 'bar' }, element('span', { class: 'language' }, block.language), said, copy);
  let run: HTMLButtonElement | undefined;
  if (step?.command !== undefined) {
    run = button(strings.run, { class: 'run', 'aria-label': fill(strings.runStep, step.title) }, () => actions.runBlock(block.id));
    bar.append(run);
  }
  const frame = element('div', { class: 'block' }, bar);
  pre.replaceWith(frame);
  frame.append(pre);

  let timer = 0;
  const showCopied = (): void => {
    said.textContent = strings.copied;
    window.clearTimeout(timer);
    timer = window.setTimeout(() => { said.textContent = ''; }, copiedMilliseconds);
  };
  return { block, frame, run, showCopied };
}
