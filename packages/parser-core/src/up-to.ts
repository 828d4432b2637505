import type { Driver } from './driver.js';
import type { Marks } from './marks.js';
import type { Request } from './request.js';

/** Reads a short text (a name, a head) up to one of the marks; both are consumed. */
export class UpTo implements Request<string | undefined> {
  /** The text; `undefined` where no mark comes within `max` units. */
  answer: string | undefined;
  /** Which mark ended it. */
  which = -1;

  constructor(
    private readonly marks: Marks,
    private readonly max: number,
  ) {}

  run(driver: Driver): boolean {
    const { text, pos, end } = driver;
    for (let at = pos; at - pos <= this.max; at++) {
      at = this.marks.next(text, at, end);
      if (at >= end) break;
      const which = this.marks.match(text, at, end);
      if (which === -1) continue;
      if (which < 0 && at - pos <= this.max) return false;
      if (at - pos > this.max) break;
      this.which = which;
      this.answer = text.slice(pos, at);
      driver.claim('name', pos, at);
      driver.claim('mark', at, at + this.marks.list[which]!.text.length);
      driver.pos = at + this.marks.list[which]!.text.length;
      return true;
    }
    return end - pos > this.max;
  }

  end(): boolean {
    return true;
  }
}
