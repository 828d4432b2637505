import { isHighSurrogate, isSpace } from './characters.js';
import { escapeUnit, hexUnit, type ScanState, type Window } from './json-scan.js';
import { pythonNumber } from './python-number.js';

// Where in a call or value the scan stands.
//   f( name = value , name = value )
//     ^k   ^e ^v    ^a
const KEYWORD = 0; // a keyword argument or `)` must come
const EQUALS = 1;
const VALUE = 2; // a value must come, or the end of the container
const AFTER = 3; // after a value
const COLON = 4; // after a key of a dict
const WORD = 5; // inside a name or a number
const STRING = 6;
const COMMENT = 7;

type Container = 'call' | 'list' | 'dict' | 'tuple' | 'paren';

const words: ReadonlyMap<string, string> = new Map([
  ['True', 'true'],
  ['False', 'false'],
  ['None', 'null'],
  ['true', 'true'],
  ['false', 'false'],
  ['null', 'null'],
]);

const simpleEscapes: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  "'": "'",
  '"': '\\"',
  n: '\\n',
  t: '\\t',
  r: '\\r',
  b: '\\b',
  f: '\\f',
  a: '\\u0007',
  v: '\\u000b',
  '\n': '',
};

/**
 * A character machine for Python: the keyword arguments of a call, or one literal, as strict JSON.
 *
 * Strings (all prefixes, triple quotes, joined neighbours), numbers (digits kept), `True/False/None`, lists, tuples,
 * dicts (keys become strings). Anything else is `broken`. What came out is always a prefix of strict JSON.
 */
export class PythonScan {
  /** What came out and was not taken yet. */
  out = '';
  /** Input that was read and did not come out: a name or number, or a parenthesis that may be a tuple. */
  unsent = '';
  /** Whether `broken` means that more than `maxHeld` units are undecided. */
  tooLong = false;
  private state: number;
  private after = VALUE; // the state behind a comment
  private readonly stack: Container[] = [];
  private first = true; // nothing stands in the innermost container yet
  private token = '';
  private quote = '';
  private raw = false;
  private quoteDue = false; // a string closed, but another may join it
  private readonly parens: number[] = []; // where in `out` each undecided parenthesis opened

  constructor(
    mode: 'call' | 'literal',
    private readonly maxHeld: number,
  ) {
    this.state = mode === 'call' ? KEYWORD : VALUE;
    if (mode === 'call') {
      this.stack.push('call');
      this.out = '{';
    }
  }

  /** How many brackets are open, the call's own among them. */
  get depth(): number {
    return this.stack.length;
  }

  /** Takes what came out and cannot change any more. */
  take(): string {
    if (this.parens.length > 0) return '';
    const { out } = this;
    this.out = '';
    return out;
  }

  /** Reads on. A unit that more text could change stays unread. */
  scan(window: Window): ScanState {
    const { text, end } = window;
    let from = window.pos; // the input of this window that belongs to `unsent` starts here
    while (window.pos < end) {
      const at = window.pos;
      const held = this.parens.length > 0 || this.state === WORD;
      const step = this.step(text, at, end, window);
      if (held && this.unsent.length + at - from >= this.maxHeld) {
        window.pos = at;
        this.tooLong = true;
        return this.broken(text, from, at);
      }
      if (step === 'broken') return this.broken(text, held ? from : at, window.pos);
      if (step === 'done') return 'done';
      if (this.parens.length === 0 && this.state !== WORD) {
        this.unsent = '';
        from = window.pos;
      } else if (!held) {
        from = at;
      } else if (this.unsent.length + window.pos - from > this.maxHeld) {
        this.tooLong = true;
        return this.broken(text, from, window.pos);
      }
      if (step === 'wait') break;
    }
    if (this.parens.length > 0 || this.state === WORD) this.unsent += text.slice(from, window.pos);
    return 'more';
  }

  /** For a literal: whether the text may end here. */
  ended(): boolean {
    if (this.state === WORD && !this.endWord()) return false;
    this.endString();
    return this.stack.length === 0 && this.state === AFTER;
  }

  private broken(text: string, from: number, to: number): ScanState {
    if (this.parens.length > 0 || this.state === WORD) this.unsent += text.slice(from, to);
    else this.unsent = '';
    if (this.parens.length > 0) {
      this.out = this.out.slice(0, this.parens[0]);
      this.parens.length = 0;
    }
    return 'broken';
  }

