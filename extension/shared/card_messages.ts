// What the extension and a card's page say to each other by postMessage.
import type { DeviceSample } from '../../protocol/gen/messages';

/** The strings of the page, already in the user's language. */
export interface CardStrings {
  now: string;
  lastHour: string;
  temperature: string;
  power: string;
  clock: string;
  time: string;
  asTable: string;
  reset: string;
  noReadings: string;
  gone: string;
}

export type CardHostMessage =
  /** `rows` are names and values, ready to be shown. */
  | { type: 'card'; index: number; title: string; rows: [string, string][]; samples: DeviceSample[]; strings: CardStrings; locale: string }
  | { type: 'gone'; title: string; strings: CardStrings };

export type CardPageMessage = { type: 'ready' } | { type: 'reset' };

/** What a page keeps, so that it comes back after a reload. */
export interface CardState {
  card: number;
}
