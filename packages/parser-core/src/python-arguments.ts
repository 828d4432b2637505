import type { Driver } from './driver.js';
import type { ValueState } from './json-value.js';
import { PythonCallEnd } from './python-call-end.js';
import { PythonScan } from './python-scan.js';
import type { Request } from './request.js';

/** Reads the keyword arguments of a Python call, `)` included, sent as strict JSON as they are decided. */
export class PythonArguments implements Request<ValueState> {
  answer: ValueState = 'cut';
  private readonly scan: PythonScan;
  private claimed: number | undefined;

  constructor(maxHeld: number) {
    this.scan = new PythonScan('call', maxHeld);
  }

  /** Input that was read but not sent. */
  get unsent(): string {
    return this.scan.unsent;
  }

  get tooLong(): boolean {
    return this.scan.tooLong;
  }

  /** Where the call ends, when its arguments are broken. */
  callEnd(): PythonCallEnd {
    return new PythonCallEnd(this.scan.depth);
  }

  run(driver: Driver): boolean {
    this.claimed ??= driver.base + driver.pos;
    const state = this.scan.scan(driver);
    const to = driver.pos - this.scan.unsent.length;
    driver.claim('arguments', this.claimed - driver.base, to);
    this.claimed = driver.base + to;
    driver.sendArguments(this.scan.take());
    if (state === 'more') return false;
    this.answer = state;
    return true;
  }

  end(): boolean {
    return true;
  }
}
