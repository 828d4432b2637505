import { decodeSse, encodeEvent, type SseEvent, sseResponse } from '@smg/sse';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';

/** An endless source of events that counts what is asked of it. */
function countedItems() {
  const count = { next: 0, return: 0 };
  const iterator: AsyncIterator<string> = {
    async next() {
      return { done: false, value: encodeEvent({ data: String(count.next++) }) };
    },
    async return() {
      count.return++;
      return { done: true, value: undefined };
    },
  };
  return { count, items: { [Symbol.asyncIterator]: () => iterator } };
}

/** An iterator whose items come when told to. */
function told<T>() {
  const waiting: { resolve(result: IteratorResult<T>): void; reject(error: Error): void }[] = [];
  const count = { return: 0 };
  const iterator: AsyncIterator<T> = {
    next: () => new Promise((resolve, reject) => waiting.push({ resolve, reject })),
    async return() {
      count.return++;
      return { done: true, value: undefined };
    },
  };
  return {
    count,
    items: { [Symbol.asyncIterator]: () => iterator },
    send: (value: T) => waiting.shift()!.resolve({ done: false, value }),
    end: () => waiting.shift()!.resolve({ done: true, value: undefined }),
    fail: (error: Error) => waiting.shift()!.reject(error),
  };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));
const text = (chunk: { value?: Uint8Array | undefined }) => new TextDecoder().decode(chunk.value);

describe('the response', () => {
  test('has the headers of an event stream', () => {
    const response = sseResponse([]);
    expect(response.status).toBe(200);
    expect(Object.fromEntries(response.headers)).toEqual({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-cache, no-transform',
      'x-accel-buffering': 'no',
    });
  });

  test('takes status and headers, which win', () => {
    const response = sseResponse([], { status: 201, headers: { 'X-Request-Id': '7', 'Cache-Control': 'no-store' } });
    expect(response.status).toBe(201);
    expect(response.headers.get('x-request-id')).toBe('7');
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
  });

  test('sends events, and frames as they are', async () => {
    async function* items() {
      yield { data: 'a\nb', event: 'x', id: '1' };
      yield 'data: {"é":"😀"}\n\n';
    }
    expect(await sseResponse(items()).text()).toBe('event: x\nid: 1\ndata: a\ndata: b\n\ndata: {"é":"😀"}\n\n');
  });

  test('takes an array', async () => {
    expect(await sseResponse([{ data: '1' }, 'data: [DONE]\n\n']).text()).toBe('data: 1\n\ndata: [DONE]\n\n');
    expect(await sseResponse([]).text()).toBe('');
  });

  test('reads back with decodeSse', async () => {
    const sent: SseEvent[] = [{ data: '{"a":1}' }, { data: 'a\n\nb', event: 'x', id: '1' }];
    const read: SseEvent[] = [];
    for await (const event of decodeSse(sseResponse(sent).body!)) read.push(event);
    expect(read).toEqual(sent);
  });
});

