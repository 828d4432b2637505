import { createHandler } from '@smg/server';
import { createReplayEngine } from '@smg/server/engines/replay';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { askJson, askStream, chatBody, choicesOf, contentOf, type Json } from './support/chat.js';
import { watched } from './support/engines.js';
import { reasoningFormats, recorded, said, toolFormats, tools } from './support/outputs.js';
import { both, replaying } from './support/replaying.js';
import { numRuns, runsTimeout } from './support/runs.js';
import { testLogger } from './support/server.js';

const body = (fields: object = {}) => chatBody({ tools, ...fields });
const namesOf = (choice: Json) => (choice.message.tool_calls ?? []).map((call: Json) => call.function.name);

describe('tool calls', () => {
  it('are looked for where tools are offered, and only there', async () => {
    const output = recorded('hermes', 'qwen3');
    expect(namesOf(await both(replaying(output).handler, body()))).toEqual(['get_weather', 'get_time']);
    for (const fields of [{ tools: undefined }, { tool_choice: 'none' }, { tools: [] }]) {
      const { handler, requests } = replaying(output);
      const choice = await both(handler, body(fields));
      expect(namesOf(choice)).toEqual([]);
      expect(choice).toMatchObject({
        finish_reason: 'stop',
        message: { content: expect.stringContaining('<tool_call>') },
      });
      expect(requests[0]).not.toHaveProperty('tools');
    }
  });

  it('parallel_tool_calls false: keeps the first, and stops the engine', async () => {
    const engine = watched(() =>
      createReplayEngine({ output: recorded('hermes', 'qwen3'), chunkChars: 3 })
        .generate(
          { n: 1, prompt: { text: '' }, stop: { strings: [] }, sampling: {} } as never,
          new AbortController().signal,
        )
        [Symbol.asyncIterator](),
    );
    const handler = createHandler({ engine, toolParser: 'hermes', reasoningParser: 'qwen3' });
    const choice = await both(handler, body({ parallel_tool_calls: false }));
    expect(namesOf(choice)).toEqual(['get_weather']);
    expect(JSON.parse(choice.message.tool_calls[0].function.arguments)).toEqual(said.calls[0]?.arguments);
    expect(choice.finish_reason).toBe('tool_calls');
    expect(engine.seen).toMatchObject({ aborts: 2, returns: 2 });
    expect(engine.seen.pulls).toBeLessThan((2 * recorded('hermes', 'qwen3').length) / 3);
  });

  it('parallel_tool_calls false: both calls in one chunk', async () => {
    const { handler } = replaying(recorded('hermes', 'qwen3'), {}, Number.POSITIVE_INFINITY);
    expect(namesOf(await both(handler, body({ parallel_tool_calls: false })))).toEqual(['get_weather']);
  });

  it('truncated_tool_call_is_length', async () => {
    const output = recorded('hermes', 'qwen3');
    const { handler } = replaying(output.slice(0, output.indexOf('days')));
    const cut = Math.floor(output.indexOf('days') / 4) - 1;
    const choice = await both(handler, body({ max_tokens: cut }));
    expect(choice.finish_reason).toBe('length');
    expect(namesOf(choice)).toEqual(['get_weather']);
  });

  it('cut_call_is_no_tool_calls: one that a stop string cuts short ends as stop', async () => {
    const { handler } = replaying(recorded('hermes', 'qwen3'));
    const choice = await both(handler, body({ stop: 'days' }));
    expect(choice).toMatchObject({ finish_reason: 'stop', matched_stop: 'days' });
    expect(namesOf(choice)).toEqual(['get_weather']);
  });

  it('n2_tools_isolated: each choice has its own parsers and ids', async () => {
    const outputs = [recorded('hermes', 'qwen3'), '<think>\nNo.\n</think>\n\nNothing <tool_call> to call'];
    const { handler } = replaying(outputs);
    const { json } = await askJson(handler, body({ n: 3 }));
    expect(json.choices.map(namesOf)).toEqual([['get_weather', 'get_time'], [], ['get_weather', 'get_time']]);
    expect(json.choices[1].message.content).toContain('Nothing <tool_call> to call');
    const ids = json.choices.flatMap((choice: Json) => (choice.message.tool_calls ?? []).map((call: Json) => call.id));
    expect(new Set(ids).size).toBe(4);
  });

  it('concurrent requests do not touch each other', async () => {
    const { handler } = replaying(recorded('hermes', 'qwen3'), {}, 1);
    const answers = await Promise.all(Array.from({ length: 20 }, () => askStream(handler, body())));
    for (const { frames } of answers) {
      expect(contentOf(frames).trim()).toBe(said.text);
      expect(choicesOf(frames).at(-1).finish_reason).toBe('tool_calls');
    }
  });

  it.each(['Hi <tool_c', 'Hi <tool_call>', 'Hi <tool_call>\n{"na', 'Hi <tool_call>\n{"name": "get_time", "argu'])(
    'truncated_opener_is_the_same_streamed: %j',
    async (output) => {
      for (const chunkChars of [1, 3, Number.POSITIVE_INFINITY]) {
        const choice = await both(replaying(output, {}, chunkChars).handler, body());
        if (namesOf(choice).length === 0) expect(choice.message.content).toBe(output);
      }
    },
  );

  it('tool_index_is_dense and no delta is empty, at any cut', async () => {
    for (const chunkChars of [1, 2, 5]) {
      const { frames } = await askStream(replaying(recorded('hermes', 'qwen3'), {}, chunkChars).handler, body());
      const pieces = choicesOf(frames).flatMap((choice) => choice.delta.tool_calls ?? []);
      const opening = pieces.filter((piece: Json) => piece.id !== undefined);
      expect(opening.map((piece: Json) => [piece.index, piece.type, piece.function.name])).toEqual([
        [0, 'function', 'get_weather'],
        [1, 'function', 'get_time'],
      ]);
      for (const piece of pieces) expect(piece.function.arguments === '' && piece.id === undefined).toBe(false);
      for (const choice of choicesOf(frames)) expect(choice.delta.tool_calls).not.toEqual([]);
    }
  });

  it('unknown_tool_is_not_lost', async () => {
    const { handler } = replaying('<tool_call>\n{"name": "get_wether", "arguments": {}}\n</tool_call>');
    expect(namesOf(await both(handler, body()))).toEqual(['get_wether']);
  });
});

