import type { Driver } from './driver.js';
import type { Request } from './request.js';

/** Reads as much of `expected` as comes, unit by unit: white space that a template writes and the model may leave out. */
export class Leading implements Request<void> {
  answer: undefined;
  private read = 0;

  constructor(private readonly expected: string) {}

  run(driver: Driver): boolean {
    const { text, end } = driver;
    const from = driver.pos;
    let at = from;
    while (at < end && this.read < this.expected.length && text[at] === this.expected[this.read]) {
      at++;
      this.read++;
    }
    driver.claim('separator', from, at);
    driver.pos = at;
    return at < end || this.read === this.expected.length;
  }

  end(): boolean {
    return true;
  }
}