describe('what it asks of the iterator', () => {
  test('one item for each that is read, none before', async () => {
    const { items, count } = countedItems();
    const reader = sseResponse(items).body!.getReader();
    await settled();
    expect(count.next).toBe(0);
    for (const data of ['0', '1', '2']) {
      expect(text(await reader.read())).toBe(`data: ${data}\n\n`);
      await settled();
      expect(count.next).toBe(Number(data) + 1);
    }
    await reader.cancel();
  });

  test('return, once, when the client leaves', async () => {
    const { items, count } = countedItems();
    const reader = sseResponse(items).body!.getReader();
    await reader.read();
    await reader.cancel();
    await reader.cancel();
    expect(count).toEqual({ next: 1, return: 1 });
  });

  test('return when the client leaves before the first item', async () => {
    const { items, count } = countedItems();
    await sseResponse(items).body!.cancel();
    expect(count).toEqual({ next: 0, return: 1 });
  });

  test('return at once when the client leaves while an item is awaited, and the late item goes nowhere', async () => {
    const source = told<string>();
    const reader = sseResponse(source.items, { keepAliveMs: 60_000 }).body!.getReader();
    const waiting = reader.read();
    await settled();
    await reader.cancel();
    expect(source.count.return).toBe(1);
    source.send('data: late\n\n');
    expect(await waiting).toEqual({ done: true, value: undefined });
  });

  test('no return after a normal end or an error of its own', async () => {
    const ending = told<string>();
    const whole = sseResponse(ending.items).text();
    await settled();
    ending.end();
    expect(await whole).toBe('');
    expect(ending.count.return).toBe(0);

    const failing = told<string>();
    const broken = sseResponse(failing.items).body!.getReader();
    const first = broken.read();
    await settled();
    failing.send('data: 1\n\n');
    expect(text(await first)).toBe('data: 1\n\n');
    const second = broken.read();
    await settled();
    failing.fail(new Error('engine died'));
    await expect(second).rejects.toThrow('engine died');
    expect(failing.count.return).toBe(0);
  });

  test('an event that cannot be encoded fails the body and returns the iterator', async () => {
    const source = told<{ data: string; id: string }>();
    const whole = sseResponse(source.items).text();
    const failure = expect(whole).rejects.toThrow('`id`');
    await settled();
    source.send({ data: 'x', id: 'a\nb' });
    await failure;
    expect(source.count.return).toBe(1);
  });

  test('an error of return reaches who cancels', async () => {
    const items = {
      [Symbol.asyncIterator]: () => ({
        next: async () => ({ done: false as const, value: '' }),
        return: () => Promise.reject(new Error('no')),
      }),
    };
    await expect(sseResponse(items).body!.cancel()).rejects.toThrow('no');
  });

  test('a generator runs its finally when the client leaves', async () => {
    let cleaned = false;
    async function* items() {
      try {
        for (;;) yield 'data: x\n\n';
      } finally {
        cleaned = true;
      }
    }
    for await (const _ of sseResponse(items()).body!) break;
    expect(cleaned).toBe(true);
  });
});

describe('keepAliveMs', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  test('sends a comment for each silent interval, between items only', async () => {
    const source = told<string>();
    const reader = sseResponse(source.items, { keepAliveMs: 1000 }).body!.getReader();
    let read = reader.read();
    await settled();
    vi.advanceTimersByTime(999);
    source.send('data: 1\n\n');
    expect(text(await read)).toBe('data: 1\n\n');

    read = reader.read();
    await settled();
    vi.advanceTimersByTime(999);
    vi.advanceTimersByTime(1);
    expect(text(await read)).toBe(': keep-alive\n\n');
    read = reader.read();
    vi.advanceTimersByTime(1000);
    expect(text(await read)).toBe(': keep-alive\n\n');
    read = reader.read();
    source.send('data: 2\n\n');
    expect(text(await read)).toBe('data: 2\n\n');

    read = reader.read();
    await settled();
    source.end();
    expect((await read).done).toBe(true);
    expect(vi.getTimerCount()).toBe(0);
  });

  test('comments do not pile up where nobody reads, and the item follows the one that waits', async () => {
    const source = told<string>();
    const reader = sseResponse(source.items, { keepAliveMs: 1000 }).body!.getReader();
    const first = reader.read();
    await settled();
    vi.advanceTimersByTime(10_000);
    source.send('data: 1\n\n');
    await settled();
    expect(text(await first)).toBe(': keep-alive\n\n');
    expect(text(await reader.read())).toBe(': keep-alive\n\n');
    expect(text(await reader.read())).toBe('data: 1\n\n');
    expect(vi.getTimerCount()).toBe(0); // nothing is awaited
    await reader.cancel();
  });

  test.each([0, Number.POSITIVE_INFINITY])('%d: no comments', async (keepAliveMs) => {
    const source = told<string>();
    const reader = sseResponse(source.items, { keepAliveMs }).body!.getReader();
    const read = reader.read();
    await settled();
    vi.advanceTimersByTime(100_000_000);
    source.send('data: 1\n\n');
    expect(text(await read)).toBe('data: 1\n\n');
    await reader.cancel();
  });

  test.each(['cancel', 'fail'] as const)('no timer is left after %s', async (how) => {
    const source = told<string>();
    const reader = sseResponse(source.items, { keepAliveMs: 1000 }).body!.getReader();
    const read = reader.read().catch(() => {});
    await settled();
    expect(vi.getTimerCount()).toBe(1);
    if (how === 'cancel') await reader.cancel();
    else source.fail(new Error('x'));
    await read;
    expect(vi.getTimerCount()).toBe(0);
  });
});
