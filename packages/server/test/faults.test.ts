import { createHandler, type EngineChunk, type HandlerOptions } from '@smg/server';
import { getToolFormat } from '@smg/tool-parsers';
import OpenAI from 'openai';
import { describe, expect, it } from 'vitest';
import {
  askJson,
  askStream,
  chatBody,
  chatRequest,
  choicesOf,
  contentOf,
  type Json,
  readFrames,
} from './support/chat.js';
import { endless, hanging, throwing, watched } from './support/engines.js';
import { serveForTest, testLogger } from './support/server.js';

function setUp(source: Parameters<typeof watched>[0], options: Partial<HandlerOptions> = {}) {
  const logger = testLogger();
  const engine = watched(source);
  return { logger, engine, handler: createHandler({ engine, logger, ...options }) };
}

/** What the frames of a stream that broke off must look like. */
function expectBrokenOff({ frames, done }: { frames: Json[]; done: boolean }) {
  expect(done).toBe(true);
  expect(frames.at(-1)).toMatchObject({ error: { message: expect.any(String), type: expect.any(String) } });
  expect(choicesOf(frames).every((choice) => choice.finish_reason === null)).toBe(true);
}

const overflow = Object.assign(new Error('too long a prompt'), { status: 400, code: 'context_length_exceeded' });

describe('an engine that throws', () => {
  it.each([true, false])('err_engine_bad_request_before_first, stream: %s', async (stream) => {
    const { handler, logger } = setUp(() => throwing(overflow));
    expect(await askJson(handler, chatBody({ stream }))).toMatchObject({
      status: 400,
      json: { error: { message: 'too long a prompt', type: 'invalid_request_error', code: 'context_length_exceeded' } },
    });
    expect(logger.lines).toEqual([]);
  });

  it.each([true, false])(
    'tells nothing of the inside where it has no status, and logs it, stream: %s',
    async (stream) => {
      const secret = new Error('password is 123');
      const { handler, logger, engine } = setUp(() => throwing(secret));
      const { status, json } = await askJson(handler, chatBody({ stream }));
      expect(status).toBe(500);
      expect(JSON.stringify(json)).not.toContain('123');
      expect(json.error).toMatchObject({ type: 'server_error' });
      expect(logger.lines).toMatchObject([{ level: 'error', fields: { error: secret } }]);
      expect(engine.seen.aborts).toBe(1);
    },
  );

  it('in the middle of a stream: an error frame, [DONE], and no finish that would look like a good end', async () => {
    const { handler, logger } = setUp(async function* () {
      yield 'Hel';
      throw overflow;
    });
    const { status, ...stream } = await askStream(handler, chatBody());
    expect(status).toBe(200);
    expect(contentOf(stream.frames)).toBe('Hel');
    expectBrokenOff(stream);
    expect(stream.frames.at(-1).error.code).toBe('context_length_exceeded');
    expect(logger.lines).toHaveLength(1);
  });

  it('in the middle of a whole answer: an error status', async () => {
    const { handler } = setUp(async function* () {
      yield 'Hel';
      throw new Error('oh');
    });
    expect((await askJson(handler, chatBody())).status).toBe(500);
  });

  it.each(['null', 'undefined', 'string'])('throws %s', async (what) => {
    const { handler } = setUp(() => throwing({ null: null, undefined: undefined, string: 'oh' }[what]));
    expect((await askJson(handler, chatBody())).status).toBe(500);
  });

  it('throws before it gives an iterator', async () => {
    const handler = createHandler({
      logger: testLogger(),
      engine: () => {
        throw Object.assign(new Error('starting up'), { status: 503 });
      },
    });
    const { status, response } = await askJson(handler, chatBody());
    expect(status).toBe(503);
    expect(response.headers.get('retry-after')).toBe('1');
  });

  it('the openai client sees all of it as errors', async () => {
    let turn = 0;
    const server = await serveForTest({
      engine: async function* () {
        if (turn++ === 0) throw overflow;
        yield 'Hel';
        throw new Error('oh');
      },
    });
    const client = new OpenAI({ baseURL: `${server.url}/v1`, apiKey: 'none', maxRetries: 0 });
    const ask = () => client.chat.completions.stream({ model: 'm', messages: [{ role: 'user', content: 'hi' }] });
    await expect(ask().finalChatCompletion()).rejects.toMatchObject({ status: 400, code: 'context_length_exceeded' });
    await expect(ask().finalChatCompletion()).rejects.toThrow('The server had an error');
  });
});

