import { type Ask, isSpace, type Request } from '@smg/parser-core';

/** How much white space and how long a keyword may stand in a head, in UTF-16 units. */
const longest = 256;

/**
 * Reads the head of a Python call, up to and including its `(`, and answers the name; `undefined` where it is none.
 * It is one only when `)` or `key=` follows. Where names are given, it must be one of them.
 *
 * ```text
 * > | get_weather(city="Oslo")
 *     ^^^^^^^^^^^^ read
 *                 ^^^^^ looked at
 * ```
 */
export class CallHead implements Request<string | undefined> {
  answer: string | undefined;

  constructor(
    private readonly names: ReadonlyMap<string, unknown> | undefined,
    private readonly longestName: number,
  ) {}

  run(ask: Ask): boolean {
    const { text, end } = ask;
    const from = skipSpace(text, ask.pos, end);
    let at = from;
    while (at < end && isNameUnit(text.charCodeAt(at)) && at - from <= this.longestName) at++;
    const name = text.slice(from, at);
    if (at - from > this.longestName || from - ask.pos > longest) return true;
    if (at === end) return name !== '' && !this.mayBecome(name);
    if (name === '' || (this.names !== undefined && !this.names.has(name))) return true;
    const open = skipSpace(text, at, end);
    if (open === end) return open - at > longest;
    if (text[open] !== '(') return true;
    const follows = this.follows(text, open + 1, end);
    if (follows === undefined) return false;
    if (!follows) return true;
    ask.claim('mark', ask.pos, from);
    ask.claim('name', from, at);
    ask.claim('mark', at, open + 1);
    ask.pos = open + 1;
    this.answer = name;
    return true;
  }

  end(): boolean {
    return true;
  }

  /** Whether `)` or `key=` stands at `from`; `undefined`: too little text to tell. */
  private follows(text: string, from: number, end: number): boolean | undefined {
    const at = skipSpace(text, from, end);
    const undecided = at - from > longest ? false : undefined;
    if (at === end) return undecided;
    if (text[at] === ')') return true;
    let stop = at;
    while (stop < end && isKeyUnit(text.charCodeAt(stop)) && stop - at <= longest) stop++;
    if (stop - at > longest) return false;
    if (stop === end) return undefined;
    if (stop === at) return false;
    const sign = skipSpace(text, stop, end);
    if (sign - stop > longest) return false;
    if (sign === end) return undefined;
    if (text[sign] !== '=') return false;
    return sign + 1 === end ? undefined : text[sign + 1] !== '=';
  }

  private mayBecome(start: string): boolean {
    if (this.names === undefined) return true;
    for (const name of this.names.keys()) if (name.startsWith(start)) return true;
    return false;
  }
}

function skipSpace(text: string, from: number, end: number): number {
  let at = from;
  while (at < end && isSpace(text.charCodeAt(at)) && at - from <= longest) at++;
  return at;
}

function isKeyUnit(code: number): boolean {
  return code > 127 || /\w/.test(String.fromCharCode(code));
}

function isNameUnit(code: number): boolean {
  return isKeyUnit(code) || code === 46 || code === 58 || code === 47 || code === 45;
}
