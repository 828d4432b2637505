import { createToolParser, type ParseResult, parseToolCalls, type ToolParserOptions } from '@smg/tool-parsers';
import { expect } from 'vitest';
import { cutsOf } from '../../../fixtures/cuts.js';
import { joinResults } from '../../parser-core/src/index.js';

/** The result of an output, which must be the same whole, unit by unit and at every cut. */
export function readAtEveryCut(format: string, output: string, options?: ToolParserOptions): ParseResult {
  const whole = parseToolCalls(format, output, options);
  for (const { name, chunks } of cutsOf(output)) {
    const parser = createToolParser(format, options);
    const steps = [...chunks.map((chunk) => parser.push(chunk)), parser.finish()];
    expect(joinResults(steps), `${format}, ${name}: ${output}`).toEqual(whole);
  }
  return whole;
}

/** The calls as `name` and parsed arguments. */
export function callsOf({ toolCalls }: ParseResult): [name: string, args: unknown][] {
  return toolCalls.map((call) => [call.name, JSON.parse(call.arguments)]);
}