it('takes more calls in one chunk than a function can have arguments', async () => {
  const calls = 130_000;
  const output = '<tool_call>{"name":"get_weather"}</tool_call>'.repeat(calls);
  const { handler } = replaying(output, {}, output.length);
  const { json } = await askJson(handler, body());
  expect(json.choices[0].message.tool_calls).toHaveLength(calls);
  const { frames, done } = await askStream(handler, body());
  expect(frames.length).toBeGreaterThan(calls);
  expect(done).toBe(true);
}, 60_000);

describe('a demanded call', () => {
  const weather = '{"city": "Bern"}';
  const named = { type: 'function', function: { name: 'get_weather' } };

  it('required: a JSON list is calls, never content', async () => {
    const { handler, requests } = replaying(
      `[{"name": "get_weather", "parameters": ${weather}}, {"name": "get_time", "parameters": {}}]`,
    );
    const choice = await both(handler, body({ tool_choice: 'required' }));
    expect(choice.message).toMatchObject({
      content: null,
      tool_calls: [{ function: { name: 'get_weather', arguments: weather } }, { function: { name: 'get_time' } }],
    });
    expect(choice.finish_reason).toBe('tool_calls');
    expect(requests[0]?.constraint).toMatchObject({ type: 'json_schema', value: { type: 'array', minItems: 1 } });
  });

  it('named: JSON is its arguments, and only that tool is offered', async () => {
    const { handler, requests } = replaying(weather);
    const choice = await both(handler, body({ tool_choice: named }));
    expect(choice.message).toMatchObject({
      content: null,
      tool_calls: [{ type: 'function', function: { name: 'get_weather', arguments: weather } }],
    });
    expect(choice.finish_reason).toBe('tool_calls');
    expect(requests[0]?.constraint).toEqual({ type: 'json_schema', value: tools[0].function.parameters });
    expect(requests[0]?.tools).toHaveLength(1);
  });

  it.each(['qwen3', 'deepseek_r1'])('after thoughts or without them: %s', async (reasoningParser) => {
    for (const thoughts of ['', '<think>\nHm {.\n</think>\n\n']) {
      const { handler } = replaying(thoughts + weather, { reasoningParser });
      const choice = await both(handler, body({ tool_choice: named }));
      expect(choice.message.tool_calls).toMatchObject([{ function: { name: 'get_weather', arguments: weather } }]);
      expect(choice.message.reasoning_content?.trim()).toBe(thoughts === '' ? undefined : 'Hm {.');
    }
  });

  it('an engine that does not keep to it is read as always', async () => {
    const { handler } = replaying(recorded('hermes', 'qwen3'));
    expect(namesOf(await both(handler, body({ tool_choice: 'required' })))).toEqual(['get_weather', 'get_time']);
  });

  it('works without a tool parser', async () => {
    const { handler } = replaying(weather, { toolParser: undefined });
    expect(namesOf(await both(handler, body({ tool_choice: named })))).toEqual(['get_weather']);
  });

  it('allowed_tools: offers those it lists', async () => {
    const choice = (mode: string) => ({ type: 'allowed_tools', allowed_tools: { mode, tools: [named] } });
    const auto = replaying(recorded('hermes', 'qwen3'));
    expect((await both(auto.handler, body({ tool_choice: choice('auto') }))).finish_reason).toBe('tool_calls');
    expect(auto.requests[0]?.tools).toHaveLength(1);
    expect(auto.requests[0]).not.toHaveProperty('constraint');
    const required = replaying(`[{"name": "get_weather", "parameters": ${weather}}]`);
    expect(namesOf(await both(required.handler, body({ tool_choice: choice('required') })))).toEqual(['get_weather']);
    expect(required.requests[0]?.constraint?.type).toBe('json_schema');
  });

  it('does not go with a response format', async () => {
    const { handler } = replaying('{}');
    const fields = { tool_choice: 'required', response_format: { type: 'json_object' } };
    expect(await askJson(handler, body(fields))).toMatchObject({
      status: 400,
      json: { error: { param: 'tool_choice' } },
    });
  });

  it('tools whose definitions contradict each other are the caller’s fault', async () => {
    const tool = (name: string, type: string) => ({
      type: 'function',
      function: { name, parameters: { type: 'object', properties: {}, $defs: { x: { type } } } },
    });
    const fields = { tools: [tool('a', 'string'), tool('b', 'number')], tool_choice: 'required' };
    expect(await askJson(replaying('[]').handler, body(fields))).toMatchObject({
      status: 400,
      json: { error: { param: 'tools' } },
    });
  });
});

