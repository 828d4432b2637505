import type { Driver } from './driver.js';
import { type Marks, UNDECIDED } from './marks.js';
import type { Request } from './request.js';
import type { ParseIssueCode } from './result.js';

/**
 * Reads what can no longer be a call's arguments, up to and including the call's end mark, into one issue
 * (several where it is longer than `maxHeld`). Answers which mark ended it, -1 at the end of the text.
 */
export class IssueUntil implements Request<number> {
  answer = -1;
  private offset: number | undefined;

  constructor(
    private readonly marks: Marks,
    private readonly code: ParseIssueCode,
    private text: string,
    private readonly index: number | undefined,
  ) {}

  run(driver: Driver): boolean {
    this.offset ??= driver.base + driver.pos - this.text.length;
    const { text, end } = driver;
    const from = driver.pos;
    let at = from;
    let found = false;
    for (;;) {
      at = this.marks.next(text, at, end);
      if (at >= end) break;
      const which = this.marks.match(text, at, end);
      if (which === UNDECIDED) break;
      if (which >= 0) {
        at += this.marks.list[which]!.text.length;
        this.answer = which;
        found = true;
        break;
      }
      at++;
    }
    driver.pos = Math.min(at, end);
    this.add(driver, from, driver.pos);
    if (found) this.report(driver);
    return found;
  }

  end(driver: Driver): boolean {
    const from = driver.pos;
    driver.pos = driver.text.length;
    this.add(driver, from, driver.pos);
    this.report(driver);
    return true;
  }

  private add(driver: Driver, from: number, to: number): void {
    if (driver.muted !== undefined) return;
    this.text += driver.text.slice(from, to);
    while (this.text.length > driver.maxHeld) {
      const rest = this.text.slice(driver.maxHeld);
      this.text = this.text.slice(0, driver.maxHeld);
      this.report(driver);
      this.offset = (this.offset ?? 0) + driver.maxHeld;
      this.text = rest;
    }
  }

  private report(driver: Driver): void {
    if (driver.muted === undefined) driver.report(this.code, this.offset ?? 0, this.text, this.index);
  }
}
