import { createServer, type RequestListener } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { createHandler, type EngineFunction, type Handler } from '@smg/server';
import { type ExpressMiddleware, toExpress } from '@smg/server/express';
import { toRouteHandlers } from '@smg/server/next';
import { decodeSse } from '@smg/sse';
import { afterEach, describe, expect, test, vi } from 'vitest';

/** What the tests use of Express, which has no types of its own. */
interface Express {
  (): RequestListener & { use(...middlewares: (string | ExpressMiddleware)[]): void };
  json(): ExpressMiddleware;
}

const require = createRequire(import.meta.url);
const express5 = require('express') as Express;
const express4 = require('express4') as Express;

/** A handler somewhere, reachable under `/api`. */
interface Mount {
  send(path: string, init?: RequestInit): Promise<Response>;
  close(): Promise<void>;
}

async function mountInExpress(express: Express, handler: Handler, { afterJson = false } = {}): Promise<Mount> {
  const app = express();
  if (afterJson) app.use(express.json());
  app.use('/api', toExpress(handler));
  const server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api`;
  return {
    send: (path, init) => fetch(url + path, init),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Calls the exports of a route file as Next.js does: with the request and the route's parameters. */
async function mountInNext(handler: Handler): Promise<Mount> {
  const routes: Record<string, (request: Request, context: object) => Promise<Response>> = {
    ...toRouteHandlers(handler),
  };
  return {
    send(path, init) {
      const request = new Request(`http://localhost/api${path}`, init);
      return routes[request.method]!(request, { params: Promise.resolve({ path: path.split('/').slice(1) }) });
    },
    close: async () => {},
  };
}

const mounts: { name: string; basePath: string; mount: (handler: Handler) => Promise<Mount> }[] = [
  { name: 'Express 5', basePath: '', mount: (handler) => mountInExpress(express5, handler) },
  { name: 'Express 4', basePath: '', mount: (handler) => mountInExpress(express4, handler) },
  {
    name: 'Express 5 after express.json()',
    basePath: '',
    mount: (handler) => mountInExpress(express5, handler, { afterJson: true }),
  },
  {
    name: 'Express 4 after express.json()',
    basePath: '',
    mount: (handler) => mountInExpress(express4, handler, { afterJson: true }),
  },
  { name: 'a Next.js route', basePath: '/api', mount: mountInNext },
];

const chat = (body: object, init: RequestInit = {}): [string, RequestInit] => [
  '/v1/chat/completions',
  {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ model: 'm', messages: [{ role: 'user', content: 'Grüß dich 😀' }], ...body }),
    ...init,
  },
];

/** Repeats the question, in two pieces. */
const echo: EngineFunction = async function* (request) {
  const prompt = 'messages' in request.prompt ? request.prompt.messages : [];
  yield 'You said: ';
  yield JSON.stringify(prompt.at(-1)?.content);
};

/** Reads a streamed chat answer to its end. */
async function readStream(response: Response): Promise<{ content: string; done: boolean }> {
  let content = '';
  let done = false;
  for await (const { data } of decodeSse(response.body!)) {
    if (data === '[DONE]') {
      done = true;
      continue;
    }
    const { delta } = JSON.parse(data).choices[0];
    content += delta.content ?? '';
  }
  return { content, done };
}

/** An engine that never ends by itself and says what became of it. */
function endlessEngine() {
  const engine = { pulled: 0, aborted: false, returned: false };
  const generate: EngineFunction = async function* (_request, signal) {
    signal.addEventListener('abort', () => {
      engine.aborted = true;
    });
    try {
      for (;;) {
        await new Promise((resolve) => setTimeout(resolve, 5));
        engine.pulled++;
        yield 'word ';
      }
    } finally {
      engine.returned = true;
    }
  };
  return { engine, generate };
}

const quiet = { info() {}, warn() {}, error() {} };

describe.each(mounts)('$name', ({ basePath, mount }) => {
  let mounted: Mount | undefined;
  afterEach(() => mounted?.close());

  async function serve(engine: EngineFunction): Promise<Mount> {
    mounted = await mount(createHandler({ engine, basePath, logger: quiet }));
    return mounted;
  }

  test('answers whole', async () => {
    const response = await (await serve(echo)).send(...chat({}));
    expect(response.status).toBe(200);
    expect((await response.json()).choices).toMatchObject([
      { message: { content: 'You said: "Grüß dich 😀"' }, finish_reason: 'stop' },
    ]);
  });

  test('answers streamed', async () => {
    const response = await (await serve(echo)).send(...chat({ stream: true }));
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    expect(await readStream(response)).toEqual({ content: 'You said: "Grüß dich 😀"', done: true });
  });

  test('answers GET, and errors with an OpenAI error object', async () => {
    const { send } = await serve(echo);
    expect(await (await send('/v1/models')).json()).toMatchObject({ object: 'list', data: [{ object: 'model' }] });
    const wrong = await send(...chat({ messages: 'hi' }));
    expect(wrong.status).toBe(400);
    expect(await wrong.json()).toMatchObject({ error: { param: 'messages' } });
    const nowhere = await send('/v1/nowhere');
    expect(nowhere.status).toBe(404);
    expect(await nowhere.json()).toMatchObject({ error: { message: expect.any(String) } });
  });

  test('a streaming client that leaves stops the engine', async () => {
    const { engine, generate } = endlessEngine();
    const client = new AbortController();
    const response = await (await serve(generate)).send(...chat({ stream: true }, { signal: client.signal }));
    const reader = response.body!.getReader();
    await reader.read();
    expect(engine).toMatchObject({ aborted: false, returned: false });
    client.abort();
    await vi.waitFor(() => expect(engine).toMatchObject({ aborted: true, returned: true }), { timeout: 5000 });
    await reader.cancel().catch(() => {});
  });

  test('a client that leaves before its whole answer stops the engine', async () => {
    const { engine, generate } = endlessEngine();
    const client = new AbortController();
    const answer = (await serve(generate)).send(...chat({}, { signal: client.signal })).catch(() => undefined);
    await vi.waitFor(() => expect(engine.pulled).toBeGreaterThan(2), { timeout: 5000 });
    client.abort();
    await vi.waitFor(() => expect(engine).toMatchObject({ aborted: true, returned: true }), { timeout: 5000 });
    await answer;
  });
});
