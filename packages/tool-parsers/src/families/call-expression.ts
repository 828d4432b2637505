import {
  type Ask,
  afterSpace,
  brokenOff,
  cutOff,
  endMark,
  marksOf,
  notACall,
  pythonArguments,
  type Reading,
  significant,
  type ToolFormat,
  textUntil,
} from '@smg/parser-core';
import { callHead } from '../call-head.js';
import type { Calls } from '../calls.js';
import { type CallToPrint, defineToolFormat, type FormatIdentity } from '../define-format.js';
import { jsonMembers } from '../json-text.js';

/** A format that writes calls as a list of Python calls. */
export interface CallExpressionOptions extends FormatIdentity {
  /** Marks around the list; they may be missing. */
  readonly open: string;
  readonly close: string;
}

const COMMA = 44;
const LIST_END = 93;

/**
 * Formats that write calls as a list of Python calls with keyword arguments.
 *
 * ```text
 * > | [f(a=1, b="x"), g()]
 *      ^ head, once `(` and `)` or `key=` are there
 *        ^^^^^^^^^^^ arguments, sent as JSON
 * ```
 * A list without the marks counts only where its first name is declared (or, where no tools are given, at the very
 * start of the output).
 */
export function callExpression(options: CallExpressionOptions): ToolFormat {
  const { open, close } = options;
  const OPEN = 0;
  const opens = marksOf(open, '[');
  const opensOrEnd = marksOf(open, '[', close);
  const list = marksOf('[');
  const listEnd = marksOf(']', close);
  const blockEnd = marksOf(close);

  return defineToolFormat(options, { family: 'call-expression', read, print });

  function* read(ask: Ask, calls: Calls): Reading<void> {
    let block: number | undefined; // where the marks or the list that have not closed begin
    let afterCall = false;
    for (;;) {
      const mark = yield* textUntil(ask, block === undefined ? opens : opensOrEnd, { afterCall });
      if (mark < 0) break;
      if (mark === 2) {
        ask.release();
        block = undefined;
        afterCall = true;
        continue;
      }
      const at = ask.markAt;
      const listed = mark !== OPEN || (yield* afterSpace(ask, list)) >= 0;
      const head = yield* callHead(ask, mark === OPEN ? undefined : calls.declared, calls.longestName);
      if (head === undefined || (mark !== OPEN && !calls.countsBare(ask, head)) || !calls.begin(ask, head)) {
        notACall(ask, opens);
        afterCall = false;
        continue;
      }
      let closed = yield* readCalls(ask, calls, listed);
      afterCall = true;
      if (closed === 'list' && (mark !== OPEN || (yield* endMark(ask, blockEnd)) !== -1)) closed = 'marks';
      block = closed === 'marks' ? undefined : at;
    }
    if (block !== undefined) ask.report('unclosed', block);
  }

  /** Reads the calls of a list, after the head of the first; says what closed: the list, its marks, or nothing. */
  function* readCalls(ask: Ask, calls: Calls, listed: boolean): Reading<'list' | 'marks' | 'nothing'> {
    for (;;) {
      const end = yield* pythonArguments(ask);
      calls.end(ask);
      if (end === -1) return 'marks';
      if (!listed) return 'list';
      let unit = yield* significant(ask);
      if (unit === COMMA) {
        ask.skip();
        unit = yield* significant(ask);
      }
      if (unit === LIST_END) {
        ask.skip();
        return 'list';
      }
      if (unit < 0) return 'nothing';
      ask.keep();
      const head = yield* callHead(ask, undefined, calls.longestName);
      if (head !== undefined && calls.begin(ask, head)) continue;
      ask.rewind();
      if (!ask.ended) return (yield* brokenOff(ask, listEnd, 'malformed-call', '', null)) === 0 ? 'list' : 'marks';
      cutOff(ask, '', null);
      return 'marks';
    }
  }

  function print(calls: readonly CallToPrint[]): string {
    const printed = calls.map(({ name, json }) => {
      const parameters = (jsonMembers(json) ?? []).map(({ key, json }) => `${key}=${pythonLiteral(json)}`);
      return `${name}(${parameters.join(', ')})`;
    });
    return `[${printed.join(', ')}]`;
  }
}

/** A JSON text as a Python literal. */
function pythonLiteral(json: string): string {
  const words: Readonly<Record<string, string>> = { true: 'True', false: 'False', null: 'None' };
  return json.replace(
    /"[^"\\]*(?:\\.[^"\\]*)*"|true|false|null/gs,
    (token) => words[token] ?? JSON.stringify(JSON.parse(token)),
  );
}
