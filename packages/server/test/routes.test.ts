import { createHandler, OptionsError } from '@smg/server';
import { describe, expect, it } from 'vitest';
import { askJson, chatBody, chatRequest } from './support/chat.js';

const engine = async function* () {
  yield 'ok';
};

describe('models', () => {
  it('lists the given ones and serves no others', async () => {
    const handler = createHandler({ engine, models: ['a/b', { id: 'c' }, 'c'] });
    const list = await (await handler(new Request('http://test/v1/models'))).json();
    expect(list).toMatchObject({ object: 'list', data: [{ id: 'a/b', object: 'model' }, { id: 'c' }] });
    expect(list.data).toHaveLength(2);
    for (const path of ['a/b', 'a%2Fb']) {
      expect(await (await handler(new Request(`http://test/v1/models/${path}`))).json()).toMatchObject({ id: 'a/b' });
    }
    const missing = await handler(new Request('http://test/v1/models/d'));
    expect(missing.status).toBe(404);
    expect(await missing.json()).toMatchObject({ error: { code: 'model_not_found', type: 'not_found_error' } });
    expect(await askJson(handler, chatBody({ model: 'd' }))).toMatchObject({
      status: 404,
      json: { error: { param: 'model' } },
    });
    expect((await askJson(handler, chatBody({ model: 'c' }))).status).toBe(200);
  });

  it('serves any name where none is given', async () => {
    const handler = createHandler({ engine });
    expect((await askJson(handler, chatBody({ model: 'anything' }))).json.model).toBe('anything');
  });
});

it('is healthy', async () => {
  const response = await createHandler({ engine, apiKeys: ['k'] })(new Request('http://test/health'));
  expect(response.status).toBe(200);
});

it('answers unknown paths and methods with error objects', async () => {
  const handler = createHandler({ engine });
  const lost = await handler(new Request('http://test/v1/nothing'));
  expect(lost.status).toBe(404);
  expect(await lost.json()).toMatchObject({
    error: { type: 'not_found_error', message: expect.stringContaining('/v1/nothing') },
  });
  const wrong = await handler(new Request('http://test/v1/chat/completions'));
  expect(wrong.status).toBe(405);
  expect(wrong.headers.get('allow')).toBe('POST');
  expect(await wrong.json()).toMatchObject({ error: { code: 'method_not_allowed' } });
});

it('finds its routes under a base path', async () => {
  const handler = createHandler({ engine, basePath: '/api/' });
  expect((await handler(new Request('http://test/api/health'))).status).toBe(200);
  expect((await handler(new Request('http://test/health'))).status).toBe(404);
  expect((await handler(new Request('http://test/apix/health'))).status).toBe(404);
});

it('keeps a sensible x-request-id', async () => {
  const handler = createHandler({ engine });
  const ask = async (id: string) =>
    (await handler(new Request('http://test/health', { headers: { 'x-request-id': id } }))).headers.get('x-request-id');
  expect(await ask('abc-1')).toBe('abc-1');
  expect(await ask('a b')).toMatch(/^req_/);
});

it('lets only known keys in', async () => {
  const handler = createHandler({ engine, apiKeys: ['one', 'two'] });
  const ask = (authorization?: string) =>
    handler(
      chatRequest(chatBody(), {
        headers: { 'content-type': 'application/json', ...(authorization && { authorization }) },
      }),
    );
  expect((await ask('Bearer two')).status).toBe(200);
  expect((await ask('bearer one')).status).toBe(200);
  for (const wrong of [undefined, 'Bearer three', 'Bearer on', 'Basic one', 'Bearer ', 'one']) {
    const response = await ask(wrong);
    expect(response.status).toBe(401);
    expect(await response.json()).toMatchObject({ error: { type: 'authentication_error', code: 'invalid_api_key' } });
  }
});

it('says all that is wrong with its options at once', () => {
  const make = () =>
    createHandler({
      engine: 5 as never,
      toolParser: 'herms',
      reasoningParser: 'qwen33',
      reasoningField: 'thoughts' as never,
      limits: { maxBodyBytes: -1, keepAlive: 1 } as never,
      apiKeys: [''],
    });
  expect(make).toThrow(OptionsError);
  expect(make).toThrow(/tool parser "herms".*"hermes".*Valid: .*pythonic/);
  expect(make).toThrow(/reasoning parser "qwen33".*"qwen3"/);
  const formats = { toolParser: 5, reasoningParser: {} } as never;
  expect(() => createHandler({ engine, ...(formats as object) })).toThrow(/toolParser must[\s\S]*reasoningParser must/);
  for (const part of ['reasoningField', 'maxBodyBytes', 'keepAliveMs', 'apiKeys', 'engine must be']) {
    expect(make).toThrow(part);
  }
});
