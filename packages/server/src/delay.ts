/** The longest delay timers can wait; a larger one would fire at once. */
const longest = 2 ** 31 - 1;

/** Calls back after `ms` milliseconds, or never where `ms` is not finite; the function it returns calls that off. */
export function after(ms: number, callback: () => void): () => void {
  if (!Number.isFinite(ms)) return () => undefined;
  const timer = setTimeout(callback, Math.min(ms, longest));
  return () => clearTimeout(timer);
}
