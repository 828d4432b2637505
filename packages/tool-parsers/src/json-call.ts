import {
  type Ask,
  brokenOff,
  cutOff,
  jsonArguments,
  jsonValue,
  type Marks,
  type ParseIssueCode,
  ReadArguments,
  type Reading,
  significant,
} from '@smg/parser-core';
import type { Calls } from './calls.js';

/** The keys of a JSON object that is a call. */
export interface JsonCallKeys {
  readonly name: readonly string[];
  readonly arguments: readonly string[];
  /** Keys of an id the model writes itself, before the name. */
  readonly id?: readonly string[] | undefined;
}

/**
 * How reading a call went: it was read whole; its arguments were, but then the text ended; it was broken or cut off
 * after its name, and reading stands behind its end mark; or it turned out to be none, nothing has happened and
 * everything is still kept.
 */
export type CallState =
  | { readonly state: 'call' | 'cut' | 'over' }
  | { readonly state: 'none'; readonly why: ParseIssueCode };

const call: CallState = { state: 'call' };
const over: CallState = { state: 'over' };

const COMMA = 44;
const COLON = 58;
const CLOSE = 125;

/**
 * Reads one JSON object that is a call, from its `{` on, while it is kept.
 *
 * ```text
 * > | {"name": "f", "arguments": {"a": 1}}
 *               ^ the call begins here
 *                                ^^^^^^^^ sent as it comes
 * ```
 * Where the arguments come first, they are kept until the name comes.
 */
export function* readJsonCall(ask: Ask, calls: Calls, keys: JsonCallKeys, ends: Marks): Reading<CallState> {
  let id: string | undefined;
  let early: ReadArguments | undefined; // arguments that came before the name
  let named = false;
  let closed = false; // the arguments are
  ask.skip();
  for (let first = true; ; first = false) {
    let unit = yield* significant(ask);
    if (unit === COMMA && !first) {
      ask.skip();
      unit = yield* significant(ask);
    } else if (!first && unit !== CLOSE) {
      return yield* stop();
    }
    if (unit === CLOSE) break;
    if (unit !== 34 && unit !== 39) return yield* stop();
    const key = yield* string();
    if (key === undefined || (yield* significant(ask)) !== COLON) return yield* stop();
    ask.skip();
    if (!named && keys.name.includes(key)) {
      const name = (yield* isQuote()) ? yield* string() : undefined;
      if (name === undefined) return none(ask.ended ? 'unclosed' : 'missing-name');
      if (!calls.begin(ask, name, id)) return none('missing-name');
      named = true;
      if (early !== undefined) {
        ask.sendArguments(early.json);
        ask.closeCall();
        closed = true;
      }
    } else if (!closed && early === undefined && keys.arguments.includes(key)) {
      if (named) {
        if ((yield* jsonArguments(ask, ends)) !== 'done') return over;
        closed = true;
      } else {
        early = new ReadArguments(ask, 'keep');
        if ((yield* ask.ask(early)) !== 'done') return yield* stop();
      }
    } else if (keys.id?.includes(key) && !named && (yield* isQuote())) {
      id = yield* string();
      if (id === undefined) return yield* stop();
    } else if (keys.arguments.includes(key) || (yield* jsonValue(ask, 'drop')) === undefined) {
      // Arguments twice: the first ones were sent, the second ones are not to vanish.
      return yield* stop();
    }
  }
  ask.skip();
  if (!named) return none('missing-name');
  if (!closed) {
    ask.sendArguments('{}');
    ask.closeCall();
  }
  return call;

  function* string(): Reading<string | undefined> {
    const json = yield* jsonValue(ask);
    return json === undefined ? undefined : (JSON.parse(json) as string);
  }

  function* isQuote(): Reading<boolean> {
    const unit = yield* significant(ask);
    return unit === 34 || unit === 39;
  }

  function none(why: ParseIssueCode): CallState {
    return { state: 'none', why };
  }

  /** What comes cannot be, or nothing comes any more. */
  function* stop(): Reading<CallState> {
    if (!named) return none(ask.ended ? 'unclosed' : 'malformed-call');
    if (ask.ended && closed) {
      ask.skip(ask.text.length - ask.pos);
      return { state: 'cut' };
    }
    if (ask.ended) cutOff(ask);
    else yield* brokenOff(ask, ends, closed ? 'malformed-call' : 'malformed-arguments');
    return over;
  }
}
