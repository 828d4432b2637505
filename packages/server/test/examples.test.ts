import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { decodeSse } from '@smg/sse';
import { afterEach, describe, expect, test } from 'vitest';
import * as nextRoute from '../../../examples/next/app/api/[...path]/route.js';

const root = fileURLToPath(new URL('../../../', import.meta.url));
// The examples use the packages as installed ones: built.
const built = existsSync(join(root, 'packages/server/dist/express.cjs'));

const question = (stream: boolean): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({
    model: 'default',
    stream,
    messages: [{ role: 'user', content: 'What is the weather in Paris?' }],
    tools: [
      {
        type: 'function',
        function: {
          name: 'get_weather',
          parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
        },
      },
    ],
  }),
});

/** Asks for a tool call, whole and streamed: both must be read from the engine's native text. */
async function expectToolCall(send: (init: RequestInit) => Promise<Response>): Promise<void> {
  const whole = await send(question(false));
  expect(whole.status).toBe(200);
  const { message, finish_reason } = (await whole.json()).choices[0];
  expect(finish_reason).toBe('tool_calls');
  expect(message.reasoning_content).not.toBe('');
  expect(message.tool_calls).toMatchObject([{ type: 'function', function: { name: 'get_weather' } }]);
  expect(JSON.parse(message.tool_calls[0].function.arguments)).toEqual({ city: expect.any(String) });

  const streamed = await send(question(true));
  expect(streamed.status).toBe(200);
  const datas: string[] = [];
  for await (const { data } of decodeSse(streamed.body!)) datas.push(data);
  expect(datas.pop()).toBe('[DONE]');
  const choices = datas.map((data) => JSON.parse(data).choices[0]);
  expect(choices.at(-1).finish_reason).toBe('tool_calls');
  const written = choices.flatMap(({ delta }) => delta.tool_calls ?? []).map((call) => call.function.arguments ?? '');
  expect(written.join('')).toBe(message.tool_calls[0].function.arguments);
}

/** A program with what it prints; it ends with all that it started. */
function start(folder: string, command: readonly string[]) {
  const [program, ...args] = command;
  const child = spawn(program!, args, {
    cwd: join(root, 'examples', folder),
    env: { ...process.env, PORT: '0', NEXT_TELEMETRY_DISABLED: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true, // a process group, so that what it starts can be ended with it
  });
  let output = '';
  const ended = new Promise<number | null>((resolve) => {
    child.once('error', () => resolve(null));
    child.once('close', resolve);
  });
  const address = new Promise<string>((resolve, reject) => {
    const read = (chunk: Buffer) => {
      output += chunk;
      const found = /http:\/\/(?:127\.0\.0\.1|localhost):\d+/.exec(output);
      if (found) resolve(found[0]);
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    ended.then((code) => reject(new Error(`${command.join(' ')} ended with ${code}:\n${output}`)));
  });
  address.catch(() => {}); // a program that only builds has none
  return {
    address,
    ended,
    output: () => output,
    stop() {
      if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
      process.kill(-child.pid, 'SIGKILL');
    },
  };
}

let running: ReturnType<typeof start> | undefined;
afterEach(async () => {
  running?.stop();
  await running?.ended;
  running = undefined;
});

describe.skipIf(!built)('as programs', () => {
  test.each([
    ['express', 'server.js', '/llm'],
    ['express4', 'server.cjs', '/llm'],
    ['express4', 'server.cjs', '/after-json'],
  ])('%s/%s answers under %s', { timeout: 30_000 }, async (folder, file, path) => {
    running = start(folder, [process.execPath, file]);
    const url = await running.address;
    await expectToolCall((init) => fetch(`${url}${path}/v1/chat/completions`, init));
  });

  // `next build` takes half a minute of both cores, so it runs only where it is asked for.
  test.skipIf(process.env.SMG_NEXT_BUILD !== '1')('next builds and answers', { timeout: 180_000 }, async () => {
    const next = join(root, 'examples/next/node_modules/next/dist/bin/next');
    running = start('next', [process.execPath, next, 'build']);
    expect(await running.ended, running.output()).toBe(0);
    running = start('next', [process.execPath, next, 'start']);
    const url = await running.address;
    expect(await (await fetch(url)).text()).toContain('What is the weather in Paris?');
    await expectToolCall((init) => fetch(`${url}/api/v1/chat/completions`, init));
  });
});

test('the route file of the Next.js example answers', async () => {
  await expectToolCall((init) => nextRoute.POST(new Request('http://localhost/api/v1/chat/completions', init)));
  const models = await nextRoute.GET(new Request('http://localhost/api/v1/models'));
  expect(await models.json()).toMatchObject({ object: 'list' });
});
