import { isHighSurrogate, isSpace } from './characters.js';

/** A window of text that a scan reads from `pos` to `end`, moving `pos`. */
export interface Window {
  readonly text: string;
  pos: number;
  readonly end: number;
}

/** How a scan stands: it wants more text, its value is closed, or the text at `pos` cannot be JSON. */
export type ScanState = 'more' | 'done' | 'broken';

// Where in a value the scan stands.
//   {   "key"   :   value   ,   "key" …   }
//    ^k      ^s  ^c ^v     ^a ^ ck
const VALUE = 0; // a value must come
const STRING = 1; // inside a string
const NUMBER = 2;
const AFTER = 3; // after a value inside a container
const COLON = 4;
const FIRST_KEY = 5; // after `{`: a key or `}`
const FIRST_ITEM = 6; // after `[`: a value or `]`
const COMMA_KEY = 7; // after a comma in an object: the comma is not sent before a key comes
const COMMA_ITEM = 8; // after a comma in an array
const LINE_COMMENT = 9;
const BLOCK_COMMENT = 10;

const wordsByFirst: ReadonlyMap<number, readonly [word: string, json: string]> = new Map(
  (
    [
      ['true', 'true'],
      ['false', 'false'],
      ['null', 'null'],
      ['True', 'true'],
      ['False', 'false'],
      ['None', 'null'],
    ] as const
  ).map((word) => [word[0].charCodeAt(0), word]),
);

/**
 * A character machine for one JSON value: sloppy in, strict out.
 *
 * Valid JSON comes out verbatim. Made strict on the way: single quotes, raw control characters in strings, trailing
 * commas, `True/False/None`, comments; an invalid escape keeps its backslash. Everything else is `broken`.
 * What came out is always a prefix of strict JSON (RFC 8259).
 */
export class JsonScan {
  /** What came out and was not taken yet. */
  out = '';
  /** A comma and what followed it, as it would come out; sent once a key or value follows. */
  private pending = '';
  /** The same as it was read, for who must report it. */
  unsent = '';
  /** Whether `broken` means that more than `maxHeld` units after a comma are undecided. */
  tooLong = false;
  private state = VALUE;
  private quote = 0;
  private isKey = false;
  private number = 0;
  private resume = VALUE; // the state behind a comment
  private readonly stack: number[] = [];

  constructor(private readonly maxHeld: number) {}

  /** Takes what came out since the last time. */
  take(): string {
    const { out } = this;
    this.out = '';
    return out;
  }

