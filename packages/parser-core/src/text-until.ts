import { isHighSurrogate, spaceEnd } from './characters.js';
import type { Ask } from './create-parser.js';
import { type Marks, UNDECIDED } from './marks.js';
import type { Reading, Request } from './request.js';

/** Options of `textUntil`. */
export interface TextUntilOptions {
  /** What the text is. `'text'` by default. */
  readonly as?: 'text' | 'reasoning';
  /** White space comes right after a call: it goes out only if text follows. */
  readonly afterCall?: boolean;
}

/**
 * Sends text as it comes, up to one of the marks; holds only what may be the start of one.
 *
 * ```text
 * > | Let me look. <tool_call>{…
 *     ^^^^^^^^^^^^^ sent
 *                  ^^^^^^^^^^^ answer; kept from here on until the grammar releases it
 * ```
 *
 * Answers which mark it is, or -1 at the end of the text.
 */
export function textUntil(ask: Ask, marks: Marks, options: TextUntilOptions = {}): Reading<number> {
  const kind = options.as ?? 'text';
  let gap = options.afterCall;
  const request: Request<number> = {
    answer: -1,
    run() {
      if (gap) {
        if (!ask.holding()) ask.keep();
        const at = spaceEnd(ask);
        ask.read('separator', at);
        if (at === ask.end) return false;
        const which = match(at);
        if (which === UNDECIDED) return false;
        if (which >= 0) return found(which);
        textAfterAll();
      }
      const { text, end, pos } = ask;
      for (let at = pos; ; at++) {
        at = marks.next(text, at, end);
        if (at >= end) {
          // The second half of a pair may be in the next chunk.
          ask.send(kind, end > pos && isHighSurrogate(text.charCodeAt(end - 1)) ? end - 1 : end);
          return false;
        }
        const which = match(at);
        if (which !== -1) ask.send(kind, at);
        if (which === UNDECIDED) return false;
        if (which >= 0) return found(which);
      }
    },
    end() {
      if (ask.tooLong) {
        // Only a gap can be too long: it goes out as text, and reading goes on.
        ask.report('too-long', ask.offset());
        textAfterAll();
        return false;
      }
      if (ask.holding()) {
        // Nothing came after the call, or half a mark: white space alone is a separator.
        if (ask.pos === ask.text.length) ask.release();
        else textAfterAll();
      }
      ask.send(kind, ask.text.length);
      return true;
    },
  };

  function match(at: number): number {
    return ask.base + at < ask.marksFrom ? -1 : marks.match(ask.text, at, ask.end);
  }

  function textAfterAll(): void {
    ask.rewind();
    gap = false;
  }

  function found(which: number): boolean {
    const { text, followedBy } = marks.list[which]!;
    request.answer = which;
    if (followedBy) {
      if (ask.holding()) ask.release();
    } else {
      if (!ask.holding()) ask.keep();
      ask.markAt = ask.base + ask.pos;
      ask.skip(text.length);
    }
    return true;
  }

  return ask.ask(request);
}
