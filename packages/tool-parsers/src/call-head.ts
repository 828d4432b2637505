import { type Ask, endsAnyway, isSpace, type Reading, type Request } from '@smg/parser-core';

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
export function callHead(
  ask: Ask,
  names: ReadonlyMap<string, unknown> | undefined,
  longestName: number,
): Reading<string | undefined> {
  const request: Request<string | undefined> = {
    answer: undefined,
    run() {
      const { text, pos, end } = ask;
      const from = skipSpace(text, pos, end);
      let at = from;
      while (at < end && isNameUnit(text.charCodeAt(at)) && at - from <= longestName) at++;
      const name = text.slice(from, at);
      if (at - from > longestName || from - pos > longest) return true;
      if (at === end) return name !== '' && names !== undefined && !startsOne(name, names);
      if (name === '' || names?.has(name) === false) return true;
      const open = skipSpace(text, at, end);
      if (open === end) return open - at > longest;
      if (text[open] !== '(') return true;
      const follows = argumentsFollow(text, open + 1, end);
      if (!follows) return follows === false;
      ask.read('mark', from);
      ask.read('name', at);
      ask.read('mark', open + 1);
      request.answer = name;
      return true;
    },
    end: endsAnyway,
  };
  return ask.ask(request);
}

/** Whether `)` or `key=` stands at `from`; `undefined`: too little text to tell. */
function argumentsFollow(text: string, from: number, end: number): boolean | undefined {
  const at = skipSpace(text, from, end);
  if (at - from > longest) return false;
  if (at === end) return undefined;
  if (text[at] === ')') return true;
  let stop = at;
  while (stop < end && isKeyUnit(text.charCodeAt(stop)) && stop - at <= longest) stop++;
  const sign = skipSpace(text, stop, end);
  if (stop - at > longest || sign - stop > longest) return false;
  if (sign === end) return undefined;
  if (stop === at || text[sign] !== '=') return false;
  return sign + 1 === end ? undefined : text[sign + 1] !== '=';
}

function startsOne(start: string, names: ReadonlyMap<string, unknown>): boolean {
  for (const name of names.keys()) if (name.startsWith(start)) return true;
  return false;
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
