// What the extension host calls: lets the contestants take turns and leaves what they took in a file.
import * as fs from 'node:fs';
import { Ours } from './ours';
import { Bare, InHost } from './rivals';
import type { Ages, Config, Contestant, Flood } from './rounds';

/** No contestant needs longer; one that hangs has to end the run, not to hold it. */
const limitMs = 90_000;

async function within<T>(what: string, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what} took longer than ${limitMs / 1000} s`)), limitMs);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Every other round runs in the opposite order, so that a machine that gets slower or faster favours nobody. */
async function takeTurns<T>(contestants: readonly Contestant[], rounds: number, one: (contestant: Contestant) => Promise<T>): Promise<Record<string, T>[]> {
  const results: Record<string, T>[] = [];
  for (let round = 0; round < rounds; ++round) {
    const result: Record<string, T> = {};
    for (const contestant of round % 2 === 0 ? contestants : [...contestants].reverse()) {
      result[contestant.name] = await within(contestant.name, one(contestant));
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    console.log(JSON.stringify(result));
    results.push(result);
  }
  return results;
}

export async function run(): Promise<void> {
  const config = JSON.parse(fs.readFileSync(process.env['TT_BENCH_CONFIG'] ?? '', 'utf8')) as Config;
  const ours = new Ours(config.extension);
  try {
    const contestants = [ours, new InHost(config.nodePty), new Bare()];
    // The first round warms up: the daemon's start, and what V8 has to learn.
    const floods = (await takeTurns<Flood>(contestants, config.rounds + 1, (contestant) => contestant.flood(config))).slice(1);
    const clocks = await takeTurns<Ages>(contestants, config.rounds, (contestant) => contestant.clock(config));
    // The flood goes on for longer than the lines do.
    const long: Config = { ...config, floodScript: config.longScript, floodBytes: config.longBytes };
    const beside = await takeTurns<Ages>(contestants.filter(({ name }) => name !== 'bare'), config.rounds, async (contestant) => {
      const [ages] = await Promise.all([contestant.clock(config), contestant.flood(long)]);
      return ages;
    });
    fs.writeFileSync(config.out, JSON.stringify({ node: process.version, floods, clocks, beside }));
  } finally {
    await ours.stop();
  }
}
