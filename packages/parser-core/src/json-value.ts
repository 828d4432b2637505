import { isSpace } from './characters.js';
import type { Driver } from './driver.js';
import { JsonScan, type ScanState } from './json-scan.js';
import { decodeString, rawLength } from './json-string.js';
import type { Request } from './request.js';

/** How reading a value ended: closed, not JSON from `driver.pos` on, or the text ended first. */
export type ValueState = 'done' | 'broken' | 'cut';

/**
 * Reads one JSON value that is no call's arguments, sloppy in, strict out, and keeps its text (or drops it).
 */
export class JsonValue implements Request<ValueState> {
  answer: ValueState = 'cut';
  /** The strict text, where it is kept. */
  json = '';
  private readonly scan: JsonScan;

  constructor(
    maxHeld: number,
    private readonly keep: boolean,
  ) {
    this.scan = new JsonScan(maxHeld);
  }

  run(driver: Driver): boolean {
    const from = driver.pos;
    const state = this.scan.scan(driver);
    driver.claim('mark', from, driver.pos);
    const json = this.scan.take();
    if (this.keep) this.json += json;
    if (state === 'more') return false;
    this.answer = state;
    return true;
  }

  end(): boolean {
    return true;
  }
}

/** The first `{` of a double-encoded object must come within so many units of its quote. */
const encodedHead = 256;

/**
 * Reads the arguments of a call: one JSON value, sent as it is decided (or kept, where the call has no name yet).
 *
 * `null` and `""` become `{}`. A string whose first non-space character is `{` is double encoding and is unwrapped as
 * it streams; other values pass as written.
 *
 * ```text
 * > | "arguments": "{\"city\": \"Oslo\"}"
 *                  ^ head               ^ tail
 *                   ^^^^^^^^^^^^^^^^^^^^ inner
 * ```
 */
export class JsonArguments implements Request<ValueState> {
  answer: ValueState = 'cut';
  /** The strict text, where it is kept. */
  json = '';
  /** Input that was read but not sent, since what followed it did not come: a comma and white space. */
  unsent = '';
  tooLong = false;
  private step: 'start' | 'head' | 'plain' | 'inner' | 'tail' = 'start';
  private quote = 0;
  private readonly scan: JsonScan;
  private claimed = 0;

  constructor(
    maxHeld: number,
    private readonly keep: boolean,
  ) {
    this.scan = new JsonScan(maxHeld);
  }

  run(driver: Driver): boolean {
    for (;;) {
      switch (this.step) {
        case 'plain':
          return this.plain(driver);
        case 'start':
          if (!this.start(driver)) return false;
          break;
        case 'head':
          if (!this.head(driver)) return this.answer === 'done';
          break;
        case 'inner':
          if (!this.inner(driver)) return this.answer === 'broken';
          break;
        case 'tail':
          return this.tail(driver);
      }
    }
  }

  end(driver: Driver): boolean {
    this.fail('cut', driver);
    return true;
  }

  private start(driver: Driver): boolean {
    const { text, end } = driver;
    let at = driver.pos;
    while (at < end && isSpace(text.charCodeAt(at))) at++;
    driver.claim('mark', driver.pos, at);
    driver.pos = at;
    if (at === end) return false;
    const code = text.charCodeAt(at);
    this.claimed = driver.base + at;
    this.step = code === 34 || code === 39 ? 'head' : 'plain';
    this.quote = code;
    return true;
  }

  private head(driver: Driver): boolean {
    const { text, end, pos } = driver;
    const limit = Math.min(end, pos + encodedHead);
    let at = pos + 1;
    while (at < limit) {
      const code = text.charCodeAt(at);
      if (isSpace(code)) at++;
      else if (code === 92 && at + 1 < limit && 'ntr'.includes(text.charAt(at + 1))) at += 2;
      else break;
    }
    if (at >= limit && limit < pos + encodedHead) return false;
    if (at + 1 >= limit && text.charCodeAt(at) === 92 && limit < pos + encodedHead) return false;
    if (at < limit && text.charCodeAt(at) === 123) {
      driver.pos = at;
      this.step = 'inner';
      return true;
    }
    if (at === pos + 1 && text.charCodeAt(at) === this.quote) {
      driver.pos = at + 1;
      this.send(driver, '{}');
      this.answer = 'done';
      this.claim(driver);
      return false;
    }
    this.step = 'plain';
    return true;
  }

  private plain(driver: Driver): boolean {
    const state = this.scan.scan(driver);
    if (this.scan.out !== '') {
      const json = this.scan.take();
      this.send(driver, this.quote === 110 || this.quote === 78 ? json.replace('null', '{}') : json);
    }
    return this.settle(driver, state);
  }

  private inner(driver: Driver): boolean {
    const { text, pos, end } = driver;
    const decoded = decodeString(text, pos, end, this.quote);
    const window = { text: decoded.text, pos: 0, end: decoded.text.length };
    const state = this.scan.scan(window);
    // The unread rest of the decoded text stays unread in the input.
    driver.pos = window.pos === window.end ? decoded.to : pos + rawLength(text, pos, end, window.pos);
    this.send(driver, this.scan.take());
    if (state === 'done') {
      this.step = 'tail';
      return true;
    }
    if (state === 'broken' || decoded.closed) {
      this.fail('broken', driver);
      return false;
    }
    this.claim(driver);
    return false;
  }

  private tail(driver: Driver): boolean {
    const { text, end } = driver;
    let at = driver.pos;
    while (at < end) {
      const code = text.charCodeAt(at);
      if (isSpace(code)) at++;
      else if (code === 92) {
        if (at + 1 === end) break;
        if (!'ntr'.includes(text.charAt(at + 1))) return this.settle(driver, 'broken', at);
        at += 2;
      } else {
        return this.settle(driver, code === this.quote ? 'done' : 'broken', code === this.quote ? at + 1 : at);
      }
    }
    return this.settle(driver, 'more', at);
  }

  private settle(driver: Driver, state: ScanState, pos = driver.pos): boolean {
    driver.pos = pos;
    if (state === 'done') this.answer = 'done';
    if (state === 'broken') this.fail('broken', driver);
    else this.claim(driver);
    return state !== 'more';
  }

  private fail(answer: 'broken' | 'cut', driver: Driver): void {
    this.answer = answer;
    this.unsent = this.step === 'plain' ? this.scan.unsent : '';
    this.tooLong = this.scan.tooLong;
    this.claim(driver);
  }

  private claim(driver: Driver): void {
    if (this.step === 'start') return;
    const unsent = this.step === 'plain' ? this.scan.unsent.length : 0;
    const to = driver.pos - unsent;
    driver.claim('arguments', this.claimed - driver.base, to);
    this.claimed = driver.base + to;
  }

  private send(driver: Driver, json: string): void {
    if (this.keep) this.json += json;
    else driver.sendArguments(json);
  }
}
