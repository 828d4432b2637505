import type { EndFinder } from './broken-off.js';
import { isStringPrefix } from './python-string.js';

/**
 * Finds the `)` that ends a Python call whose arguments could not be read: strings are passed over and brackets are
 * counted, whatever stands in them.
 *
 * `depth`: how many brackets are open, the call's own among them; `before`: what was read just before.
 */
export function pythonCallEnd(depth: number, before: string): EndFinder {
  let open = depth;
  let quote = '';
  let escaped = false;
  let word = /\w{0,3}$/.exec(before)![0]; // the word before, if any: in `it's` the quote opens nothing
  return {
    find(text, from, end) {
      for (let at = from; at < end; at++) {
        const unit = text[at]!;
        if (escaped) escaped = false;
        else if (quote) {
          if (unit === '\\') escaped = true;
          else if (unit === quote) quote = '';
        } else if ((unit === '"' || unit === "'") && (!word || isStringPrefix(word))) quote = unit;
        else if ('([{'.includes(unit)) open++;
        else if (')]}'.includes(unit) && --open === 0) return { to: at + 1, which: 0 };
        word = /\w/.test(unit) ? (word + unit).slice(-3) : '';
      }
      return { to: end, which: -1 };
    },
  };
}
