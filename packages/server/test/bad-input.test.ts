import { createHandler } from '@smg/server';
import { createSimulatedEngine } from '@smg/server/engines/simulated';
import OpenAI from 'openai';
import { expect, it } from 'vitest';
import { askJson, chatBody } from './support/chat.js';
import { serveForTest, testLogger } from './support/server.js';

const engine = async function* () {
  yield 'ok';
};

const cases: readonly [
  name: string,
  body: unknown,
  expected: { status?: number; param?: string | null; code?: string },
][] = [
  ['no JSON', '{"model": ', { code: 'json_parse_error' }],
  ['an empty body', '', { code: 'json_parse_error' }],
  ['a JSON array', [], {}],
  ['null', 'null', {}],
  ['invalid UTF-8', new Uint8Array([0x7b, 0x22, 0xff, 0xfe, 0x22]), { code: 'invalid_utf8' }],
  ['no messages', { model: 'm' }, { param: 'messages' }],
  ['empty messages', chatBody({ messages: [] }), { param: 'messages' }],
  ['messages of a wrong type', chatBody({ messages: 'hi' }), { param: 'messages' }],
  ['a model of a wrong type', chatBody({ model: 5 }), { param: 'model' }],
  ['a temperature of a wrong type', chatBody({ temperature: 'hot' }), { param: 'temperature' }],
  ['an unknown role', chatBody({ messages: [{ role: 'wizard', content: 'hi' }] }), { param: 'messages[0].role' }],
  [
    'an unknown content part',
    chatBody({ messages: [{ role: 'user', content: [{ type: 'smell' }] }] }),
    { param: 'messages[0].content[0].type' },
  ],
  ['tool_choice without tools', chatBody({ tool_choice: 'required' }), { param: 'tool_choice' }],
  [
    'a tool that was not offered',
    chatBody({
      tools: [{ type: 'function', function: { name: 'f' } }],
      tool_choice: { type: 'function', function: { name: 'g' } },
    }),
    { param: 'tool_choice.function.name' },
  ],
  ['max_tokens_0 is not silently something else', chatBody({ max_tokens: 0 }), { param: 'max_tokens' }],
  ['stream_options without stream', chatBody({ stream_options: { include_usage: true } }), { param: 'stream_options' }],
  ['a stop string that is empty', chatBody({ stop: '' }), { param: 'stop' }],
  [
    'a body of 10 MB',
    JSON.stringify(chatBody({ user: 'x'.repeat(10_000_000) })),
    { status: 413, code: 'payload_too_large' },
  ],
];

it.each(cases)('refuses %s', async (_, body, { status = 400, param, code }) => {
  const handler = createHandler({ engine });
  const { status: got, json } = await askJson(handler, body);
  expect(got).toBe(status);
  expect(json.error).toMatchObject({ message: expect.any(String), type: 'invalid_request_error' });
  if (param !== undefined) expect(json.error.param).toBe(param);
  if (code !== undefined) expect(json.error.code).toBe(code);
});

it('refuses a body that says less than it is', async () => {
  const handler = createHandler({ engine, limits: { maxBodyBytes: 100 } });
  const chunks = ['{"model":"m","messages":[', `{"role":"user","content":"${'x'.repeat(200)}"}`, ']}'];
  const body = new ReadableStream({
    pull(controller) {
      const chunk = chunks.shift();
      if (chunk === undefined) controller.close();
      else controller.enqueue(new TextEncoder().encode(chunk));
    },
  });
  const request = new Request('http://test/v1/chat/completions', {
    method: 'POST',
    body,
    duplex: 'half',
  } as RequestInit);
  expect((await handler(request)).status).toBe(413);
});

it('survives schemas nested a hundred thousand deep', async () => {
  const handler = createHandler({
    engine: createSimulatedEngine({ toolFormat: 'qwen_xml' }),
    toolParser: 'qwen_xml',
    logger: testLogger(),
  });
  const deep = `${'{"properties":{"a":'.repeat(100_000)}{}${'}}'.repeat(100_000)}`;
  const tools = `[{"type":"function","function":{"name":"f","parameters":${deep}}}]`;
  const messages = '[{"role":"user","content":"call f"}]';
  for (const choice of ['"auto"', '"required"']) {
    const { status, json } = await askJson(
      handler,
      `{"model":"m","messages":${messages},"tools":${tools},"tool_choice":${choice}}`,
    );
    if (status !== 200) expect(json.error.message).toEqual(expect.any(String));
  }
  expect((await askJson(handler, chatBody())).status).toBe(200);
});

it('lives on after all of it, over a real socket', async () => {
  const server = await serveForTest({ engine });
  const url = `${server.url}/v1/chat/completions`;
  for (const [, body, { status = 400 }] of cases) {
    const raw = typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body);
    const response = await fetch(url, { method: 'POST', body: raw as BodyInit });
    expect(response.status).toBe(status);
    expect(await response.json()).toHaveProperty('error.message');
  }
  const client = new OpenAI({ baseURL: `${server.url}/v1`, apiKey: 'none', maxRetries: 0 });
  const wrong = client.chat.completions.create({ model: 'm', messages: [] });
  await expect(wrong).rejects.toMatchObject({ status: 400, param: 'messages', type: 'invalid_request_error' });
  const right = await client.chat.completions.create({ model: 'm', messages: [{ role: 'user', content: 'hi' }] });
  expect(right.choices[0]?.message.content).toBe('ok');
});
