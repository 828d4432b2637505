import type { Tool } from '@smg/parser-core';
import { getReasoningFormat } from '@smg/reasoning-parsers';
import { getToolFormat } from '@smg/tool-parsers';

export const toolFormats = ['hermes', 'deepseek31', 'qwen_xml', 'pythonic'] as const;
export const reasoningFormats = ['qwen3', 'deepseek_r1'] as const;
export const chunkings = [Number.POSITIVE_INFINITY, 1, 3, 7] as const;

/** The tools the recorded outputs call. */
export const tools = [
  {
    type: 'function',
    function: {
      name: 'get_weather',
      description: 'Get the weather of a city.',
      parameters: {
        type: 'object',
        properties: {
          city: { type: 'string' },
          days: { type: 'integer' },
          exact: { type: 'boolean' },
          tags: { type: 'array', items: { type: 'string' } },
        },
        required: ['city'],
      },
    },
  },
  {
    type: 'function',
    function: { name: 'get_time', description: 'Get the time.', parameters: { type: 'object', properties: {} } },
  },
] as const satisfies readonly Tool[];

/** What a model thought, said and called. */
export const said = {
  reasoning: 'The user wants weather, so I call the tool. 😀 It is <not> hard.',
  text: 'Let me look that up.',
  calls: [
    { name: 'get_weather', arguments: { city: 'Zürich "HB" 😀\n', days: 3, exact: true, tags: ['a', 'b}'] } },
    { name: 'get_time', arguments: {} },
  ],
};

/** The same as the model of these formats writes it. */
export function recorded(toolFormat: string, reasoningFormat: string): string {
  const text = getToolFormat(toolFormat).print(said.calls, { text: said.text, tools });
  return getReasoningFormat(reasoningFormat).print({ reasoning: said.reasoning, text });
}
