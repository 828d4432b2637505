import { type Ask, brokenOff, cutOff, type Marks, notACall, type Reading, significant } from '@smg/parser-core';
import type { Calls } from './calls.js';
import { type JsonCallKeys, readJsonCall } from './json-call.js';

const LIST_END = 93;
const OBJECT = 123;
const COMMA = 44;

/**
 * How reading a list of calls went: to its `]`; the text ended between calls; to an end mark or inside a call; or it
 * was none and is text.
 */
export interface JsonCallListState {
  readonly state: 'list' | 'cut' | 'over' | 'text';
  /** Whether white space behind it is the format's. */
  readonly afterCall: boolean;
}

/** Reads a JSON list of calls, from its `[` on, while it is kept. */
export function* readJsonCallList(
  ask: Ask,
  calls: Calls,
  keys: JsonCallKeys,
  marks: { readonly opens: Marks; readonly ends: Marks },
): Reading<JsonCallListState> {
  ask.skip();
  let afterCall = false;
  for (let first = true; ; first = false) {
    let unit = yield* significant(ask);
    if (unit === COMMA && !first) {
      ask.skip();
      unit = yield* significant(ask);
    }
    if (unit === LIST_END && !first) break;
    if (!first) ask.keep();
    const call = unit === OBJECT ? yield* readJsonCall(ask, calls, keys, marks.ends) : undefined;
    if (call?.state === 'call') {
      afterCall = calls.end(ask);
      continue;
    }
    if (call?.state === 'over' || call?.state === 'cut') return { state: call.state, afterCall: calls.end(ask) };
    if (first) {
      notACall(ask, marks.opens, call?.state === 'none' ? call.why : undefined);
      return { state: 'text', afterCall: false };
    }
    const { ended } = ask;
    if (ended && unit < 0) {
      ask.release();
      return { state: 'cut', afterCall };
    }
    ask.rewind();
    if (ended) cutOff(ask);
    else yield* brokenOff(ask, marks.ends, 'malformed-call');
    return { state: 'over', afterCall };
  }
  ask.skip();
  return { state: 'list', afterCall };
}
