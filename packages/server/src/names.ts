/** The valid name closest to `name`, where one is close enough to be meant. */
export function nearestName(name: string, valid: readonly string[]): string | undefined {
  let best: string | undefined;
  let least = Math.max(2, Math.ceil(name.length / 3)) + 1;
  for (const candidate of valid) {
    const distance = editDistance(name.toLowerCase(), candidate.toLowerCase(), least);
    if (distance < least) {
      best = candidate;
      least = distance;
    }
  }
  return best;
}

/** The sentence for a name nobody knows: what it was, what was probably meant, and what there is. */
export function unknownName(kind: string, name: string, valid: readonly string[]): string {
  const guess = nearestName(name, valid);
  const hint = guess === undefined ? '' : ` Did you mean ${JSON.stringify(guess)}?`;
  return `Unknown ${kind} ${JSON.stringify(name)}.${hint} Valid: ${valid.join(', ')}.`;
}

/** Levenshtein distance, or any number from `limit` on where it is at least `limit`. */
function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) >= limit) return limit;
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? limit;
}
