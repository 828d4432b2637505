import { type Ask, endsAnyway, type Reading, type Request } from '@smg/parser-core';

// A head, and what may still become one: a name, `(`, then `)` or `key=`.
const head = /^\s*([\w.:/\-\x80-\uffff]+)\s*\((?=\s*(?:\)|[\w\x80-\uffff]+\s*=[^=]))/;
const start = /^\s*([\w.:/\-\x80-\uffff]*)(?:\s*|\s*\(\s*(?:[\w\x80-\uffff]+\s*=?)?)$/;

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
  const most = longestName + longest;
  const request: Request<string | undefined> = {
    answer: undefined,
    run() {
      const { pos, end } = ask;
      const text = ask.text.slice(pos, Math.min(end, pos + most));
      const found = head.exec(text);
      if (found === null) {
        const name = start.exec(text)?.[1];
        return name === undefined || text.length === most || !mayBecome(name);
      }
      if (names?.has(found[1]!) === false) return true;
      request.answer = found[1];
      ask.read('name', pos + found[0].length);
      return true;
    },
    end: endsAnyway,
  };
  return ask.ask(request);

  function mayBecome(start: string): boolean {
    return names === undefined || [...names.keys()].some((name) => name.startsWith(start));
  }
}