  /** Reads on. A unit that more text could change stays unread. */
  scan(window: Window): ScanState {
    const { text, end } = window;
    let i = window.pos;
    let start = i; // what lies before `start` came out
    let comma = -1; // a comma in this window that waits for what follows
    while (i < end) {
      const code = text.charCodeAt(i);
      switch (this.state) {
        case STRING: {
          const { quote } = this;
          let unit = code;
          while (unit !== quote && unit !== 92 && unit >= 32 && unit !== 34) {
            if (++i === end) break;
            unit = text.charCodeAt(i);
          }
          if (i === end) break;
          if (unit === 92) {
            if (quote === 39 && i + 1 < end && text.charCodeAt(i + 1) === 39) {
              this.out += text.slice(start, i);
              start = i + 1;
              i += 2;
              continue;
            }
            const length = escapeLength(text, i, end);
            if (length === 0) {
              this.out += text.slice(start, i);
              window.pos = i;
              return 'more';
            }
            if (length === 1) {
              this.out += `${text.slice(start, i)}\\`;
              start = i;
            }
            i += length;
          } else if (unit < 32 || unit !== quote) {
            this.out += text.slice(start, i) + escapeUnit(unit);
            start = ++i;
          } else {
            if (quote === 39) {
              this.out += `${text.slice(start, i)}"`;
              start = i + 1;
            }
            i++;
            if (this.isKey) this.state = COLON;
            else if (this.closed()) return this.finish(window, start, i);
          }
          continue;
        }
        case NUMBER: {
          const next = numberState(this.number, code);
          if (next !== 0) {
            this.number = next;
            i++;
          } else if (!endsNumber(this.number)) {
            this.out += text.slice(start, i);
            window.pos = i;
            return 'broken';
          } else if (this.closed()) {
            return this.finish(window, start, i);
          }
          continue;
        }
        case LINE_COMMENT:
        case BLOCK_COMMENT: {
          const isLine = this.state === LINE_COMMENT;
          const at = text.indexOf(isLine ? '\n' : '*/', i);
          const stop = at < 0 || at + (isLine ? 1 : 2) > end ? -1 : isLine ? at : at + 2;
          // The `*` of a cut `*/` stays unread.
          i = stop >= 0 ? stop : !isLine && text.charCodeAt(end - 1) === 42 ? end - 1 : end;
          if (this.pending !== '') this.unsent += text.slice(start, i);
          start = i;
          if (stop < 0) {
            window.pos = i;
            return this.held() > this.maxHeld ? this.overflow() : 'more';
          }
          this.state = this.resume;
          continue;
        }
        default:
      }
      if (this.state === STRING) break;
      if (isSpace(code)) {
        i++;
        continue;
      }
      const afterComma = this.state >= COMMA_KEY;
      if (afterComma && this.held() + i - (comma >= 0 ? comma : start) >= this.maxHeld) {
        this.out += comma >= 0 ? text.slice(start, comma) : '';
        this.unsent += text.slice(comma >= 0 ? comma : start, i);
        window.pos = i;
        return this.overflow();
      }
      if (code === 47) {
        if (i + 1 === end) break;
        const second = text.charCodeAt(i + 1);
        if (second === 47 || second === 42) {
          if (afterComma) {
            if (comma >= 0) this.out += text.slice(start, comma);
            const kept = text.slice(comma >= 0 ? comma : start, i);
            this.pending += kept;
            this.unsent += `${kept}/${String.fromCharCode(second)}`;
            comma = -1;
          } else {
            this.out += text.slice(start, i);
          }
          i += 2;
          start = i;
          this.resume = this.state;
          this.state = second === 47 ? LINE_COMMENT : BLOCK_COMMENT;
          continue;
        }
      }
      const action = this.next(code, text, i, end);
      if (action === 0) break;
      if (action < 0) {
        if (afterComma) {
          if (comma >= 0) this.out += text.slice(start, comma);
          this.unsent += text.slice(comma >= 0 ? comma : start, i);
        } else {
          this.out += text.slice(start, i);
        }
        window.pos = i;
        return 'broken';
      }
      if (afterComma) {
        const trailing = code === 125 || code === 93;
        if (this.pending !== '') {
          this.out += this.pending.slice(trailing ? 1 : 0);
          this.pending = this.unsent = '';
        } else if (trailing) {
          this.out += text.slice(start, comma);
          start = comma + 1;
        }
        comma = -1;
      }
      if (action > 1) {
        // A word: `True` comes out as `true`.
        const [word, json] = wordsByFirst.get(code)!;
        if (word !== json) {
          this.out += text.slice(start, i) + json;
          start = i + action;
        }
        i += action;
        if (this.closed()) return this.finish(window, start, i);
        continue;
      }
      if (code === 44) comma = i;
      else if (this.state === STRING && code === 39) {
        this.out += `${text.slice(start, i)}"`;
        start = i + 1;
      }
      i++;
      if ((code === 125 || code === 93) && this.closed()) return this.finish(window, start, i);
    }
    return this.pause(window, start, i, comma);
  }

  /** The window is read; what more text may change stays unread or pending. */
  private pause(window: Window, start: number, i: number, comma: number): ScanState {
    const { text } = window;
    let stop = i;
    if (this.state === STRING && stop > start && isHighSurrogate(text.charCodeAt(stop - 1))) stop--;
    if (this.state >= COMMA_KEY && this.state <= COMMA_ITEM) {
      if (comma >= 0) this.out += text.slice(start, comma);
      const kept = text.slice(comma >= 0 ? comma : start, stop);
      this.pending += kept;
      this.unsent += kept;
    } else {
      this.out += text.slice(start, stop);
    }
    window.pos = stop;
    return this.held() > this.maxHeld ? this.overflow() : 'more';
  }

  private finish(window: Window, start: number, i: number): ScanState {
    this.out += window.text.slice(start, i);
    window.pos = i;
    return 'done';
  }

  private held(): number {
    return this.unsent.length;
  }

  private overflow(): ScanState {
    this.tooLong = true;
    return 'broken';
  }

  /** A value closed: says whether it was the outermost one. */
  private closed(): boolean {
    this.state = AFTER;
    return this.stack.length === 0;
  }

