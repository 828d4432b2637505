import { collect, concat } from './collect.js';
import type { StreamingParser } from './result.js';

/**
 * Makes a parser that lets the beginning of a text decide which parser reads it, and gives that one all of it.
 *
 * `decide` sees the beginning, at most `maxHeld` UTF-16 units of it, and answers the parser, or `undefined` where it
 * wants more text. That is not to be had when the beginning is `full` or the text has `ended`.
 */
export function chooseParser(
  decide: (start: string, state: 'open' | 'full' | 'ended') => StreamingParser | undefined,
  maxHeld: number = 1 << 20,
): StreamingParser {
  let chosen: StreamingParser | undefined;
  let held = '';
  return {
    push(chunk) {
      if (chosen) return chosen.push(chunk);
      if (typeof chunk !== 'string') throw new TypeError('push() takes a string, before finish()');
      held += chunk;
      const full = held.length > maxHeld;
      // White space decides nothing, and looking at all of it again for each chunk would take quadratic time.
      if (full || /\S/.test(chunk)) chosen = decide(held.slice(0, maxHeld), full ? 'full' : 'open');
      return chosen?.push(held) ?? collect([], []);
    },
    finish() {
      if (chosen) return chosen.finish();
      chosen = decide(held, 'ended');
      if (!chosen) throw new TypeError('no parser was chosen at the end of the text');
      return concat(chosen.push(held), chosen.finish());
    },
  };
}
