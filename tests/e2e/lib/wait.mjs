// Waiting for a condition, which is how these tests deal with time: never a fixed sleep, always a named thing and a limit.

/** Patience for one condition, ms. A loaded two-core machine needs four times what a quiet one does. */
export const kPatience = 30_000;

/** Patience for an editor to start, ms: it has 19 MB of script to read. */
export const kStartPatience = 90_000;

export const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Calls `probe` until it gives something truthy and returns that; throws naming `what` after `limit` ms. */
export async function until(what, probe, limit = kPatience) {
  const start = Date.now();
  for (;;) {
    const value = await probe();
    if (value) return value;
    if (Date.now() - start > limit) throw new Error(`waited ${limit / 1000} s in vain for: ${what}`);
    await pause(50);
  }
}

/** The promise's value, or an error naming `what` after `limit` ms. */
export async function within(what, limit, promise) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what} took longer than ${limit / 1000} s`)), limit);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
