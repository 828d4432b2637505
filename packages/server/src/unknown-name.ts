import { nearestName } from '@smg/parser-core';

/** The sentence for a name nobody knows: what it was, what was probably meant, and what there is. */
export function unknownName(kind: string, name: string, valid: readonly string[]): string {
  const guess = nearestName(name, valid);
  const hint = guess === undefined ? '' : ` Did you mean ${JSON.stringify(guess)}?`;
  return `Unknown ${kind} ${JSON.stringify(name)}.${hint} Valid: ${valid.join(', ')}.`;
}