const garbage: readonly [string, unknown][] = [
  ['null', null],
  ['a number', 5],
  ['an array', ['text']],
  ['undefined', undefined],
  ['text of a wrong type', { text: 5 }],
  ['an index that was not asked for', { index: 1, text: 'x' }],
  ['a negative index', { index: -1, text: 'x' }],
  ['an unknown finish reason', { finishReason: 'tired' }],
  ['usage without counts', { usage: { tokens: 5 } }],
  ['token ids of a wrong type', { tokenIds: ['a'] }],
  ['logprobs of a wrong type', { logprobs: [{ token: 'a' }] }],
  ['bytes', new TextEncoder().encode('text')],
  ['a String object', new String('text')],
  ['a date', new Date(0)],
  ["a client's chunk", { choices: [{ delta: { content: 'text' } }] }],
  ['a delta', { content: 'text' }],
  ['alternatives of a wrong type', { text: 'a', logprobs: [{ token: 'a', logprob: -1, topLogprobs: [null] }] }],
  ['bytes of a wrong type', { text: 'a', logprobs: [{ token: 'a', logprob: -1, bytes: 'a' }] }],
];

describe.each(garbage)('an engine that yields %s', (_, chunk) => {
  const setUpGarbage = () =>
    setUp(async function* () {
      yield 'Hel';
      yield chunk as EngineChunk;
      yield 'lo';
    });

  it('malformed_chunk_is_an_error_frame, never silence', async () => {
    const { handler, logger, engine } = setUpGarbage();
    const stream = await askStream(handler, chatBody());
    expect(contentOf(stream.frames)).toBe('Hel');
    expectBrokenOff(stream);
    expect(stream.frames.at(-1).error.code).toBe('malformed_chunk');
    expect(logger.lines).toMatchObject([{ level: 'error', fields: { error: expect.any(TypeError) } }]);
    expect(engine.seen).toMatchObject({ pulls: 2, aborts: 1, returns: 1 });
  });

  it('and an error status for a whole answer', async () => {
    expect((await askJson(setUpGarbage().handler, chatBody())).status).toBe(500);
  });
});

it.each([true, false])('a_failed_write_stops_the_engine: and gives its turn back, stream: %s', async (stream) => {
  const hermes = getToolFormat('hermes');
  let wrong = true;
  const { engine, handler } = setUp(() => endless('word ', 1), {
    toolParser: {
      ...hermes,
      createParser: (options) =>
        wrong
          ? { ...hermes.createParser(options), push: () => ({ deltas: [null], issues: [] }) as never }
          : hermes.createParser(options),
    },
    limits: { maxConcurrent: 1, maxQueue: 0, maxOutputChars: 10_000 },
  });
  const tools = [{ type: 'function', function: { name: 'f' } }];
  const response = await handler(chatRequest(chatBody({ stream, tools })));
  expect(await response.text()).toContain('"error"');
  expect(engine.seen).toMatchObject({ aborts: 1, returns: 1 });
  wrong = false;
  expect((await askJson(handler, chatBody({ tools, stop: 'word' }))).status).toBe(200);
});

it('an engine that is no iterable at all', async () => {
  const handler = createHandler({ engine: (() => 5) as never, logger: testLogger() });
  expect((await askJson(handler, chatBody())).status).toBe(500);
});

it('an engine that gives its choice up', async () => {
  const { handler, engine } = setUp(async function* () {
    yield 'Hel';
    yield { finishReason: 'abort' as const };
  });
  expect(await askJson(handler, chatBody())).toMatchObject({
    status: 500,
    json: { error: { code: 'engine_aborted' } },
  });
  expectBrokenOff(await askStream(handler, chatBody()));
  expect(engine.seen).toMatchObject({ aborts: 2, returns: 2 });
});

it('parser_throw_frees_the_engine: a format of somebody else that throws', async () => {
  const parser = {
    push: () => {
      throw new Error('oh');
    },
    finish: () => {
      throw new Error('oh');
    },
  };
  const reasoningParser = { name: 'bad', createParser: () => parser } as never;
  const limits = { maxConcurrent: 1, maxQueue: 0 };
  const { handler, engine } = setUp(
    async function* () {
      for (;;) yield 'x';
    },
    { reasoningParser, limits },
  );
  for (const turn of [1, 2]) {
    expect((await askJson(handler, chatBody())).status).toBe(500);
    expect(engine.seen).toMatchObject({ aborts: turn, returns: turn });
  }
});

it('an engine that fails behind its last word has answered', async () => {
  const { handler, logger } = setUp(async function* () {
    yield { text: 'Hello', finishReason: 'stop' as const };
    throw new Error('oh');
  });
  expect((await askJson(handler, chatBody())).json.choices[0].message.content).toBe('Hello');
  const { frames, done } = await askStream(handler, chatBody());
  expect(choicesOf(frames).at(-1).finish_reason).toBe('stop');
  expect(frames.some((frame) => frame.error)).toBe(false);
  expect(done).toBe(true);
  expect(logger.lines.map((line) => line.level)).toEqual(['warn', 'warn']);
});

