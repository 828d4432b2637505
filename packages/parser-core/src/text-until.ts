import { isHighSurrogate, isSpace } from './characters.js';
import type { Driver } from './driver.js';
import { type Marks, UNDECIDED } from './marks.js';
import type { Request } from './request.js';

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
export class TextUntil implements Request<number> {
  answer = -1;
  private readonly reasoning: boolean;
  private gap: boolean;

  constructor(
    private readonly marks: Marks,
    options?: TextUntilOptions,
  ) {
    this.reasoning = options?.as === 'reasoning';
    this.gap = options?.afterCall === true;
  }

  run(driver: Driver): boolean {
    if (this.gap && !this.skipGap(driver)) return this.answer >= 0;
    const { text, end } = driver;
    const from = driver.pos;
    let at = from;
    for (;;) {
      at = this.marks.next(text, at, end);
      if (at >= end) {
        // The second half of a pair may be in the next chunk.
        const stop = end > from && isHighSurrogate(text.charCodeAt(end - 1)) ? end - 1 : end;
        this.send(driver, from, stop);
        return false;
      }
      if (driver.base + at >= driver.marksFrom) {
        const which = this.marks.match(text, at, end);
        if (which === UNDECIDED) {
          this.send(driver, from, at);
          return false;
        }
        if (which >= 0) {
          this.send(driver, from, at);
          return this.found(driver, which);
        }
      }
      at++;
    }
  }

  end(driver: Driver): boolean {
    if (driver.tooLong) {
      // Only a gap can be too long: it goes out as text, and reading goes on.
      driver.report('too-long', driver.offset);
      this.textAfterAll(driver);
      return false;
    }
    if (this.gap && driver.holding) {
      // Nothing came after the call, or half a mark: white space alone is a separator.
      const spaceEnd = driver.pos;
      if (spaceEnd === driver.text.length) {
        driver.release();
        return true;
      }
      this.textAfterAll(driver);
    }
    this.send(driver, driver.pos, driver.text.length);
    return true;
  }

  /** Reads white space after a call. `false`: it is not over yet, or a mark follows (then it is answered). */
  private skipGap(driver: Driver): boolean {
    const { text, end } = driver;
    const from = driver.pos;
    if (!driver.holding) driver.hold(from);
    let at = from;
    while (at < driver.end && isSpace(text.charCodeAt(at))) at++;
    driver.claim('separator', from, at);
    driver.pos = at;
    if (at >= driver.end) return false;
    const which = driver.base + at >= driver.marksFrom ? this.marks.match(text, at, Math.min(end, driver.end)) : -1;
    if (which === UNDECIDED) return false;
    if (which >= 0) {
      this.found(driver, which);
      return false;
    }
    this.textAfterAll(driver);
    return true;
  }

  private textAfterAll(driver: Driver): void {
    driver.rewind();
    this.gap = false;
  }

  private send(driver: Driver, from: number, to: number): void {
    if (this.reasoning) driver.sendReasoning(from, to);
    else driver.sendText(from, to);
    driver.pos = to;
  }

  private found(driver: Driver, which: number): boolean {
    const mark = this.marks.list[which]!;
    driver.markAt = driver.base + driver.pos;
    if (mark.followedBy === undefined) {
      if (!driver.holding) driver.hold(driver.pos);
      driver.claim('mark', driver.pos, driver.pos + mark.text.length);
      driver.pos += mark.text.length;
    } else if (driver.holding) {
      driver.release();
    }
    this.answer = which;
    return true;
  }
}
