import { isHighSurrogate } from './characters.js';
import type { Driver } from './driver.js';
import { escapeUnit } from './json-scan.js';
import { type Marks, UNDECIDED } from './marks.js';
import type { Request } from './request.js';

/** How the text of a parameter stands between its tags. */
export interface TaggedValueOptions {
  /** The format writes one newline after the opening and one before the closing tag; they are not of the value. */
  readonly newlines: boolean;
}

/** The parts of a value that a run may take: up to `stop`; `next` is where reading goes on. */
interface Stretch {
  readonly stop: number;
  readonly next: number;
  readonly closed: boolean;
}

/** Finds the end of a value, or how much of it is certain. */
class TaggedText {
  private opening = true;

  constructor(
    private readonly close: Marks,
    private readonly options: TaggedValueOptions,
  ) {}

  /** The next stretch from `driver.pos`; `undefined` where nothing can be said yet. */
  stretch(driver: Driver): Stretch | undefined {
    const { text, end } = driver;
    const { newlines } = this.options;
    if (this.opening) {
      if (driver.pos === end) return undefined;
      if (newlines && text.charCodeAt(driver.pos) === 10) driver.skip(1);
      this.opening = false;
    }
    const from = driver.pos;
    let at = from;
    for (;;) {
      at = this.close.next(text, at, end);
      if (at >= end) break;
      const which = this.close.match(text, at, end);
      if (which === UNDECIDED) break;
      if (which >= 0) {
        const stop = newlines && at > from && text.charCodeAt(at - 1) === 10 ? at - 1 : at;
        return { stop, next: at + this.close.list[which]!.text.length, closed: true };
      }
      at++;
    }
    // A newline may be the one before the closing tag; half a pair waits for the other.
    if (newlines && at > from && text.charCodeAt(at - 1) === 10) at--;
    else if (at === end && at > from && isHighSurrogate(text.charCodeAt(at - 1))) at--;
    return { stop: at, next: at, closed: false };
  }
}

/** Reads a parameter that is a string, sent as a JSON string character by character. */
export class StringValue implements Request<boolean> {
  /** Whether it was closed. */
  answer = false;
  private readonly value: TaggedText;
  private opened = false;

  constructor(close: Marks, options: TaggedValueOptions) {
    this.value = new TaggedText(close, options);
  }

  run(driver: Driver): boolean {
    const stretch = this.value.stretch(driver);
    if (stretch === undefined) return false;
    const { pos } = driver;
    const json = escapeString(driver.text, pos, stretch.stop);
    driver.sendArguments(`${this.opened ? '' : '"'}${json}${stretch.closed ? '"' : ''}`);
    this.opened = true;
    driver.claim('arguments', pos, stretch.stop);
    driver.claim('mark', stretch.stop, stretch.next);
    driver.pos = stretch.next;
    this.answer = stretch.closed;
    return stretch.closed;
  }

  end(): boolean {
    return true;
  }
}

/** Reads a parameter whole, since its type is not certain to be a string. */
export class KeptValue implements Request<boolean> {
  answer = false;
  /** The text between the tags; what was read so far where it was not closed. */
  raw = '';
  tooLong = false;
  private readonly value: TaggedText;

  constructor(
    close: Marks,
    options: TaggedValueOptions,
    private readonly maxHeld: number,
  ) {
    this.value = new TaggedText(close, options);
  }

  run(driver: Driver): boolean {
    const stretch = this.value.stretch(driver);
    if (stretch === undefined) return false;
    const { pos } = driver;
    // Past `maxHeld` units the value is given up, at the same place for any cut.
    const stop = Math.min(stretch.stop, pos + this.maxHeld - this.raw.length);
    this.raw += driver.text.slice(pos, stop);
    if (stop < stretch.stop) {
      this.tooLong = true;
      driver.pos = stop;
      return true;
    }
    driver.pos = stretch.next;
    this.answer = stretch.closed;
    if (stretch.closed) {
      driver.claim('arguments', stop - this.raw.length, stop);
      driver.claim('mark', stop, stretch.next);
    }
    return stretch.closed;
  }

  end(): boolean {
    return true;
  }
}

/** The inside of the JSON string that stands for a part of a text. */
export function escapeString(text: string, from: number, to: number): string {
  let json = '';
  let start = from;
  for (let at = from; at < to; at++) {
    const code = text.charCodeAt(at);
    if (code >= 32 && code !== 34 && code !== 92) continue;
    json += text.slice(start, at) + escapeUnit(code);
    start = at + 1;
  }
  return start === from ? text.slice(from, to) : json + text.slice(start, to);
}
