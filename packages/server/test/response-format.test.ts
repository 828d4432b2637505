import { createHandler } from '@smg/server';
import { describe, expect, it } from 'vitest';
import { askJson, chatBody, type Json } from './support/chat.js';
import { tools } from './support/outputs.js';
import { both, replaying } from './support/replaying.js';

const body = (fields: object = {}) => chatBody({ tools, ...fields });
const namesOf = (choice: Json) => (choice.message.tool_calls ?? []).map((call: Json) => call.function.name);

describe('what comes under response_format', () => {
  const json = { response_format: { type: 'json_object' } };

  it.each([1, 3, Number.POSITIVE_INFINITY])(
    'json_or_call: a call in brackets is no JSON, %s units at a time',
    async (size) => {
      for (const output of ['[get_weather(city="Rome")]', '[\n get_weather(city="Rome")]']) {
        const { handler } = replaying(output, { toolParser: 'pythonic', reasoningParser: undefined }, size);
        expect(namesOf(await both(handler, body(json)))).toEqual(['get_weather']);
      }
      const named = [{ type: 'function', function: { name: 'find' } }];
      const { handler } = replaying('[find(a="x")]', { toolParser: 'pythonic', reasoningParser: undefined }, size);
      expect(namesOf(await both(handler, body({ ...json, tools: named })))).toEqual(['find']);
    },
  );

  it.each([1, 3, Number.POSITIVE_INFINITY])(
    'json_or_thought: a thought may begin with a bracket, %s units at a time',
    async (size) => {
      for (const thought of ['[Okay], think.', '{so} think.', '[this] one', '[null and void]']) {
        const { handler } = replaying(`${thought}</think>{"a":1}`, { reasoningParser: 'deepseek_r1' }, size);
        const { message } = await both(handler, body({ ...json, tools: undefined }));
        expect(message).toMatchObject({ reasoning_content: thought, content: '{"a":1}' });
      }
    },
  );

  it.each([1, 3, Number.POSITIVE_INFINITY])(
    'json_comes_at_once: and is the answer, %s units at a time',
    async (size) => {
      const texts = [
        '{"a":1}',
        ' { }',
        '[]',
        '[ 1]',
        '[-1]',
        '["a"]',
        '[[1]]',
        '[{"a":1}]',
        '[true]',
        '[false, 1]',
        '[null ]',
        '{',
        '[',
        '[t',
      ];
      for (const text of texts) {
        const { handler } = replaying(text, { reasoningParser: 'deepseek_r1' }, size);
        const { message } = await both(handler, body({ ...json, tools: undefined }));
        expect(message).toMatchObject({ content: text });
        expect(message).not.toHaveProperty('reasoning_content');
      }
    },
  );

  it('json_space_is_linear: white space before JSON is looked at once, and held only so far', async () => {
    const spaces = Array.from({ length: 10_000 }, () => ' '.repeat(200));
    const spacing = createHandler({
      engine: async function* () {
        yield* spaces;
        yield '{"a":1}';
      },
    });
    const { json: answer } = await askJson(spacing, chatBody(json));
    expect(answer.choices[0].message.content.trim()).toBe('{"a":1}');
    // Each chunk looking at all of the space so far takes longer.
  }, 8_000);
});
