import { isSpace } from './characters.js';
import { type Lookahead, literal } from './marks.js';

/**
 * Looks whether one of some patterns follows. A pattern is a list of what comes in order: `' '` any white space,
 * `'NAME'` a name, any other string itself.
 */
export function followedBy(patterns: readonly (readonly string[])[]): Lookahead {
  return (text, from, end) => {
    let best: 1 | 0 | -1 = 0;
    for (const pattern of patterns) {
      const state = matchPattern(pattern, text, from, end);
      if (state > 0) return 1;
      if (state < 0) best = -1;
    }
    return best;
  };
}

function matchPattern(pattern: readonly string[], text: string, from: number, end: number): 1 | 0 | -1 {
  let at = from;
  for (const part of pattern) {
    const start = at;
    if (part === ' ') {
      while (at < end && isSpace(text.charCodeAt(at))) at++;
    } else if (part === 'NAME') {
      while (at < end && /[\w.:/\-\u0080-\uffff]/.test(text[at]!)) at++;
      if (at === start && at < end) return 0;
    } else {
      const state = literal(part, text, at, end);
      if (state <= 0) return state;
      at += part.length;
      continue;
    }
    if (at === end) return -1;
  }
  return 1;
}