  /** Takes one significant unit. -1: it cannot stand here; 0: too little text to tell; else how many units it took. */
  private next(code: number, text: string, i: number, end: number): number {
    const { state, stack } = this;
    if (state === COLON) {
      if (code !== 58) return -1;
      this.state = VALUE;
      return 1;
    }
    if (state === AFTER) {
      const open = stack[stack.length - 1];
      if (code === 44) {
        this.state = open === 123 ? COMMA_KEY : COMMA_ITEM;
        return 1;
      }
      return this.close(code);
    }
    if (code === 125 || code === 93) return state === VALUE ? -1 : this.close(code);
    if (state === FIRST_KEY || state === COMMA_KEY) {
      if (code !== 34 && code !== 39) return -1;
      this.open(code, true);
      return 1;
    }
    if (code === 34 || code === 39) {
      this.open(code, false);
      return 1;
    }
    if (code === 123 || code === 91) {
      stack.push(code);
      this.state = code === 123 ? FIRST_KEY : FIRST_ITEM;
      return 1;
    }
    const number = numberState(-1, code);
    if (number !== 0) {
      this.number = number;
      this.state = NUMBER;
      return 1;
    }
    const word = wordsByFirst.get(code)?.[0];
    if (word === undefined) return -1;
    const stop = Math.min(word.length, end - i);
    for (let k = 1; k < stop; k++) if (text.charCodeAt(i + k) !== word.charCodeAt(k)) return -1;
    return stop === word.length ? stop : 0;
  }

  private open(quote: number, isKey: boolean): void {
    this.quote = quote;
    this.isKey = isKey;
    this.state = STRING;
  }

  private close(code: number): number {
    const open = this.stack[this.stack.length - 1];
    if (open === undefined || code !== open + 2) return -1;
    this.stack.pop();
    return 1;
  }
}

// Number states: 1 after `-`, 2 a leading zero, 3 integer digits, 4 after `.`, 5 fraction digits, 6 after `e`,
// 7 after its sign, 8 exponent digits; 0: the unit does not go on with the number. -1 starts one.
function numberState(state: number, code: number): number {
  if (code >= 48 && code <= 57) {
    if (state === 2) return 0;
    if (state === -1 || state === 1) return code === 48 ? 2 : 3;
    return state === 4 ? 5 : state === 6 || state === 7 ? 8 : state;
  }
  if (code === 45) return state === -1 ? 1 : state === 6 ? 7 : 0;
  if (code === 43) return state === 6 ? 7 : 0;
  if (code === 46) return state === 2 || state === 3 ? 4 : 0;
  if (code === 101 || code === 69) return state === 2 || state === 3 || state === 5 ? 6 : 0;
  return 0;
}

function endsNumber(state: number): boolean {
  return state === 2 || state === 3 || state === 5 || state === 8;
}

/** How one unit is written inside a JSON string: control characters, quote and backslash escaped. */
export function escapeUnit(code: number): string {
  switch (code) {
    case 34:
      return '\\"';
    case 92:
      return '\\\\';
    case 10:
      return '\\n';
    case 9:
      return '\\t';
    case 13:
      return '\\r';
    default:
      return code < 32 ? `\\u${code.toString(16).padStart(4, '0')}` : String.fromCharCode(code);
  }
}

/**
 * The length of the JSON escape at `at`, both halves of an escaped surrogate pair together: 0 when it is cut off,
 * 1 (the backslash alone) when it is no escape.
 */
function escapeLength(text: string, at: number, end: number): number {
  if (at + 1 >= end) return 0;
  const kind = text.charCodeAt(at + 1);
  if (kind !== 117) return '"\\/bfnrt'.includes(String.fromCharCode(kind)) ? 2 : 1;
  const high = hexUnit(text, at, end);
  if (high < 0) return high === -1 ? 0 : 1;
  if (!isHighSurrogate(high)) return 6;
  if (at + 6 >= end) return 0;
  if (text.charCodeAt(at + 6) !== 92) return 6;
  if (at + 7 >= end) return 0;
  if (text.charCodeAt(at + 7) !== 117) return 6;
  const low = hexUnit(text, at + 6, end);
  if (low === -1) return 0;
  return low >= 0xdc00 && low <= 0xdfff ? 12 : 6;
}

/** The unit that the escape `\uXXXX` at `at` stands for; -1 when it is cut off, -2 when it is malformed. */
export function hexUnit(text: string, at: number, end: number): number {
  const stop = Math.min(at + 6, end);
  let unit = 0;
  for (let i = at + 2; i < stop; i++) {
    const digit = Number.parseInt(text.charAt(i), 16);
    if (Number.isNaN(digit)) return -2;
    unit = unit * 16 + digit;
  }
  return stop === at + 6 ? unit : -1;
}
