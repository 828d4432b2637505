import { gzipSync } from 'node:zlib';
import { createHandler, type EngineChunk, type EngineRequest } from '@smg/server';
import { expect, it } from 'vitest';
import { askJson, askStream, chatBody, choicesOf, contentOf } from './support/chat.js';
import { testLogger } from './support/server.js';

function handlerOf(
  chunks: readonly (EngineChunk | string)[],
  options: Partial<Parameters<typeof createHandler>[0]> = {},
) {
  const engine = async function* () {
    yield* chunks;
  };
  return createHandler({ engine, logger: testLogger(), ...options });
}

it('answers whole', async () => {
  const handler = handlerOf(['Hel', 'lo']);
  const { status, json, response } = await askJson(handler, chatBody());
  expect(status).toBe(200);
  expect(response.headers.get('x-request-id')).toMatch(/^req_/);
  expect(json).toMatchObject({
    id: expect.stringMatching(/^chatcmpl-[A-Za-z0-9]{24}$/),
    object: 'chat.completion',
    created: expect.any(Number),
    model: 'test',
    choices: [{ index: 0, message: { role: 'assistant', content: 'Hello', refusal: null }, finish_reason: 'stop' }],
  });
});

it('streams: the role first, one delta per chunk, the finish, [DONE]', async () => {
  const { response, frames, done } = await askStream(handlerOf(['Hel', 'lo']), chatBody());
  expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
  expect(response.headers.get('cache-control')).toContain('no-transform');
  expect(done).toBe(true);
  expect(frames.map((frame) => frame.choices[0].delta)).toEqual([
    { role: 'assistant', content: '' },
    { content: 'Hel' },
    { content: 'lo' },
    {},
  ]);
  expect(frames.map((frame) => frame.choices[0].finish_reason)).toEqual([null, null, null, 'stop']);
  expect(new Set(frames.map((frame) => `${frame.id} ${frame.created} ${frame.model}`)).size).toBe(1);
});

it('empty_answer_has_a_role: an engine without a word still opens and ends its choice', async () => {
  const { frames } = await askStream(handlerOf([]), chatBody());
  expect(frames.map((frame) => frame.choices[0].delta)).toEqual([{ role: 'assistant', content: '' }, {}]);
});

it('passes on what the request says', async () => {
  const seen: EngineRequest[] = [];
  const handler = createHandler({
    engine: async function* (request) {
      seen.push(request);
      yield 'ok';
    },
  });
  await askJson(
    handler,
    chatBody({
      max_tokens: 7,
      temperature: 0.5,
      top_p: 0.9,
      top_k: 3,
      min_p: 0.1,
      seed: 5,
      n: 1,
      stop: 'END',
      stop_token_ids: [2],
      logit_bias: { '5': 1 },
      ignore_eos: true,
      lora_path: 'x',
      whatever: { deep: 1 },
      logprobs: true,
      top_logprobs: 2,
      response_format: { type: 'json_schema', json_schema: { name: 'n', schema: { type: 'object' } } },
    }),
  );
  expect(seen[0]).toMatchObject({
    requestId: expect.stringMatching(/^chatcmpl-/),
    model: 'test',
    prompt: { text: 'User: Hi\n\nAssistant:', messages: [{ role: 'user', content: 'Hi' }] },
    n: 1,
    sampling: {
      maxTokens: 7,
      temperature: 0.5,
      topP: 0.9,
      topK: 3,
      minP: 0.1,
      seed: 5,
      logitBias: { '5': 1 },
      ignoreEos: true,
    },
    stop: { strings: ['END'], tokenIds: [2] },
    constraint: { type: 'json_schema', value: { type: 'object' } },
    logprobs: { top: 2 },
    skipSpecialTokens: true,
    extra: { lora_path: 'x', whatever: { deep: 1 } },
  });
  expect(seen[0]?.sampling).not.toHaveProperty('frequencyPenalty');
});

it('takes a tokenized prompt as it is', async () => {
  let prompt: unknown;
  const handler = createHandler({
    engine: async function* (request) {
      prompt = request.prompt;
      yield 'a END b';
    },
  });
  const { json } = await askJson(handler, chatBody({ input_ids: [1, 2, 3], stop: ['END'] }));
  expect(prompt).toMatchObject({ tokenIds: [1, 2, 3] });
  expect(prompt).not.toHaveProperty('text');
  expect(json.choices[0].message.content).toBe('a ');
});