describe('a JSON answer', () => {
  it.each(['qwen3', 'deepseek_r1'])('after thoughts or without them: %s', async (reasoningParser) => {
    for (const thoughts of ['', '<think>\nHm.\n</think>\n\n']) {
      const { handler } = replaying(`${thoughts}{"a": 1}`, { reasoningParser });
      const choice = await both(handler, chatBody({ response_format: { type: 'json_object' } }));
      expect(choice.message.content.trim()).toBe('{"a": 1}');
    }
  });
});

describe('reasoning', () => {
  const output = recorded('hermes', 'qwen3');

  it('goes under the name the clients read', async () => {
    for (const [reasoningField, fields] of [
      ['reasoning_content', ['reasoning_content']],
      ['reasoning', ['reasoning']],
      ['both', ['reasoning', 'reasoning_content']],
    ] as const) {
      const { handler } = replaying(output, { reasoningField });
      const { message } = (await askJson(handler, body())).json.choices[0];
      expect(
        Object.keys(message)
          .filter((key) => key.startsWith('reasoning'))
          .sort(),
      ).toEqual(fields);
      const { frames } = await askStream(handler, body());
      const thinking = choicesOf(frames).find((choice) => choice.delta.reasoning ?? choice.delta.reasoning_content);
      expect(Object.keys(thinking.delta).sort()).toEqual(fields);
    }
  });

  it('is absent, not null, where there is none', async () => {
    const { handler } = replaying('Hello');
    expect((await askJson(handler, chatBody())).json.choices[0].message).not.toHaveProperty('reasoning_content');
  });

  it('separate_reasoning false: stays in the text, as the model wrote it', async () => {
    const choice = await both(replaying(output).handler, body({ separate_reasoning: false }));
    expect(choice.message.content).toContain(`<think>\n${said.reasoning}\n</think>`);
    expect(namesOf(choice)).toEqual(['get_weather', 'get_time']);
  });

  it('stream_reasoning false: comes as one delta', async () => {
    const { frames } = await askStream(replaying(output, {}, 1).handler, body({ stream_reasoning: false }));
    const thoughts = choicesOf(frames).flatMap((choice) => choice.delta.reasoning_content ?? []);
    expect(thoughts.map((text) => text.trim())).toEqual([said.reasoning]);
  });

  it('include_reasoning false: is not told', async () => {
    const choice = await both(replaying(output).handler, body({ include_reasoning: false }));
    expect(choice.message).not.toHaveProperty('reasoning_content');
    expect(choice.message.content.trim()).toBe(said.text);
  });

  it('starts where the prompt says', async () => {
    const chatTemplate = { render: () => '<|im_start|>assistant\n<think>\n' };
    const { handler } = replaying('Hm.\n</think>\n\nHello', { chatTemplate });
    const { message } = await both(handler, chatBody());
    expect(message.reasoning_content.trim()).toBe('Hm.');
    expect(message.content.trim()).toBe('Hello');
  });
});

