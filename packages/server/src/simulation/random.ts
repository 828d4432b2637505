/** Gives numbers from 0 up to, not including, 1. */
export type Random = () => number;

/** A generator whose numbers follow from the parts alone (FNV-1a into mulberry32). */
export function seededRandom(...parts: readonly (string | number)[]): Random {
  let state = 0x811c9dc5;
  for (const unit of parts.join('\u0000')) state = Math.imul(state ^ (unit.codePointAt(0) ?? 0), 0x01000193);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** One of the items. */
export function pick<T>(random: Random, items: readonly [T, ...T[]]): T {
  return items[Math.floor(random() * items.length)] ?? items[0];
}