it('n2_isolated: choices that take turns stay apart and end each for itself', async () => {
  const chunks: EngineChunk[] = [
    { index: 1, text: 'b1' },
    { index: 0, text: 'a1' },
    { index: 1, text: ' b2', finishReason: 'length' },
    { index: 0, text: ' a2', finishReason: 'stop' },
  ];
  const { json } = await askJson(handlerOf(chunks), chatBody({ n: 2 }));
  expect(json.choices.map((c: { message: { content: string } }) => c.message.content)).toEqual(['a1 a2', 'b1 b2']);
  expect(json.choices.map((c: { finish_reason: string }) => c.finish_reason)).toEqual(['stop', 'length']);
  const { frames } = await askStream(handlerOf(chunks), chatBody({ n: 2 }));
  expect([contentOf(frames, 0), contentOf(frames, 1)]).toEqual(['a1 a2', 'b1 b2']);
  for (const index of [0, 1]) expect(choicesOf(frames, index)[0].delta.role).toBe('assistant');
  // Each choice ends when it ends, not when all do.
  const firstEnd = frames.findIndex((frame) => frame.choices[0].finish_reason !== null);
  expect(frames[firstEnd].choices[0]).toMatchObject({ index: 1, finish_reason: 'length' });
  expect(firstEnd).toBeLessThan(frames.length - 1);
});

it('usage_n_counts_the_prompt_once', async () => {
  const chunks: EngineChunk[] = [
    { index: 0, text: 'a', usage: { promptTokens: 10, completionTokens: 1, cachedTokens: 4 } },
    { index: 1, text: 'b', usage: { promptTokens: 10, completionTokens: 1 } },
    { index: 0, text: 'a', finishReason: 'stop', usage: { promptTokens: 10, completionTokens: 2, cachedTokens: 4 } },
    { index: 1, text: 'b', finishReason: 'stop', usage: { promptTokens: 10, completionTokens: 3 } },
  ];
  const expected = {
    prompt_tokens: 10,
    completion_tokens: 5,
    total_tokens: 15,
    prompt_tokens_details: { cached_tokens: 4 },
  };
  expect((await askJson(handlerOf(chunks), chatBody({ n: 2 }))).json.usage).toEqual(expected);

  const silent = await askStream(handlerOf(chunks), chatBody({ n: 2 }));
  expect(silent.frames.every((frame) => frame.usage === undefined && frame.choices.length > 0)).toBe(true);
  const asked = await askStream(handlerOf(chunks), chatBody({ n: 2, stream_options: { include_usage: true } }));
  expect(asked.frames.at(-1)).toMatchObject({ choices: [], usage: expected });
  expect(asked.frames.filter((frame) => frame.choices.length === 0)).toHaveLength(1);
});

it('reads usage that comes after the last choice has ended', async () => {
  const chunks: EngineChunk[] = [
    { text: 'a', finishReason: 'stop' },
    { usage: { promptTokens: 1, completionTokens: 2 } },
  ];
  expect((await askJson(handlerOf(chunks), chatBody())).json.usage).toMatchObject({ total_tokens: 3 });
});

it('stop strings: cuts, reports, and never leaks a part of one', async () => {
  const pieces = ['Hello S', 'TO', 'P', ' world'];
  const { json } = await askJson(handlerOf(pieces), chatBody({ stop: ['STOP'] }));
  expect(json.choices[0]).toMatchObject({
    message: { content: 'Hello ' },
    finish_reason: 'stop',
    matched_stop: 'STOP',
  });
  const { frames } = await askStream(handlerOf(pieces), chatBody({ stop: ['STOP'] }));
  expect(contentOf(frames)).toBe('Hello ');
  expect(choicesOf(frames).at(-1)).toMatchObject({ finish_reason: 'stop', matched_stop: 'STOP' });

  const kept = await askJson(handlerOf(pieces), chatBody({ stop: ['STOP'], include_stop_str_in_output: true }));
  expect(kept.json.choices[0].message.content).toBe('Hello STOP');
  const almost = await askStream(handlerOf(['almost ST', 'O']), chatBody({ stop: ['STOP'] }));
  expect(contentOf(almost.frames)).toBe('almost STO');
});

it('reports what stopped the engine itself', async () => {
  const handler = handlerOf([{ text: 'a', finishReason: 'stop', matchedStop: 128009 }]);
  expect((await askJson(handler, chatBody())).json.choices[0]).toMatchObject({ matched_stop: 128009 });
});

it('ends an output that is too long as length, between characters', async () => {
  const handler = handlerOf(['ab😀', 'cd'], { limits: { maxOutputChars: 5 } });
  expect((await askJson(handler, chatBody())).json.choices[0]).toMatchObject({
    message: { content: 'ab😀c' },
    finish_reason: 'length',
  });
});

it('surrogate_pair_split: no delta ends within a character', async () => {
  const { frames } = await askStream(handlerOf(['a\ud83d', '\ude00b']), chatBody());
  expect(
    choicesOf(frames)
      .map((choice) => choice.delta.content)
      .filter(Boolean),
  ).toEqual(['a', '😀b']);
});

