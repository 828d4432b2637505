import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { createReplayEngine } from '@smg/server/engines/replay';
import { createSimulatedEngine } from '@smg/server/engines/simulated';
import { generateText, jsonSchema, stepCountIs, streamText, type ToolSet, tool } from 'ai';
import { describe, expect, it } from 'vitest';
import { reasoningFormats, recorded, said, toolFormats, tools } from './support/outputs.js';
import { serveForTest } from './support/server.js';

const aiTools = Object.fromEntries(
  tools.map(({ function: { name, description, parameters } }) => [
    name,
    tool({ description, inputSchema: jsonSchema(parameters as never) }),
  ]),
) as unknown as ToolSet;

describe.each(toolFormats)('%s', (toolParser) => {
  it.each(reasoningFormats)('after %s: streams and generates thoughts, text and calls', async (reasoningParser) => {
    const engine = createReplayEngine({ output: recorded(toolParser, reasoningParser), chunkChars: 3 });
    const { url } = await serveForTest({ engine, toolParser, reasoningParser });
    const model = createOpenAICompatible({ name: 'smg', baseURL: `${url}/v1`, includeUsage: true })('m');
    for (const result of [
      streamText({ model, tools: aiTools, maxRetries: 0, prompt: 'How is the weather?' }),
      await generateText({ model, tools: aiTools, maxRetries: 0, prompt: 'How is the weather?' }),
    ]) {
      expect((await result.reasoningText)?.trim()).toBe(said.reasoning);
      expect((await result.text).trim()).toBe(said.text);
      expect((await result.toolCalls).map((call) => ({ name: call.toolName, arguments: call.input }))).toEqual(
        said.calls,
      );
      expect(await result.finishReason).toBe('tool-calls');
      expect((await result.usage).totalTokens).toBeGreaterThan(0);
    }
  });
});

it('ends a broken stream as an error, not as a good end', async () => {
  const { url } = await serveForTest({
    engine: async function* () {
      yield 'Hel';
      throw new Error('oh');
    },
  });
  const model = createOpenAICompatible({ name: 'smg', baseURL: `${url}/v1` })('m');
  const parts: string[] = [];
  for await (const part of streamText({ model, prompt: 'hi', onError: () => undefined }).fullStream) {
    parts.push(part.type === 'finish' ? `finish:${part.finishReason}` : part.type);
  }
  expect(parts).toContain('error');
  expect(parts).not.toContain('finish:stop');
});

it('runs a loop of tools against the simulated engine', async () => {
  const engine = createSimulatedEngine({ toolFormat: 'qwen_xml', reasoningFormat: 'qwen3' });
  const { url } = await serveForTest({ engine, toolParser: 'qwen_xml', reasoningParser: 'qwen3' });
  const asked: unknown[] = [];
  const result = streamText({
    model: createOpenAICompatible({ name: 'smg', baseURL: `${url}/v1` })('m'),
    prompt: 'What is the weather in Oslo?',
    stopWhen: stepCountIs(4),
    tools: {
      get_weather: tool({
        description: 'Get the weather of a city.',
        inputSchema: jsonSchema<{ city: string }>({
          type: 'object',
          properties: { city: { type: 'string' } },
          required: ['city'],
        }),
        execute: (input) => {
          asked.push(input);
          return { sky: 'clear' };
        },
      }),
    },
  });
  expect(await result.text).toContain('clear');
  expect(await result.steps).toHaveLength(2);
  expect(asked).toEqual([{ city: 'Oslo' }]);
});
