import {
  type Ask,
  afterSpace,
  brokenOff,
  CUT_MARK,
  endMark,
  jsonArguments,
  marksOf,
  notACall,
  peek,
  type Reading,
  strayMark,
  type ToolFormat,
  textUntil,
  upTo,
} from '@smg/parser-core';
import type { Calls } from '../calls.js';
import { type CallToPrint, defineToolFormat, type FormatIdentity } from '../define-format.js';

/** A format with the name between marks and JSON arguments after it. */
export interface NamedJsonOptions extends FormatIdentity {
  /** The wrapper around all calls. */
  readonly section: { readonly open: string; readonly close: string };
  /** The mark before a name. */
  readonly open: string;
  /** The mark between name and arguments. */
  readonly separator: string;
  /** The mark after the arguments. */
  readonly close: string;
  /** Marks that may stand behind the calls and mean nothing, such as the end of the turn. */
  readonly trailing?: readonly string[];
}

/**
 * Formats that write a call's name between marks and its arguments as JSON after it.
 *
 * ```text
 * > | <calls><call>f<sep>{"a": 1}</call><call>g<sep>{}</call></calls>
 *     ^ section    ^ name                                    ^ section's end
 *            ^ open ^ separator  ^ close
 * ```
 * The section's marks may be missing.
 */
export function namedJson(options: NamedJsonOptions): ToolFormat {
  const { section, open, separator, close, trailing = [] } = options;
  const OPEN = 0;
  const SECTION = 1;
  const SECTION_END = 3;
  const opens = marksOf(open, section.open);
  // Once a call has begun, the format's end marks are no text any more.
  const marks = marksOf(open, section.open, close, section.close, ...trailing);
  const openMark = marksOf(open);
  const sectionEnd = marksOf(section.close);
  const separators = marksOf(separator);
  const ends = marksOf(close, section.close);
  // A bracket after the arguments is one too many.
  const afterArguments = marksOf(close, section.close, peek('}'), peek(']'));

  return defineToolFormat(options, { family: 'named-json', read, print });

  function* read(ask: Ask, calls: Calls): Reading<void> {
    let begun = false;
    let frame: number | undefined; // where the call or section that has not closed begins
    let inSection = false;
    let afterCall = false;
    for (;;) {
      const mark = yield* textUntil(ask, begun ? marks : opens, { afterCall });
      if (mark < 0) break;
      if (mark > SECTION) {
        if (frame === undefined && mark <= SECTION_END) strayMark(ask);
        ask.release();
        if (mark === SECTION_END) inSection = false;
        if (!inSection) frame = undefined;
        afterCall = true;
        continue;
      }
      const at = ask.markAt;
      if (mark === SECTION && (yield* afterSpace(ask, openMark)) !== OPEN) {
        notACall(ask, opens, ask.ended ? 'unclosed' : undefined);
        afterCall = false;
        continue;
      }
      const name = (yield* upTo(ask, separators, calls.longestName + 8))?.trim();
      if (name === undefined || !calls.begin(ask, name)) {
        notACall(ask, opens, ask.ended ? 'unclosed' : 'missing-name');
        afterCall = false;
        continue;
      }
      begun = true;
      if (mark === SECTION) inSection = true;
      if (mark === SECTION || !inSection) frame = at;
      const end = yield* readArguments(ask);
      afterCall = calls.end(ask);
      if (end === 'section' || end === 'cut') inSection = false;
      // Where the text ends inside the section's end mark, that is no text.
      if (inSection && end === 'call' && (yield* endMark(ask, sectionEnd)) !== -1) inSection = false;
      if (!inSection && end !== 'open') frame = undefined;
    }
    if (frame !== undefined) ask.report('unclosed', frame);
  }

  /** Reads arguments and end mark; says what ended the call. */
  function* readArguments(ask: Ask): Reading<'call' | 'section' | 'open' | 'cut'> {
    let end = yield* afterSpace(ask, ends);
    if (end >= 0) {
      ask.sendArguments('{}');
      ask.closeCall();
    } else {
      const read = yield* jsonArguments(ask, ends);
      if (read === -1) return 'cut';
      end = read === 'done' ? yield* endMark(ask, afterArguments) : read;
      if (end > 1) end = yield* brokenOff(ask, ends, 'malformed-call');
      if (end === CUT_MARK) return 'cut';
    }
    return end < 0 ? 'open' : end === 0 ? 'call' : 'section';
  }

  function print(calls: readonly CallToPrint[]): string {
    return (
      section.open + calls.map(({ name, json }) => `${open}${name}${separator}${json}${close}`).join('') + section.close
    );
  }
}
