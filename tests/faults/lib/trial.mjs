// Counts what held and what didn't, prints the figures, and ends a script with `name: N passed, N failed`.
import os from 'node:os';
import { makeHome } from '../../clients/lib/daemon.mjs';
import { endEverythingOf } from './processes.mjs';

const kShownFailures = 12;

export const isFull = process.argv.includes('--all');

/** The size of a trial: the first in `npm test`, the second with --all. */
export const size = (core, full) => (isFull ? full : core);

/**
 * By how much a promised time may be exceeded: a machine with more to do than cores answers late whatever it runs.
 * Measured once, before the script adds its own load.
 */
export const slack = Math.min(6, Math.max(1, os.loadavg()[0] / os.availableParallelism()));

export const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
export const percentile = (values, share) => [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? NaN;

/** `median 12 ms, p95 40 ms, most 51 ms`. */
export function times(values) {
  if (values.length === 0) return 'none measured';
  const ms = (value) => `${value.toFixed(value < 10 ? 1 : 0)} ms`;
  return `median ${ms(median(values))}, p95 ${ms(percentile(values, 0.95))}, most ${ms(Math.max(...values))}`;
}

export async function repeat(count, step) {
  for (let index = 0; index < count; index += 1) await step(index);
}

/** Runs `body(trial)` with a home of its own and ends the process. `trial.skip(why)` ends it without a count. */
export async function fault(name, body) {
  let passed = 0;
  let failed = 0;
  let skipped = '';
  const homes = [];
  const trial = {
    home: undefined,
    newHome(below) {
      const home = makeHome(below);
      homes.push(home);
      return home;
    },
    /** One thing that has to hold. */
    check(holds, what) {
      if (holds) {
        passed += 1;
        return;
      }
      failed += 1;
      if (failed <= kShownFailures) console.log(`FAIL  ${name}: ${what}`);
    },
    /** A promised time, in ms. */
    checkTime(took, limit, what) {
      trial.check(took <= limit * slack, `${what} took ${took.toFixed(0)} ms, and ${limit} ms times ${slack.toFixed(2)} were allowed`);
    },
    figure(what, value) {
      console.log(`      ${name}: ${what}: ${value}`);
    },
    skip(why) {
      skipped = why;
      throw new Skipped();
    },
  };
  // Over its time: what it has brought about must not stay.
  process.once('SIGTERM', async () => {
    for (const home of homes) {
      await endEverythingOf(home.folder);
      home.unmount?.();
      home.dispose();
    }
    process.exit(1);
  });
  trial.home = trial.newHome();
  const begun = performance.now();
  try {
    await body(trial);
  } catch (error) {
    if (!(error instanceof Skipped)) {
      failed += 1;
      console.log(`FAIL  ${name}: ${error.stack ?? error}`);
    }
  }
  for (const home of homes) {
    await endEverythingOf(home.folder);
    home.unmount?.();
    home.dispose();
  }
  if (slack > 1) trial.figure('the machine was busy', `promised times are taken times ${slack.toFixed(2)}`);
  if (skipped) console.log(`${name}: skipped: ${skipped}`);
  if (passed + failed > 0 || !skipped) {
    if (passed + failed === 0) failed = 1;
    trial.figure('time', `${((performance.now() - begun) / 1000).toFixed(1)} s`);
    console.log(`${name}: ${passed} passed, ${failed} failed`);
  }
  process.exit(failed === 0 ? 0 : 1);
}

class Skipped extends Error {}
