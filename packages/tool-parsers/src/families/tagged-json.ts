import {
  type Ask,
  brokenOff,
  endMark,
  Marks,
  notACall,
  peek,
  type Reading,
  significant,
  type ToolFormat,
  textUntil,
} from '@smg/parser-core';
import type { Calls } from '../calls.js';
import { type CallToPrint, defineToolFormat, type FormatIdentity } from '../define-format.js';
import { type JsonCallKeys, readJsonCall } from '../json-call.js';
import { readJsonCallList } from '../json-call-list.js';

/** A format with JSON calls between two marks. */
export interface TaggedJsonOptions extends FormatIdentity {
  /** The mark before a call, or before a list of calls. */
  readonly open: string;
  /** The mark after it. */
  readonly close: string;
  /** The keys that may hold the name; `['name']` by default. The first one is printed. */
  readonly nameKeys?: readonly string[];
  /** The keys that may hold the arguments; `['arguments', 'parameters']` by default. The first one is printed. */
  readonly argumentKeys?: readonly string[];
}

const LIST = 91;
const OBJECT = 123;

/**
 * Formats with JSON calls between two marks: one object, several in a row, or a list of them.
 *
 * ```text
 * > | <tool_call>\n{"name": "f", "arguments": {"a": 1}}\n</tool_call>
 *     ^ open                                             ^ close
 * ```
 */
export function taggedJson(options: TaggedJsonOptions): ToolFormat {
  const keys: JsonCallKeys = {
    name: options.nameKeys ?? ['name'],
    arguments: options.argumentKeys ?? ['arguments', 'parameters'],
  };
  const opens = new Marks([options.open]);
  const ends = new Marks([options.close]);
  // While a block has not closed, its closing mark is looked for too.
  const opensOrEnd = new Marks([options.open, options.close]);
  // What may come after an object in its block; brackets are not consumed, and closing ones are one too many.
  const afterObject = new Marks([options.close, ',', peek('{'), peek('}'), peek(']')]);

  return defineToolFormat(options, { family: 'tagged-json', read, print });

  function* read(ask: Ask, calls: Calls): Reading<void> {
    let open: number | undefined; // where the block that has not closed begins
    let afterCall = false;
    for (;;) {
      const mark = yield* textUntil(ask, open === undefined ? opens : opensOrEnd, { afterCall });
      if (mark < 0) break;
      if (mark === 1) {
        ask.release();
        open = undefined;
        afterCall = true;
        continue;
      }
      const at = ask.markAt;
      const block = yield* readBlock(ask, calls);
      if (block === 'text') {
        afterCall = false;
        continue;
      }
      open = block.closed ? undefined : at;
      afterCall = block.afterCall;
    }
    if (open !== undefined) ask.report('unclosed', open);
  }

  /** Reads what follows an opening mark. */
  function* readBlock(
    ask: Ask,
    calls: Calls,
  ): Reading<'text' | { readonly closed: boolean; readonly afterCall: boolean }> {
    const unit = yield* significant(ask);
    if (unit === LIST) {
      const list = yield* readJsonCallList(ask, calls, keys, { opens, ends });
      if (list.state === 'text') return 'text';
      const closed = list.state === 'over' || (list.state === 'list' && (yield* endMark(ask, ends)) !== -1);
      return { closed, afterCall: list.afterCall };
    }
    if (unit !== OBJECT) {
      notACall(ask, opens);
      return 'text';
    }
    for (let first = true; ; first = false) {
      const call = yield* readJsonCall(ask, calls, keys, ends);
      if (call.state === 'none') {
        notACall(ask, opens, call.why);
        return first ? 'text' : { closed: false, afterCall: false };
      }
      let next = call.state === 'call' ? yield* endMark(ask, afterObject) : 0;
      if (next === 1) next = yield* endMark(ask, afterObject);
      if (next > 2) yield* brokenOff(ask, ends, 'malformed-call');
      const afterCall = calls.end(ask);
      if (next !== 2) return { closed: next !== -1 && call.state !== 'cut', afterCall };
      ask.keep();
    }
  }

  function print(calls: readonly CallToPrint[]): string {
    return calls
      .map(({ name, json }) => {
        const call = `{"${keys.name[0]}": ${JSON.stringify(name)}, "${keys.arguments[0]}": ${json}}`;
        return `${options.open}\n${call}\n${options.close}`;
      })
      .join('\n');
  }
}
