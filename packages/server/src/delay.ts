/** The longest time a timer can wait, in ms (25 days); a longer one would be over at once. */
export const longestDelay = 2 ** 31 - 1;

/** Calls back after `ms` milliseconds, or never where `ms` is not finite; the function it returns calls that off. */
export function after(ms: number, callback: () => void): () => void {
  if (!Number.isFinite(ms)) return () => undefined;
  const timer = setTimeout(callback, Math.min(ms, longestDelay));
  return () => clearTimeout(timer);
}
