import type { Driver } from './driver.js';
import type { Request } from './request.js';
import type { ParseIssueCode } from './result.js';

/** Finds where what cannot be read ends. */
export interface EndFinder {
  /** How far to read, and which end mark was read there; -1: none yet. What may be the start of one stays unread. */
  find(text: string, from: number, end: number): { readonly to: number; readonly which: number };
}

/**
 * Reads what can no longer be a call's arguments, up to and including the call's end mark, into one issue
 * (several where it is longer than `maxHeld`). Answers which mark ended it, -1 at the end of the text.
 */
export class IssueUntil implements Request<number> {
  answer = -1;
  private offset: number | undefined;

  constructor(
    private readonly ends: EndFinder,
    private readonly code: ParseIssueCode,
    private text: string,
    private readonly index: number | undefined,
  ) {}

  run(driver: Driver): boolean {
    this.offset ??= driver.base + driver.pos - this.text.length;
    const from = driver.pos;
    const { to, which } = this.ends.find(driver.text, from, driver.end);
    driver.pos = to;
    this.answer = which;
    this.add(driver, from, to);
    if (which >= 0) this.report(driver);
    return which >= 0;
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
