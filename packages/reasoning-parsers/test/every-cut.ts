import {
  createReasoningParser,
  type ParseResult,
  parseReasoning,
  type ReasoningParserOptions,
} from '@smg/reasoning-parsers';
import { expect } from 'vitest';
import { cutsOf } from '../../../fixtures/cuts.js';
import { joinResults } from '../../parser-core/src/index.js';

/** The result of an output, which must be the same whole, unit by unit and at every cut. */
export function readAtEveryCut(format: string, output: string, options?: ReasoningParserOptions): ParseResult {
  const whole = parseReasoning(format, output, options);
  for (const { name, chunks } of cutsOf(output)) {
    const parser = createReasoningParser(format, options);
    const steps = [...chunks.map((chunk) => parser.push(chunk)), parser.finish()];
    expect(joinResults(steps), `${format}, ${name}: ${output}`).toEqual(whole);
  }
  return whole;
}