describe('an engine that hangs', () => {
  it('before the first chunk: 504 after the time a request may take', async () => {
    const { handler, engine } = setUp(() => hanging(), { limits: { requestTimeoutMs: 50 } });
    for (const stream of [false, true]) {
      expect(await askJson(handler, chatBody({ stream }))).toMatchObject({
        status: 504,
        json: { error: { code: 'timeout' } },
      });
    }
    expect(engine.seen).toMatchObject({ aborts: 2, returns: 2 });
  });

  it('in the middle of a stream: an error frame after the time a chunk may take', async () => {
    const { handler, engine } = setUp(
      async function* () {
        yield 'Hel';
        yield* hanging();
      },
      { limits: { idleTimeoutMs: 50 } },
    );
    const stream = await askStream(handler, chatBody());
    expectBrokenOff(stream);
    expect(stream.frames.at(-1).error.code).toBe('timeout');
    expect(engine.seen).toMatchObject({ aborts: 1, returns: 1 });
  });

  it('while nobody reads: it is let go all the same', async () => {
    const { handler, engine } = setUp(
      async function* () {
        for (;;) yield 'x';
      },
      { limits: { requestTimeoutMs: 50 } },
    );
    const response = await handler(chatRequest(chatBody({ stream: true })));
    await engine.released;
    expectBrokenOff(await readFrames(response));
  });

  it('keepalive_comment: comments while silent, from before the first chunk on; later errors are frames', async () => {
    const { handler } = setUp(
      async function* () {
        await new Promise((resolve) => setTimeout(resolve, 130));
        throw overflow;
      },
      { limits: { keepAliveMs: 40 } },
    );
    const { status, comments, ...stream } = await askStream(handler, chatBody());
    expect(status).toBe(200);
    expect(comments.length).toBeGreaterThanOrEqual(2);
    expectBrokenOff(stream);
  });

  it('the clients read over the comments', async () => {
    const server = await serveForTest({
      limits: { keepAliveMs: 10 },
      engine: async function* () {
        await new Promise((resolve) => setTimeout(resolve, 60));
        yield 'Hello';
      },
    });
    const client = new OpenAI({ baseURL: `${server.url}/v1`, apiKey: 'none', maxRetries: 0 });
    const stream = client.chat.completions.stream({ model: 'm', messages: [{ role: 'user', content: 'hi' }] });
    expect(await stream.finalContent()).toBe('Hello');
  });
});

describe('too many at once', () => {
  it('the line is bounded: 429 with Retry-After, and everybody in it gets a turn', async () => {
    let inside = 0;
    let most = 0;
    const handler = createHandler({
      logger: testLogger(),
      limits: { maxConcurrent: 2, maxQueue: 1 },
      engine: async function* () {
        most = Math.max(most, ++inside);
        await new Promise((resolve) => setTimeout(resolve, 40));
        yield 'ok';
        inside--;
      },
    });
    const answers = await Promise.all([1, 2, 3, 4].map(() => askJson(handler, chatBody())));
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 200, 200, 429]);
    const refused = answers.find((answer) => answer.status === 429);
    expect(refused?.response.headers.get('retry-after')).toBe('1');
    expect(refused?.json.error.type).toBe('rate_limit_error');
    expect(most).toBe(2);
    expect((await askJson(handler, chatBody())).status).toBe(200);
  });

  it('whoever leaves the line, or leaves in the middle, makes room', async () => {
    const engine = watched(() => hanging());
    const handler = createHandler({ logger: testLogger(), limits: { maxConcurrent: 1, maxQueue: 1 }, engine });
    const leaving = [new AbortController(), new AbortController()];
    const asked = leaving.map(({ signal }) => handler(chatRequest(chatBody(), { signal })));
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect((await askJson(handler, chatBody())).status).toBe(429);
    leaving[1]?.abort();
    leaving[0]?.abort();
    expect((await Promise.all(asked)).map((response) => response.status)).toEqual([499, 499]);
    const next = new AbortController();
    const last = handler(chatRequest(chatBody(), { signal: next.signal }));
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(engine.seen.pulls).toBe(2);
    next.abort();
    await last;
  });
});

const unreadable: readonly [string, object][] = [
  ['a status of 700', { name: 'ProtocolError', status: 700, toJSON: () => ({ error: { message: 'x', type: 'x' } }) }],
  ['a status of 200', { name: 'ProtocolError', status: 200, toJSON: () => ({ error: { message: 'x', type: 'x' } }) }],
  [
    'a toJSON that throws',
    {
      name: 'ProtocolError',
      status: 500,
      toJSON: () => {
        throw new Error('no');
      },
    },
  ],
  [
    'a status that throws',
    {
      get status() {
        throw new Error('no');
      },
    },
  ],
  [
    'a cause that throws',
    {
      name: 'ProtocolError',
      status: 500,
      message: 'x',
      toJSON: () => ({}),
      get cause() {
        throw new Error('no');
      },
    },
  ],
];

it.each(unreadable)('errors_are_read_safely: %s is still a 500 and an error frame', async (_, error) => {
  const { handler } = setUp(() => throwing(error));
  expect(await askJson(handler, chatBody())).toMatchObject({ status: 500, json: { error: { type: 'server_error' } } });
  const later = setUp(async function* () {
    yield 'Hel';
    throw error;
  });
  expectBrokenOff(await askStream(later.handler, chatBody()));
});
