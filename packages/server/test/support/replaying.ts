import { createHandler, type EngineRequest, type Handler, type HandlerOptions } from '@smg/server';
import { createReplayEngine } from '@smg/server/engines/replay';
import { expect } from 'vitest';
import { askJson, askStream, choicesOf, type Json } from './chat.js';
import { testLogger } from './server.js';

/** A handler over recorded output, read as hermes and qwen3 unless the options say otherwise; and what its engine was asked. */
export function replaying(output: string | readonly string[], options: Partial<HandlerOptions> = {}, chunkChars = 3) {
  const requests: EngineRequest[] = [];
  const engine = createReplayEngine({
    output: (request) => {
      requests.push(request);
      return output;
    },
    chunkChars,
  });
  const formats = { toolParser: 'hermes', reasoningParser: 'qwen3' };
  return { handler: createHandler({ engine, logger: testLogger(), ...formats, ...options }), requests };
}

/** An answer, whole and streamed, which must say the same. */
export async function both(handler: Handler, body: Record<string, unknown>): Promise<Json> {
  const whole = (await askJson(handler, body)).json.choices[0];
  const { frames } = await askStream(handler, body);
  const deltas = choicesOf(frames);
  const calls: { name: string; arguments: string }[] = [];
  for (const piece of deltas.flatMap((choice) => choice.delta.tool_calls ?? [])) {
    calls[piece.index] ??= { name: '', arguments: '' };
    const call = calls[piece.index]!;
    call.name += piece.function.name ?? '';
    call.arguments += piece.function.arguments;
  }
  const joined = (field: string) => deltas.map((choice) => choice.delta[field] ?? '').join('');
  expect(joined('content')).toBe(whole.message.content ?? '');
  expect(joined('reasoning_content')).toBe(whole.message.reasoning_content ?? '');
  expect(calls).toEqual((whole.message.tool_calls ?? []).map((call: Json) => call.function));
  expect(deltas.at(-1).finish_reason).toBe(whole.finish_reason);
  for (const { delta } of deltas) {
    const kinds = ['content', 'reasoning_content', 'tool_calls'].filter((field) => delta[field]);
    expect(kinds.length).toBeLessThanOrEqual(1);
  }
  return whole;
}