  private step(text: string, at: number, end: number, window: Window): 'on' | 'wait' | 'done' | 'broken' {
    if (this.state === STRING) return this.string(text, at, end, window) ? 'on' : 'wait';
    const code = text.charCodeAt(at);
    if (this.state === WORD) {
      if (this.continuesWord(code)) {
        let stop = at + 1;
        while (stop < end && isWordUnit(text.charCodeAt(stop))) stop++;
        this.token += text.slice(at, stop);
        window.pos = stop;
        return 'on';
      }
      if ((code === 34 || code === 39) && /^(?:[rbuf]|br|rb|fr|rf)$/i.test(this.token)) {
        this.raw = /r/i.test(this.token);
        this.token = '';
        this.state = VALUE;
        return this.open(text, at, end, window);
      }
      return this.endWord() ? 'on' : 'broken';
    }
    if (this.state === COMMENT) {
      const line = text.indexOf('\n', at);
      window.pos = line < 0 || line >= end ? end : line + 1;
      if (line >= 0 && line < end) this.state = this.after;
      return 'on';
    }
    if (isSpace(code)) {
      window.pos = at + 1;
      return 'on';
    }
    if (code === 35) {
      this.after = this.state;
      this.state = COMMENT;
      return 'on';
    }
    if (code === 34 || code === 39) {
      if (this.quoteDue) return this.open(text, at, end, window);
      this.raw = false;
      return this.state === VALUE ? this.open(text, at, end, window) : 'broken';
    }
    this.endString();
    return this.punctuation(text.charAt(at), code, window);
  }

  private punctuation(unit: string, code: number, window: Window): 'on' | 'done' | 'broken' {
    const { state, stack } = this;
    const inside = stack[stack.length - 1];
    const startsWord = isWordUnit(code) || code === 43 || code === 45;
    if (startsWord && (state === KEYWORD ? !/[\d.+-]/.test(unit) : state === VALUE)) {
      this.token = '';
      this.after = state;
      this.state = WORD;
      return 'on';
    }
    window.pos++;
    if (state === EQUALS && unit === '=') {
      this.state = VALUE;
      return 'on';
    }
    if (state === COLON && unit === ':') {
      this.out += ': ';
      this.state = VALUE;
      this.colonSeen = true;
      return 'on';
    }
    if (state === AFTER && unit === ',' && inside !== undefined) {
      if (inside === 'paren') this.decideTuple();
      this.first = false;
      this.state = inside === 'call' ? KEYWORD : VALUE;
      this.colonSeen = false;
      return 'on';
    }
    const closes = unit === ')' || unit === ']' || unit === '}';
    if (closes && (state === AFTER || (!this.colonSeen && (state === VALUE || state === KEYWORD))))
      return this.close(unit);
    if (state === VALUE && (unit === '[' || unit === '{' || unit === '(') && !this.atDictKey()) {
      this.separate();
      this.stack.push(unit === '[' ? 'list' : unit === '{' ? 'dict' : 'paren');
      if (unit === '(') this.parens.push(this.out.length);
      else this.out += unit;
      this.first = true;
      this.colonSeen = false;
      return 'on';
    }
    window.pos--;
    return 'broken';
  }

  // Whether the value that must come is one that cannot be left out: after `name=` or `key:`.
  private colonSeen = false;

  private atDictKey(): boolean {
    return this.stack[this.stack.length - 1] === 'dict' && !this.colonSeen;
  }

  /** Writes what stands before a value. */
  private separate(): void {
    const inside = this.stack[this.stack.length - 1];
    if (!this.first && !this.colonSeen && inside !== undefined) this.out += ', ';
  }

  private decideTuple(): void {
    const opened = this.parens.pop();
    if (opened === undefined) return;
    this.out = `${this.out.slice(0, opened)}[${this.out.slice(opened)}`;
    this.stack[this.stack.length - 1] = 'tuple';
  }

  private close(unit: string): 'on' | 'done' | 'broken' {
    const inside = this.stack.pop();
    if (inside === 'paren') {
      if (unit !== ')') return 'broken';
      const opened = this.parens.pop()!;
      // `()` is an empty tuple, `(x)` is x.
      if (opened === this.out.length) this.out += '[]';
    } else {
      const expected = inside === 'list' ? ']' : inside === 'dict' ? '}' : ')';
      if (inside === undefined || unit !== expected) return 'broken';
      this.out += inside === 'call' || inside === 'dict' ? '}' : ']';
    }
    // What closed was a value of its container: the item of a list, or what came after `name=` or `key:`.
    const around = this.stack[this.stack.length - 1];
    this.colonSeen = around === 'call' || around === 'dict';
    this.afterValue();
    return around === undefined ? 'done' : 'on';
  }

  private afterValue(): void {
    this.state = this.atDictKey() ? COLON : AFTER;
    this.first = false;
  }

  private continuesWord(code: number): boolean {
    if (isWordUnit(code)) return true;
    if (code !== 43 && code !== 45) return false;
    // A sign: at the start of a number, or of its exponent.
    const { token } = this;
    return token === '' || (/^[+-]?[\d.]/.test(token) && /e$/i.test(token) && !/^[+-]?0x/i.test(token));
  }

  /** A name or number is complete. */
  private endWord(): boolean {
    const { token } = this;
    if (this.after === KEYWORD) {
      if (!/^[\p{L}_][\p{L}\p{N}_]*$/u.test(token)) return false;
      this.separate();
      this.out += `${JSON.stringify(token)}: `;
      this.state = EQUALS;
      this.colonSeen = true;
      this.token = '';
      return true;
    }
    const json = words.get(token) ?? pythonNumber(token);
    if (json === undefined) return false;
    const key = this.atDictKey();
    this.separate();
    this.out += key ? JSON.stringify(token) : json;
    this.token = '';
    this.afterValue();
    return true;
  }

