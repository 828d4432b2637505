import {
  type Ask,
  brokenOff,
  endMark,
  type Marks,
  marksOf,
  notACall,
  peek,
  type Reading,
  significant,
  spaceEnd,
} from '@smg/parser-core';
import type { Calls } from './calls.js';
import { type JsonCallKeys, readJsonCall } from './json-call.js';

const LIST = 91;
const OBJECT = 123;

// What may come after an object, before the end marks; none of it is read. A closing bracket too many is an error.
const COMMA = 0;
const NEXT = 1;
const LIST_END = 3;
const END = 4;
const afterObject = [{ text: ',', followedBy: beforeAnother }, peek('{'), peek('}'), peek(']')];

/** A comma counts before another object, another comma, or the end of the list. */
function beforeAnother(text: string, from: number, end: number): 1 | 0 | -1 {
  const at = spaceEnd({ text, pos: from, end });
  return at === end ? -1 : '{,]'.includes(text[at]!) ? 1 : 0;
}

/** How reading a block of calls went; `undefined`: it is none, and text. */
export type JsonCallsState =
  | {
      /** Whether an end mark came, or the text ended in a way that was reported. */
      readonly closed: boolean;
      /** Whether white space behind it is the format's. */
      readonly afterCall: boolean;
    }
  | undefined;

/** Makes a reader of JSON calls, while they are kept: an object, several in a row, or a list; and the end mark. */
export function jsonCalls(
  keys: JsonCallKeys,
  opens: Marks,
  ends: Marks,
): (ask: Ask, calls: Calls) => Reading<JsonCallsState> {
  const after = marksOf(...afterObject, ...ends.list);
  return function* readJsonCalls(ask, calls) {
    let unit = yield* significant(ask);
    const listed = unit === LIST;
    if (listed) {
      ask.skip();
      unit = yield* significant(ask);
    }
    if (unit !== OBJECT) {
      notACall(ask, opens, listed && ask.ended ? 'unclosed' : undefined);
      return undefined;
    }
    for (let first = true; ; first = false) {
      const call = yield* readJsonCall(ask, calls, keys, ends);
      if (call.state === 'none') {
        notACall(ask, opens, call.why);
        return first ? undefined : { closed: false, afterCall: false };
      }
      let next = call.state === 'call' ? yield* endMark(ask, after) : END;
      while (next === COMMA) {
        ask.skip();
        next = yield* endMark(ask, after);
      }
      if (listed && next === LIST_END) {
        ask.skip();
        next = yield* endMark(ask, ends);
        if (next >= 0) next = END;
      } else if ((next > NEXT && next < END) || (listed && next === -1 && !ask.ended)) {
        yield* brokenOff(ask, ends, 'malformed-call');
        next = END;
      }
      const afterCall = calls.end(ask);
      if (next !== NEXT) return { closed: next !== -1 && call.state !== 'cut', afterCall };
      ask.keep();
    }
  };
}
