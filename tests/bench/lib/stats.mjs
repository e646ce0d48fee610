// Medians of paired runs, and how a ratio is written.

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const half = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}

export const spread = (values) => ({ median: median(values), min: Math.min(...values), max: Math.max(...values) });

/**
 * One row of the table. `ours` and `rival` hold one number per round; `compare` makes one of the two, and the median of those is held
 * against `limit` (`at`: 'least' or 'most'; no limit: no goal).
 */
export function row({ id, what, rival, unit, ours, theirs, compare, kind, at, limit, goal }) {
  const compared = ours.map((value, round) => compare(value, theirs[round]));
  const value = spread(compared);
  const met = limit === undefined ? undefined : at === 'least' ? value.median >= limit : value.median <= limit;
  return { id, what, rival, unit, kind, goal, met, value, ours: spread(ours), theirs: spread(theirs), rounds: compared.length };
}

export const speed = (ours, theirs) => theirs / ours; // of two times: how many times as fast we are
export const share = (ours, theirs) => ours / theirs;
export const excess = (ours, theirs) => ours - theirs;

/** 0.0123 is hard to read as a share: small ones are written as 1/81. */
export function ratioText(value) {
  return value < 0.15 ? `1/${(1 / value).toFixed(1 / value < 10 ? 1 : 0)}` : value.toFixed(2);
}

export function amountText(value, unit) {
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : Math.abs(value) >= 1 ? 2 : 3;
  return `${value.toFixed(digits)} ${unit}`;
}