it('logprobs_ride: on the delta of their tokens, none lost to held text, none infinite', async () => {
  const token = (text: string, logprob = -1) => ({ token: text, logprob, topLogprobs: [] });
  const chunks: EngineChunk[] = [
    { text: 'go ', logprobs: [token('go ')] },
    { text: 'ST', logprobs: [token('ST', Number.NEGATIVE_INFINITY)] },
    { text: 'AY', logprobs: [token('AY')], finishReason: 'stop' },
  ];
  const { frames } = await askStream(handlerOf(chunks), chatBody({ stop: ['STOP'], logprobs: true }));
  const logged = choicesOf(frames).flatMap((choice) => choice.logprobs?.content ?? []);
  expect(logged.map((each) => [each.token, each.logprob])).toEqual([
    ['go ', -1],
    ['ST', -9999],
    ['AY', -1],
  ]);
  const { json } = await askJson(handlerOf(chunks), chatBody({ stop: ['STOP'], logprobs: true }));
  expect(json.choices[0].logprobs.content).toEqual(logged);
});

it('uses a given prompt renderer, and blames the messages where it throws', async () => {
  let text: unknown;
  const handler = createHandler({
    chatTemplate: {
      render({ messages, addGenerationPrompt, templateKwargs }) {
        if (messages.length > 1) throw new Error('roles must alternate');
        return JSON.stringify({ count: messages.length, addGenerationPrompt, templateKwargs });
      },
    },
    engine: async function* (request) {
      text = 'text' in request.prompt ? request.prompt.text : undefined;
      yield 'ok';
    },
  });
  await askJson(
    handler,
    chatBody({ reasoning_effort: 'low', chat_template_kwargs: { a: 1 }, add_generation_prompt: false }),
  );
  expect(text).toBe('{"count":1,"addGenerationPrompt":false,"templateKwargs":{"reasoning_effort":"low","a":1}}');
  const twice = chatBody({
    messages: [
      { role: 'user', content: 'a' },
      { role: 'user', content: 'b' },
    ],
  });
  expect(await askJson(handler, twice)).toMatchObject({
    status: 400,
    json: {
      error: { param: 'messages', code: 'process_messages_failed', message: expect.stringContaining('alternate') },
    },
  });
});

it('logprobs_only_where_asked: an engine may tell them always', async () => {
  const logprobs = [{ token: 'ok', logprob: -1, topLogprobs: [] }];
  const handler = handlerOf([{ text: 'ok', logprobs }]);
  for (const [fields, expected] of [
    [{}, null],
    [{ logprobs: false }, null],
    [{ logprobs: true }, { content: [{ token: 'ok' }] }],
  ] as const) {
    const whole = (await askJson(handler, chatBody(fields))).json.choices[0];
    const { frames } = await askStream(handler, chatBody(fields));
    const streamed = choicesOf(frames).find((choice) => choice.logprobs)?.logprobs ?? null;
    if (expected === null) expect([whole.logprobs, streamed]).toEqual([null, null]);
    else for (const said of [whole.logprobs, streamed]) expect(said).toMatchObject(expected);
  }
});

it('max_output_keeps_pairs: the limit does not cut a surrogate pair', async () => {
  for (const [maxOutputChars, content] of [
    [3, 'a😀'],
    [2, 'a'],
    [1, 'a'],
  ] as const) {
    const handler = handlerOf(['a😀b'], { limits: { maxOutputChars } });
    expect((await askJson(handler, chatBody())).json.choices[0]).toMatchObject({
      message: { content },
      finish_reason: 'length',
    });
  }
});

it('a_compressed_body_is_415: and the error names content-encoding', async () => {
  const init = { method: 'POST', headers: { 'content-encoding': 'gzip' }, body: gzipSync(JSON.stringify(chatBody())) };
  const response = await handlerOf(['ok'])(new Request('http://test/v1/chat/completions', init as RequestInit));
  expect(response.status).toBe(415);
  expect((await response.json()).error.message).toContain("content-encoding 'gzip'");
});

it('a JSON answer without a schema is constrained to an object', async () => {
  const seen: EngineRequest[] = [];
  const handler = createHandler({
    engine: async function* (request) {
      seen.push(request);
      yield '{}';
    },
  });
  const format = { type: 'json_schema', json_schema: { name: 'x', schema: null } };
  expect((await askJson(handler, chatBody({ response_format: format }))).status).toBe(200);
  expect(seen[0]?.constraint).toEqual({ type: 'json_schema', value: { type: 'object' } });
});

it('continuous_usage_is_on_every_chunk: the role chunks too', async () => {
  const usage = { promptTokens: 3, completionTokens: 1 };
  const handler = handlerOf([
    { index: 0, text: 'a', usage },
    { index: 1, text: 'b', usage },
  ]);
  const options = { include_usage: true, continuous_usage_stats: true };
  const { frames } = await askStream(handler, chatBody({ n: 2, stream_options: options }));
  expect(frames[0].choices[0].delta).toEqual({ role: 'assistant', content: '' });
  for (const frame of frames) expect(frame.usage).toMatchObject({ prompt_tokens: 3 });
});
