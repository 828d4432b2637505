import { isSpace } from './characters.js';

/** What `match` found at a place. */
export const NO_MARK = -1;
/** Too little text to tell. */
export const UNDECIDED = -2;

/**
 * What must follow a mark for it to count, in this order: `' '` any white space, `'NAME'` a name,
 * any other string itself.
 */
export type Following = readonly string[];

/** A literal of a format; with `followedBy`, one of those must follow and the mark itself is not consumed. */
export interface Mark {
  readonly text: string;
  readonly followedBy?: readonly Following[];
}

/** How much text after a mark may be looked at to decide whether it counts, in UTF-16 units. */
const lookahead = 256;

/** A set of marks that a text is searched for. */
export class Marks {
  readonly list: readonly Mark[];
  /** The length of the longest mark. */
  readonly longest: number;
  // The units marks begin with: one is found fastest, up to four by comparing, more in a set.
  private readonly first: string | undefined;
  private readonly few: readonly [number, number, number, number] | undefined;
  private readonly firsts: ReadonlySet<number>;

  constructor(marks: readonly (string | Mark)[]) {
    this.list = marks.map((mark) => (typeof mark === 'string' ? { text: mark } : mark));
    this.longest = Math.max(0, ...this.list.map((mark) => mark.text.length));
    this.firsts = new Set(this.list.map((mark) => mark.text.charCodeAt(0)));
    const [one, two, three, four, ...others] = this.firsts;
    this.first = two === undefined ? this.list[0]?.text.charAt(0) : undefined;
    this.few = one === undefined || others.length > 0 ? undefined : [one, two ?? one, three ?? one, four ?? one];
  }

  /** Where the next possible start of a mark is, or `end`. */
  next(text: string, from: number, end: number): number {
    if (this.first !== undefined) {
      const at = text.indexOf(this.first, from);
      return at < 0 || at > end ? end : at;
    }
    const { few, firsts } = this;
    if (firsts.size === 0) return end;
    let at = from;
    if (few !== undefined) {
      const [one, two, three, four] = few;
      for (; at < end; at++) {
        const unit = text.charCodeAt(at);
        if (unit === one || unit === two || unit === three || unit === four) break;
      }
      return at;
    }
    while (at < end && !firsts.has(text.charCodeAt(at))) at++;
    return at;
  }

  /** Which mark stands at `at`: its place in the list, `NO_MARK` or `UNDECIDED`. The longest one wins. */
  match(text: string, at: number, end: number): number {
    let found = NO_MARK;
    let length = 0;
    for (let which = 0; which < this.list.length; which++) {
      const mark = this.list[which] as Mark;
      const state = literal(mark.text, text, at, end);
      if (state === 0 || (found >= 0 && mark.text.length <= length)) continue;
      if (state < 0) return UNDECIDED;
      if (mark.followedBy !== undefined) {
        const from = at + mark.text.length;
        const state = follows(mark.followedBy, text, from, Math.min(end, from + lookahead));
        if (state === 0) continue;
        if (state < 0) {
          if (end - from >= lookahead) continue;
          return UNDECIDED;
        }
      }
      found = which;
      length = mark.text.length;
    }
    return found;
  }

  /** How far to read up to and including the next mark, and which it is; -1: none yet. */
  find(text: string, from: number, end: number): { readonly to: number; readonly which: number } {
    for (let at = this.next(text, from, end); at < end; at = this.next(text, at + 1, end)) {
      const which = this.match(text, at, end);
      if (which === UNDECIDED) return { to: at, which: NO_MARK };
      if (which >= 0) return { to: at + this.list[which]!.text.length, which };
    }
    return { to: end, which: NO_MARK };
  }

  /** Where the last mark in `text` starts, at or after `from`; -1 if there is none. */
  last(text: string, from: number): number {
    let last = -1;
    for (const mark of this.list) {
      const at = text.lastIndexOf(mark.text);
      if (at >= from && at > last) last = at;
    }
    return last;
  }
}

// 1: it stands there, 0: it does not, -1: the text is too short to tell.
function literal(wanted: string, text: string, at: number, end: number): 1 | 0 | -1 {
  const stop = Math.min(wanted.length, end - at);
  for (let i = 0; i < stop; i++) if (text.charCodeAt(at + i) !== wanted.charCodeAt(i)) return 0;
  return stop === wanted.length ? 1 : -1;
}

function follows(patterns: readonly Following[], text: string, from: number, end: number): 1 | 0 | -1 {
  let best: 1 | 0 | -1 = 0;
  for (const pattern of patterns) {
    const state = matchPattern(pattern, text, from, end);
    if (state > 0) return 1;
    if (state < 0) best = -1;
  }
  return best;
}

function matchPattern(pattern: Following, text: string, from: number, end: number): 1 | 0 | -1 {
  let at = from;
  for (const part of pattern) {
    if (part === ' ') {
      while (at < end && isSpace(text.charCodeAt(at))) at++;
      if (at === end) return -1;
    } else if (part === 'NAME') {
      const start = at;
      while (at < end && isNameUnit(text.charCodeAt(at))) at++;
      if (at === end) return -1;
      if (at === start) return 0;
    } else {
      const state = literal(part, text, at, end);
      if (state <= 0) return state;
      at += part.length;
    }
  }
  return 1;
}

function isNameUnit(code: number): boolean {
  return code > 127 || /[\w.:/-]/.test(String.fromCharCode(code));
}
