import { type Ask, marksOf, type Reading, type ToolFormat, textUntil } from '@smg/parser-core';
import type { Calls } from '../calls.js';
import { type CallToPrint, defineToolFormat, type FormatIdentity } from '../define-format.js';
import { jsonCalls } from '../json-calls.js';

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

/**
 * Formats with JSON calls between two marks: one object, several in a row, or a list of them.
 *
 * ```text
 * > | <tool_call>\n{"name": "f", "arguments": {"a": 1}}\n</tool_call>
 *     ^ open                                             ^ close
 * ```
 */
export function taggedJson(options: TaggedJsonOptions): ToolFormat {
  const { open, close, nameKeys = ['name'], argumentKeys = ['arguments', 'parameters'] } = options;
  const opens = marksOf(open);
  // While a block has not closed, its closing mark is looked for too.
  const opensOrEnd = marksOf(open, close);
  const readCalls = jsonCalls({ name: nameKeys, arguments: argumentKeys }, opens, marksOf(close));

  return defineToolFormat(options, {
    family: 'tagged-json',
    *read(ask: Ask, calls: Calls): Reading<void> {
      let block: number | undefined; // where the block that has not closed begins
      let afterCall = false;
      for (;;) {
        const mark = yield* textUntil(ask, block === undefined ? opens : opensOrEnd, { afterCall });
        if (mark < 0) break;
        if (mark > 0) {
          ask.release();
          block = undefined;
          afterCall = true;
          continue;
        }
        const at = ask.markAt;
        const read = yield* readCalls(ask, calls);
        afterCall = !!read?.afterCall;
        if (read) block = read.closed ? undefined : at;
      }
      if (block !== undefined) ask.report('unclosed', block);
    },
    print(calls: readonly CallToPrint[]): string {
      return calls
        .map(({ name, json }) => {
          const call = `{"${nameKeys[0]}": ${JSON.stringify(name)}, "${argumentKeys[0]}": ${json}}`;
          return `${open}\n${call}\n${close}`;
        })
        .join('\n');
    },
  });
}
