// What a user of the packed packages writes; type-checked in every module resolution mode, never run.
import { createChatChunks, parseChatCompletionRequest } from '@smg/oai-protocol';
import { joinResults, type ParseResult, pipe, type StreamingParser, type Tool } from '@smg/parser-core';
import { createReasoningParser, opensReasoning } from '@smg/reasoning-parsers';
import { qwen3 } from '@smg/reasoning-parsers/formats/qwen3';
import { createHandler } from '@smg/server';
import { createSseParser, encodeEvent, sseResponse } from '@smg/sse';
import { createToolParser, parseToolCalls, printToolCalls, toolFormatNames } from '@smg/tool-parsers';
import { hermes } from '@smg/tool-parsers/formats/hermes';
import { pythonic } from '@smg/tool-parsers/formats/pythonic';

const tools: readonly Tool[] = [
  { type: 'function', function: { name: 'get_weather', parameters: { type: 'object' } } },
];

export function read(chunks: readonly string[], prompt: string): ParseResult {
  const parser: StreamingParser = pipe(createReasoningParser(qwen3, { prompt }), createToolParser('hermes', { tools }));
  return joinResults([...chunks.map((chunk) => parser.push(chunk)), parser.finish()]);
}

export const whole: ParseResult = parseToolCalls(hermes, hermes.print([{ name: 'get_weather', arguments: {} }]));
export const printed: string = printToolCalls(pythonic, [{ name: 'get_weather', arguments: { city: 'Oslo' } }], {
  tools,
});
export const names: readonly string[] = toolFormatNames();
export const open: boolean | undefined = opensReasoning('qwen3', '<think>\n');
export const frame: string = encodeEvent({ data: 'hello' });
export const events = createSseParser().push(frame);
export const used = [createChatChunks, parseChatCompletionRequest, createHandler, sseResponse];

// @ts-expect-error a result is read-only
whole.normalText = '';
