import { spaceEnd } from './characters.js';
import type { Ask } from './create-parser.js';
import { type Marks, UNDECIDED } from './marks.js';
import type { Reading, Request } from './request.js';

/** Answer of `afterSpace`: the white space is longer than may be held. */
export const TOO_MUCH_SPACE = -3;

/**
 * Reads one of the marks, after white space.
 *
 * Answers which mark it is (white space and mark are read), or less than 0 where something else or nothing comes
 * (`TOO_MUCH_SPACE`: nothing but white space, more than may be held). Then the white space stays unread, unless an
 * undecided part is being kept anyway.
 */
export function afterSpace(ask: Ask, marks: Marks): Reading<number> {
  const owns = !ask.holding();
  if (owns) ask.keep();
  const request: Request<number> = {
    answer: -1,
    run() {
      ask.read('separator', spaceEnd(ask));
      if (ask.pos === ask.end) return false;
      const which = marks.match(ask.text, ask.pos, ask.end);
      if (which === UNDECIDED) return false;
      if (which < 0) return request.end();
      const { text, followedBy } = marks.list[which]!;
      if (!followedBy) ask.skip(text.length);
      if (owns) ask.release();
      request.answer = which;
      return true;
    },
    end() {
      if (ask.tooLong) request.answer = TOO_MUCH_SPACE;
      if (owns) ask.rewind();
      return true;
    },
  };
  return ask.ask(request);
}
