import { isStringPrefix, openingQuote, readString } from './python-string.js';
import { pythonWord } from './python-word.js';

/** How deep literals may be nested. */
const deepest = 200;

/**
 * A whole Python literal as strict JSON; `undefined` where the text is none. (What streams is read by `pythonScan`;
 * this is for values that are known whole, and much smaller.)
 */
export function pythonToJson(text: string): string | undefined {
  const space = /(?:\s+|#.*)*/y;
  let at = 0;
  const json = value(0);
  return json !== undefined && next() === '' ? json : undefined;

  /** The next unit after white space and comments. */
  function next(): string {
    space.lastIndex = at;
    at += space.exec(text)![0].length;
    return text[at] ?? '';
  }

  function value(depth: number): string | undefined {
    const unit = next();
    const close = { '[': ']', '(': ')', '{': '}' }[unit];
    if (close) return depth < deepest ? container(unit, close, depth + 1) : undefined;
    const word = /^[\w.+-]*/.exec(text.slice(at, at + 512))![0];
    const quote = text[at + word.length];
    if ((quote === '"' || quote === "'") && (!word || isStringPrefix(word))) return strings();
    at += word.length;
    return pythonWord(word);
  }

  /** One string, and those right behind it: they are joined. */
  function strings(): string | undefined {
    let json = '';
    for (;;) {
      next();
      const prefix = /^[a-z]{0,2}(?=["'])/i.exec(text.slice(at, at + 3))?.[0];
      if (prefix === undefined || (prefix && !isStringPrefix(prefix))) return `"${json}"`;
      at += prefix.length;
      const quote = openingQuote(text, at, Number.POSITIVE_INFINITY);
      const piece = readString(text, at + quote.length, text.length, quote, /r/i.test(prefix));
      if (!piece.closed) return undefined;
      json += piece.json;
      at = piece.to;
    }
  }

  function container(open: string, close: string, depth: number): string | undefined {
    const items: string[] = [];
    let comma = false;
    at++;
    while (next() !== close) {
      if (items.length > 0 && !comma) return undefined;
      let item = value(depth);
      if (item === undefined) return undefined;
      if (open === '{') {
        if (next() !== ':') return undefined;
        at++;
        const member = value(depth);
        if (member === undefined || /^[[{]/.test(item)) return undefined;
        item = `${item.startsWith('"') ? item : JSON.stringify(item)}: ${member}`;
      }
      items.push(item);
      comma = next() === ',';
      if (comma) at++;
    }
    at++;
    // `(x)` is x, `(x,)` a tuple of it.
    if (open === '(' && items.length === 1 && !comma) return items[0];
    return open === '{' ? `{${items.join(', ')}}` : `[${items.join(', ')}]`;
  }
}
