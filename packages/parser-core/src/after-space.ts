import { isSpace } from './characters.js';
import type { Driver } from './driver.js';
import { type Marks, UNDECIDED } from './marks.js';
import type { Request } from './request.js';

/** Answer of `AfterSpace`: the white space is longer than may be held. */
export const TOO_MUCH_SPACE = -3;

/**
 * Reads one of the marks, after white space.
 *
 * Answers which mark it is (white space and mark are consumed), or less than 0 where something else or nothing comes
 * (`TOO_MUCH_SPACE`: nothing but white space, more than may be held). Then the white space stays unread, unless an
 * undecided part is being kept anyway.
 */
export class AfterSpace implements Request<number> {
  answer = -1;
  private owns: boolean | undefined;

  constructor(private readonly marks: Marks) {}

  run(driver: Driver): boolean {
    if (this.owns === undefined) {
      this.owns = !driver.holding;
      if (this.owns) driver.hold(driver.pos);
    }
    const { text, end } = driver;
    let at = driver.pos;
    while (at < end && isSpace(text.charCodeAt(at))) at++;
    driver.claim('separator', driver.pos, at);
    driver.pos = at;
    if (at === end) return false;
    const which = this.marks.match(text, at, end);
    if (which === UNDECIDED) return false;
    if (which < 0) return this.end(driver);
    const mark = this.marks.list[which]!;
    if (mark.followedBy === undefined) {
      driver.claim('mark', at, at + mark.text.length);
      driver.pos = at + mark.text.length;
    }
    if (this.owns) driver.release();
    this.answer = which;
    return true;
  }

  end(driver: Driver): boolean {
    if (driver.tooLong) this.answer = TOO_MUCH_SPACE;
    if (this.owns) driver.rewind();
    return true;
  }
}
