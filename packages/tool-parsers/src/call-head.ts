import { type Ask, endsAnyway, type Reading, type Request } from '@smg/parser-core';

// A head, and what may still become one: a name, `(`, then `)` or `key=`. No two parts side by side match the same unit,
// so that there is one way only to match.
const head = /^[ \t\r\n]*([\w.:/\-\x80-\uffff]+)[ \t\r\n]*\((?=[ \t\r\n]*(?:\)|[\w\x80-\uffff]+[ \t\r\n]*=[^=]))/;
const start =
  /^[ \t\r\n]*(?:([\w.:/\-\x80-\uffff]+)(?:[ \t\r\n]+|[ \t\r\n]*\([ \t\r\n]*(?:[\w\x80-\uffff]+[ \t\r\n]*=?)?)?)?$/;

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
        const begun = start.exec(text);
        return begun === null || text.length === most || !mayBecome(begun[1] ?? '');
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
