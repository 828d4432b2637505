import { isSpace } from './characters.js';
import type { Driver } from './driver.js';
import type { Request } from './request.js';

/** Looks at the next unit after white space and comments; does not consume it. Answers -1 at the end of the text. */
export class Significant implements Request<number> {
  answer = -1;
  private comment: '' | '\n' | '*/' = '';

  run(driver: Driver): boolean {
    const { text, end } = driver;
    let at = driver.pos;
    const answered = () => {
      driver.claim('mark', driver.pos, at);
      driver.pos = at;
      return this.answer >= 0;
    };
    while (at < end) {
      if (this.comment !== '') {
        const close = text.indexOf(this.comment, at);
        if (close < 0 || close + this.comment.length > end) {
          at = this.comment === '*/' && text.charCodeAt(end - 1) === 42 ? end - 1 : end;
          break;
        }
        at = close + this.comment.length;
        this.comment = '';
        continue;
      }
      const code = text.charCodeAt(at);
      if (isSpace(code)) {
        at++;
        continue;
      }
      if (code === 47) {
        if (at + 1 === end) break;
        const second = text.charCodeAt(at + 1);
        if (second === 47 || second === 42) {
          this.comment = second === 47 ? '\n' : '*/';
          at += 2;
          continue;
        }
      }
      this.answer = code;
      break;
    }
    return answered();
  }

  end(): boolean {
    return true;
  }
}