it(
  'stream_equals_whole, at any cut: whatever the model writes',
  async () => {
    const pieces = fc.constantFrom(
      ...[
        '<think>',
        '</think>',
        '<tool_call>',
        '</tool_call>',
        '<tool',
        '\n',
        ' ',
        'text',
        '😀',
        '\ud83d',
        'STOP',
        'ST',
      ],
      ...[
        '{"name": "get_time", "arguments": {}}',
        '{"name": "get_weather", "arguments": {"city": "a',
        '"}}',
        '[get_time()]',
      ],
      ...['<function=get_weather>', '<parameter=city>', '</parameter>', '</function>', '{', '}', '"'],
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(pieces, { maxLength: 12 }).map((parts) => parts.join('')),
        fc.integer({ min: 1, max: 9 }),
        fc.constantFrom(...toolFormats),
        fc.constantFrom(...reasoningFormats),
        fc.record({
          stop: fc.constantFrom(undefined, 'STOP'),
          tool_choice: fc.constantFrom('auto', 'required', 'none'),
        }),
        fc.record({
          parallel_tool_calls: fc.boolean(),
          stream_reasoning: fc.boolean(),
          include_reasoning: fc.boolean(),
        }),
        async (output, chunkChars, toolParser, reasoningParser, choices, flags) => {
          const answers = [];
          for (const chars of [chunkChars, Number.POSITIVE_INFINITY]) {
            const { handler } = replaying(output, { toolParser, reasoningParser }, chars);
            const choice = await both(handler, body({ ...choices, ...flags }));
            for (const call of choice.message.tool_calls ?? []) delete call.id;
            answers.push(choice);
          }
          expect(answers[0]).toEqual(answers[1]);
        },
      ),
      { numRuns },
    );
  },
  runsTimeout,
);

it('reports what could not be read', async () => {
  const logger = testLogger();
  const { handler } = replaying('<tool_call>\n{"name": "get_weather", "arguments": {"city" "x"}}\n</tool_call>', {
    logger,
  });
  await askJson(handler, body());
  expect(logger.lines).toMatchObject([{ level: 'warn', fields: { issues: [{ code: 'malformed-arguments' }] } }]);
});
