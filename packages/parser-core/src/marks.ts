/** What `match` found at a place. */
export const NO_MARK = -1;
/** Too little text to tell. */
export const UNDECIDED = -2;

/** Whether something stands at `from`: 1 yes, 0 no, -1 too little text (up to `end`) to tell. */
export type Lookahead = (text: string, from: number, end: number) => 1 | 0 | -1;

/** A literal of a format. */
export interface Mark {
  readonly text: string;
  /** What must follow for it to count, within 256 units; the mark itself is not read then. */
  readonly followedBy?: Lookahead;
}

/** How much text after a mark may be looked at to decide whether it counts, in UTF-16 units. */
const lookahead = 256;

/** A mark that is found but not read. */
export function peek(text: string): Mark {
  return { text, followedBy: () => 1 };
}

/** A set of marks that a text is searched for. */
export class Marks {
  readonly list: readonly Mark[];
  /** The length of the longest mark. */
  readonly longest: number;
  // The units that marks begin with: one is found fastest, up to four by comparing, others in a set.
  readonly #only: string | undefined;
  readonly #four: readonly (number | undefined)[];
  readonly #others: ReadonlySet<number> | undefined;

  constructor(marks: readonly (string | Mark)[]) {
    this.list = marks.map((mark) => (typeof mark === 'string' ? { text: mark } : mark));
    this.longest = Math.max(0, ...this.list.map((mark) => mark.text.length));
    const firsts = [...new Set(this.list.map((mark) => mark.text.charCodeAt(0)))];
    if (firsts.length === 1) this.#only = this.list[0]!.text[0];
    this.#four = firsts;
    if (firsts.length > 4) this.#others = new Set(firsts);
  }

  /** Where the next possible start of a mark is, or `end`. */
  next(text: string, from: number, end: number): number {
    if (this.#only) {
      const at = text.indexOf(this.#only, from);
      return at < 0 || at > end ? end : at;
    }
    const [one, two, three, four] = this.#four;
    if (one === undefined) return end;
    const others = this.#others;
    for (let at = from; at < end; at++) {
      const unit = text.charCodeAt(at);
      if (unit === one || unit === two || unit === three || unit === four || others?.has(unit)) return at;
    }
    return end;
  }

  /** Which mark stands at `at`: its place in the list, `NO_MARK` or `UNDECIDED`. The longest one wins. */
  match(text: string, at: number, end: number): number {
    let found = NO_MARK;
    let length = 0;
    for (let which = 0; which < this.list.length; which++) {
      const mark = this.list[which]!;
      const from = at + mark.text.length;
      if (mark.text.length <= length) continue;
      let state = literal(mark.text, text, at, end);
      if (state > 0 && mark.followedBy) {
        state = mark.followedBy(text, from, Math.min(end, from + lookahead));
        if (state < 0 && end - from >= lookahead) continue;
      }
      if (state < 0) return UNDECIDED;
      if (state > 0) {
        found = which;
        length = mark.text.length;
      }
    }
    return found;
  }

  /** How far to read up to and including the next mark, and which it is; -1: none yet. */
  find(text: string, from: number, end: number): { readonly to: number; readonly which: number } {
    for (let at = from; ; at++) {
      at = this.next(text, at, end);
      const which = at < end ? this.match(text, at, end) : UNDECIDED;
      if (which === UNDECIDED) return { to: at, which: NO_MARK };
      if (which >= 0) return { to: at + this.list[which]!.text.length, which };
    }
  }

  /** Where the last mark in `text` starts, at or after `from`; -1 if there is none. */
  last(text: string, from: number): number {
    const last = Math.max(...this.list.map((mark) => text.lastIndexOf(mark.text)));
    return last < from ? -1 : last;
  }
}

/** Whether `wanted` stands at `at`. */
export function literal(wanted: string, text: string, at: number, end: number): 1 | 0 | -1 {
  const stop = Math.min(wanted.length, end - at);
  for (let i = 0; i < stop; i++) if (text.charCodeAt(at + i) !== wanted.charCodeAt(i)) return 0;
  return stop === wanted.length ? 1 : -1;
}
