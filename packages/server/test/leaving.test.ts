import { connect } from 'node:net';
import { createHandler } from '@smg/server';
import OpenAI from 'openai';
import { describe, expect, it } from 'vitest';
import { chatBody, chatRequest } from './support/chat.js';
import { endless, hanging, watched } from './support/engines.js';
import { serveForTest, testLogger } from './support/server.js';

/** Fails the test if the engine is not let go soon. */
function soon(released: Promise<void>): Promise<void> {
  const late = new Promise<never>((_, reject) => setTimeout(() => reject(new Error('the engine runs on')), 3000));
  return Promise.race([released, late]);
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe('a client that leaves, over a real socket', () => {
  const ask = async (
    engine: ReturnType<typeof watched>,
    body: object,
    leaveAfter: (response: Response) => Promise<void>,
  ) => {
    const logger = testLogger();
    const server = await serveForTest({ engine, logger });
    const leaving = new AbortController();
    const sent = fetch(`${server.url}/v1/chat/completions`, {
      method: 'POST',
      body: JSON.stringify(body),
      signal: leaving.signal,
    });
    sent
      .then(leaveAfter, () => undefined)
      .then(
        () => leaving.abort(),
        () => undefined,
      );
    return { leaving, logger, sent: sent.then((r) => r.text()).catch(() => undefined) };
  };

  it('disconnect_aborts_engine: in the middle of a stream', async () => {
    const engine = watched(() => endless());
    const { logger, sent } = await ask(engine, chatBody({ stream: true }), async (response) => {
      await response.clone().body?.getReader().read();
    });
    await soon(engine.released);
    expect(engine.seen).toMatchObject({ aborts: 1, returns: 1 });
    const { pulls } = engine.seen;
    await pause(50);
    expect(engine.seen.pulls).toBe(pulls);
    expect(logger.lines).toEqual([]);
    await sent;
  });

  it('disconnect_aborts_non_stream', async () => {
    const engine = watched(() => endless());
    const { leaving, logger, sent } = await ask(engine, chatBody(), () => new Promise(() => undefined));
    while (engine.seen.pulls < 3) await pause(5);
    leaving.abort();
    await soon(engine.released);
    const { pulls } = engine.seen;
    await pause(50);
    expect(engine.seen.pulls).toBe(pulls);
    expect(logger.lines).toEqual([]);
    await sent;
  });

  it.each([true, false])('disconnect_before_first_token, stream: %s', async (stream) => {
    const engine = watched(() => hanging());
    const { leaving, logger, sent } = await ask(engine, chatBody({ stream }), () => new Promise(() => undefined));
    while (engine.seen.pulls < 1) await pause(5);
    leaving.abort();
    await soon(engine.released);
    expect(engine.seen).toMatchObject({ pulls: 1, aborts: 1, returns: 1 });
    expect(logger.lines).toEqual([]);
    await sent;
  });

  it('notices it though the engine never waits for anything', async () => {
    const engine = watched(async function* () {
      for (;;) yield 'word ';
    });
    const { leaving, sent } = await ask(engine, chatBody(), () => new Promise(() => undefined));
    await pause(30);
    leaving.abort();
    await soon(engine.released);
    await sent;
  });

  it('abort_then_reuse: the engine serves the next client after it', async () => {
    const engine = watched(() => endless('x', 1));
    const server = await serveForTest({ engine });
    const client = new OpenAI({ baseURL: `${server.url}/v1`, apiKey: 'none', maxRetries: 0 });
    for (let turn = 1; turn <= 3; turn++) {
      const stream = await client.chat.completions.create({
        model: 'm',
        messages: [{ role: 'user', content: 'hi' }],
        stream: true,
      });
      for await (const chunk of stream) if (chunk.choices[0]?.delta.content) break;
      while (engine.seen.aborts < turn) await pause(2);
    }
    expect(engine.seen).toMatchObject({ aborts: 3, returns: 3 });
  });
});

describe('a client that leaves, without a socket', () => {
  it('cancels the body: aborted and returned at once, though the engine hangs', async () => {
    const engine = watched(async function* () {
      yield 'one';
      await new Promise(() => undefined);
    });
    const response = await createHandler({ engine })(chatRequest(chatBody({ stream: true })));
    const reader = response.body?.getReader();
    await reader?.read();
    const pending = reader?.read();
    await pause(5);
    await reader?.cancel();
    await pending;
    expect(engine.seen).toMatchObject({ pulls: 2, aborts: 1, returns: 1 });
  });

  it('never starts the engine for a request that is aborted already', async () => {
    const engine = watched(() => endless());
    const response = await createHandler({ engine })(chatRequest(chatBody(), { signal: AbortSignal.abort() }));
    expect(response.status).toBe(499);
    expect(engine.seen.pulls).toBe(0);
  });
});

it('no_abort_after_normal_end: streams and whole answers', async () => {
  const engine = watched(async function* () {
    yield 'a';
    yield { text: 'b', finishReason: 'stop' as const };
  });
  const server = await serveForTest({ engine });
  for (const stream of [true, false]) {
    const init = { method: 'POST', body: JSON.stringify(chatBody({ stream })) };
    await (await fetch(`${server.url}/v1/chat/completions`, init)).text();
  }
  await pause(50);
  expect(engine.seen).toMatchObject({ aborts: 0, returns: 0, pulls: 6 });
});

it('a stop string aborts the engine, once every choice has ended', async () => {
  const engine = watched(async function* () {
    for (let i = 0; ; i++)
      yield { index: i % 2, text: i < 4 ? 'go ' : i === 5 ? 'END' : 'go ', ...(i === 8 && { text: 'END' }) };
  });
  const response = await createHandler({ engine })(chatRequest(chatBody({ n: 2, stop: 'END' })));
  const { choices } = await response.json();
  expect(choices).toMatchObject([{ message: { content: 'go go go go ' } }, { message: { content: 'go go ' } }]);
  expect(engine.seen).toMatchObject({ pulls: 9, aborts: 1, returns: 1 });
});

describe('a client that does not read', () => {
  it('pulls one engine chunk for one read', async () => {
    const engine = watched(() => endless('x', 0));
    const response = await createHandler({ engine })(chatRequest(chatBody({ stream: true })));
    const reader = response.body?.getReader();
    await pause(30);
    expect(engine.seen.pulls).toBe(1);
    for (let reads = 1; reads <= 5; reads++) {
      await reader?.read();
      await pause(10);
      expect(engine.seen.pulls).toBe(reads);
    }
    await reader?.cancel();
  });

  it('holds the engine at a handful of chunks through a real socket', async () => {
    // The kernel takes a few megabytes before a socket is full, so chunks are large enough to fill it.
    const chunk = 'x'.repeat(4_000_000);
    const engine = watched(() => endless(chunk, 0));
    const server = await serveForTest({ engine, limits: { maxOutputChars: 1e12 } });
    const { hostname, port } = new URL(server.url);
    const socket = connect(Number(port), hostname);
    const body = JSON.stringify(chatBody({ stream: true }));
    socket.pause();
    socket.write(`POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nContent-Length: ${body.length}\r\n\r\n${body}`);
    let before = -1;
    while (engine.seen.pulls !== before || before < 1) {
      before = engine.seen.pulls;
      await pause(300);
    }
    expect(engine.seen.pulls).toBeLessThanOrEqual(6);
    expect(engine.seen.aborts).toBe(0);
    socket.destroy();
    await soon(engine.released);
  });
});
