// Which cards the lesson is for: a list to choose from, and in words what it was tried on and what is here.
import type { HardwareChoice, Lesson } from '../../protocol/gen/messages';
import type { FindingStrings } from '../shared/finding_strings';
import { element, fill, setText } from './dom';
import type { FindingActions } from './finding';

/** What the page says about one choice; undefined: nothing was chosen, because there is nothing to choose. */
export function hardwareText({ summary, hardware }: Lesson, choice: HardwareChoice | undefined, filtered: readonly string[], strings: FindingStrings): string {
  const list = (kinds: readonly string[]): string => kinds.join(', ');
  const parts: string[] = [];
  if (summary.supportedHardware.length === 0) parts.push(strings.namesNone);
  else if (choice === undefined || choice.supported) parts.push(fill(strings.supported, list(summary.supportedHardware)));
  else parts.push(fill(strings.supportsOthers, list(summary.supportedHardware), choice.kind));
  if (summary.validatedOn.length === 0) parts.push(strings.validatedNowhere);
  else if (summary.validationDate === undefined) parts.push(fill(strings.validatedOn, list(summary.validatedOn)));
  else parts.push(fill(strings.validatedOnAt, list(summary.validatedOn), summary.validationDate));
  parts.push(hardware.here.length === 0 ? strings.haveNone : fill(strings.have, list(hardware.here)));
  if (choice !== undefined && filtered.length > 0) parts.push(fill(strings.shownOnly, list(filtered)));
  return parts.join(' ');
}

export interface HardwareLine {
  root: HTMLElement;
  /** The filter of the Learn view asks for other hardware now. */
  showFiltered(filtered: readonly string[]): void;
}

/** `filtered`: the hardware that the Learn view's filter asks for. Undefined where the lesson says nothing of hardware and there is no card. */
export function hardwareLine(lesson: Lesson, filtered: readonly string[], strings: FindingStrings, actions: FindingActions): HardwareLine | undefined {
  const { choices, preferred } = lesson.hardware;
  if (choices.length === 0) return undefined;
  const text = element('span', { class: 'fit', role: 'status' });
  const select = element('select', { id: 'hardware' });
  for (const { kind, here } of choices) select.append(element('option', { value: kind }, here ? fill(strings.choiceHere, kind) : kind));
  const say = (asked: readonly string[]): void => setText(text, hardwareText(lesson, choices.find(({ kind }) => kind === select.value), asked, strings));
  select.value = choices.find(({ kind }) => filtered.includes(kind))?.kind ?? preferred ?? select.value;
  say(filtered);
  select.addEventListener('change', () => {
    say([select.value]);
    actions.chooseHardware(select.value);
  });
  return { root: element('div', { class: 'hardware' }, element('label', { for: 'hardware' }, strings.hardware), select, text), showFiltered: say };
}