  private endString(): void {
    if (!this.quoteDue) return;
    this.quoteDue = false;
    this.out += '"';
  }

  private open(text: string, at: number, end: number, window: Window): 'on' | 'wait' | 'broken' {
    const unit = text.charAt(at);
    if (this.state !== VALUE && !this.quoteDue) return 'broken';
    // `""` may be empty or begin `"""`.
    if (text.charAt(at + 1) === unit && at + 2 >= end) return 'wait';
    if (at + 1 >= end) return 'wait';
    this.quote = text.startsWith(unit.repeat(3), at) ? unit.repeat(3) : unit;
    if (this.quoteDue) this.quoteDue = false;
    else {
      this.separate();
      this.out += '"';
    }
    this.state = STRING;
    window.pos = at + this.quote.length;
    return 'on';
  }

  private string(text: string, at: number, end: number, window: Window): boolean {
    const quote = this.quote.charCodeAt(0);
    let start = at;
    let i = at;
    while (i < end) {
      const code = text.charCodeAt(i);
      if (code === quote) {
        const long = this.quote.length === 3;
        if (long && i + 3 > end && text.slice(i, end) === this.quote.slice(0, end - i)) break;
        if (!long || text.startsWith(this.quote, i)) {
          this.out += text.slice(start, i);
          window.pos = i + this.quote.length;
          this.quoteDue = true;
          this.afterValue();
          return true;
        }
      }
      if (code === 92 && !this.raw) {
        const [json, length] = unescapeAt(text, i, end);
        if (length === 0) break;
        this.out += text.slice(start, i) + json;
        i += length;
        start = i;
      } else if (code < 32 || code === 34 || code === 92) {
        // In a raw string a backslash keeps a quote from ending it.
        if (code === 92 && i + 1 === end) break;
        const guarded = code === 92 && text.charCodeAt(i + 1) === quote ? escapeUnit(quote) : '';
        this.out += text.slice(start, i) + escapeUnit(code) + guarded;
        i += guarded === '' ? 1 : 2;
        start = i;
      } else {
        i++;
      }
    }
    let stop = i;
    if (stop === end && stop > start && isHighSurrogate(text.charCodeAt(stop - 1))) stop--;
    this.out += text.slice(start, stop);
    window.pos = stop;
    return false;
  }
}

function isWordUnit(code: number): boolean {
  if ((code >= 48 && code <= 57) || (code >= 97 && code <= 122) || (code >= 65 && code <= 90)) return true;
  return code === 95 || code === 46 || code > 127;
}

/** The Python escape at `at` as JSON, and its length; length 0 when it is cut off. */
function unescapeAt(text: string, at: number, end: number): readonly [json: string, length: number] {
  if (at + 1 >= end) return ['', 0];
  const kind = text.charAt(at + 1);
  const simple = simpleEscapes[kind];
  if (simple !== undefined) return [simple, 2];
  if (kind === 'u') {
    const unit = hexUnit(text, at, end);
    if (unit < 0) return unit === -1 ? ['', 0] : ['\\\\', 1];
    if (!isHighSurrogate(unit)) return [text.slice(at, at + 6), 6];
    // The second half of an escaped pair goes out together with the first.
    if (at + 7 >= end && text.slice(at + 6, end) === '\\u'.slice(0, end - at - 6)) return ['', 0];
    if (!text.startsWith('\\u', at + 6)) return [text.slice(at, at + 6), 6];
    const low = hexUnit(text, at + 6, end);
    if (low === -1) return ['', 0];
    const length = low >= 0xdc00 && low <= 0xdfff ? 12 : 6;
    return [text.slice(at, at + length), length];
  }
  const pattern = kind === 'x' ? /[\da-f]{2}/iy : kind === 'U' ? /[\da-f]{8}/iy : /[0-7]{1,3}/y;
  const octal = kind >= '0' && kind <= '7';
  if (kind !== 'x' && kind !== 'U' && !octal) return ['\\\\', 1];
  const longest = kind === 'x' ? 2 : kind === 'U' ? 8 : 3;
  pattern.lastIndex = at + (octal ? 1 : 2);
  const digits = pattern.exec(text.slice(0, end))?.[0];
  const available = end - pattern.lastIndex;
  if (digits === undefined) {
    const rest = text.slice(at + 2, end);
    return rest.length < longest && /^[\da-f]*$/i.test(rest) ? ['', 0] : ['\\\\', 1];
  }
  if (octal && digits.length < longest && available <= 0) return ['', 0];
  const point = Number.parseInt(digits, octal ? 8 : 16);
  if (point > 0x10ffff) return ['\\\\', 1];
  const char = String.fromCodePoint(point);
  const json = point < 0x80 ? escapeUnit(point) : char;
  return [json, digits.length + (octal ? 1 : 2)];
}
