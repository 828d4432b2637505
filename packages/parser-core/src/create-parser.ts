import { type Ask, Driver, type ParserOptions } from './driver.js';
import type { Reading } from './request.js';
import type { StreamingParser } from './result.js';

/** A grammar: reads one output by asking for what comes next. Text it leaves when it returns goes out as text. */
export type Grammar = (ask: Ask) => Reading<void>;

/** Makes a parser that runs `grammar` over one output. */
export function createParser(grammar: Grammar, options?: ParserOptions): StreamingParser {
  return new Driver(grammar, options);
}
