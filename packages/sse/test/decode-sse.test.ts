import { decodeSse, type SseEvent } from '@smg/sse';
import { describe, expect, test } from 'vitest';

const encoder = new TextEncoder();

/** A source that counts what is asked of it. */
function countedSource(chunks: readonly (Uint8Array | string)[], error?: Error) {
  const count = { next: 0, return: 0 };
  const iterator: AsyncIterator<Uint8Array | string> = {
    async next() {
      const value = chunks[count.next++];
      if (value !== undefined) return { done: false, value };
      if (error !== undefined) throw error;
      return { done: true, value: undefined };
    },
    async return() {
      count.return++;
      return { done: true, value: undefined };
    },
  };
  return { count, source: { [Symbol.asyncIterator]: () => iterator } };
}

async function all(events: AsyncIterable<SseEvent>): Promise<SseEvent[]> {
  const read: SseEvent[] = [];
  for await (const event of events) read.push(event);
  return read;
}

const bytesOneByOne = (text: string) => Array.from(encoder.encode(text), (byte) => Uint8Array.of(byte));

describe('what it reads', () => {
  test('bytes cut anywhere, through characters too', async () => {
    const { source, count } = countedSource(bytesOneByOne('data: é😀\r\n\r\nevent: x\ndata: 漢\n\n'));
    expect(await all(decodeSse(source))).toEqual([{ data: 'é😀' }, { data: '漢', event: 'x' }]);
    expect(count.return).toBe(0); // it ended by itself
  });

  test('a web stream, the body of a Response included', async () => {
    expect(await all(decodeSse(new Response('data: a\n\ndata: b').body!))).toEqual([
      { data: 'a' },
      { data: 'b', incomplete: 'unterminated' },
    ]);
  });

  test('text', async () => {
    expect(await all(decodeSse(countedSource(['data: \ud83d', '\ude00\n', '\n']).source))).toEqual([{ data: '😀' }]);
  });

  test('one byte order mark', async () => {
    expect(await all(decodeSse(countedSource(bytesOneByOne('\uFEFFdata: a\n\n')).source))).toEqual([{ data: 'a' }]);
    expect(await all(decodeSse(countedSource([encoder.encode('\uFEFF\uFEFFdata: a\n\n')]).source))).toEqual([]);
  });

  test('an empty source', async () => {
    expect(await all(decodeSse(countedSource([]).source))).toEqual([]);
  });

  test('the options of the parser hold', async () => {
    const comments: string[] = [];
    const { source } = countedSource([': hi\n\ndata: 123456789\n\n']);
    const options = { maxEventSize: 10, onComment: (text: string) => comments.push(text) };
    expect(await all(decodeSse(source, options))).toEqual([{ data: '1234', incomplete: 'too-long' }]);
    expect(comments).toEqual(['hi']);
  });
});

describe('bytes that are no UTF-8', () => {
  const broken = [
    encoder.encode('data: a'),
    Uint8Array.of(0xff),
    encoder.encode('b\n\n'),
    encoder.encode('data: c\n\n'),
  ];

  test('read as U+FFFD', async () => {
    expect(await all(decodeSse(countedSource(broken).source))).toEqual([{ data: 'a\uFFFDb' }, { data: 'c' }]);
    expect(await all(decodeSse(countedSource([encoder.encode('data: a'), Uint8Array.of(0xf0, 0x9f)]).source))).toEqual([
      { data: 'a\uFFFD', incomplete: 'unterminated' },
    ]);
  });

  test('throw where fatal is set, and the source is returned', async () => {
    const { source, count } = countedSource(broken);
    await expect(all(decodeSse(source, { fatal: true }))).rejects.toThrow(TypeError);
    expect(count).toEqual({ next: 2, return: 1 });
  });

  test('cut off at the end throw where fatal is set', async () => {
    const { source, count } = countedSource([encoder.encode('data: a'), Uint8Array.of(0xf0, 0x9f)]);
    await expect(all(decodeSse(source, { fatal: true }))).rejects.toThrow(TypeError);
    expect(count.return).toBe(0);
  });
});

describe('what it asks of the source', () => {
  test('nothing before the first event is asked for, and no chunk ahead', async () => {
    const { source, count } = countedSource(['data: a\n\ndata: b\n\n', 'data: c\n\n', 'data: d\n\n']);
    const events = decodeSse(source);
    expect(count.next).toBe(0);
    await events.next();
    await events.next();
    expect(count.next).toBe(1);
    await events.next();
    expect(count.next).toBe(2);
  });

  test('return, once, when the consumer stops', async () => {
    const { source, count } = countedSource(['data: a\n\ndata: b\n\n', 'data: c\n\n']);
    const events = decodeSse(source);
    for await (const event of events) {
      expect(event).toEqual({ data: 'a' });
      break;
    }
    expect(count).toEqual({ next: 1, return: 1 });
    await events.return?.();
    expect(await events.next()).toEqual({ done: true, value: undefined });
    expect(count).toEqual({ next: 1, return: 1 });
  });

  test('return, once, when the consumer never starts', async () => {
    const { source, count } = countedSource(['data: a\n\n']);
    const events = decodeSse(source);
    await events.return?.();
    expect(await events.next()).toEqual({ done: true, value: undefined });
    expect(count).toEqual({ next: 0, return: 1 });
  });

  test('no return where the source fails, and its error passes on after the events before it', async () => {
    const { source, count } = countedSource(['data: a\n\ndata: b'], new Error('connection reset'));
    const events = decodeSse(source);
    expect(await events.next()).toEqual({ done: false, value: { data: 'a' } });
    await expect(events.next()).rejects.toThrow('connection reset');
    expect(await events.next()).toEqual({ done: true, value: undefined });
    await events.return?.();
    expect(count.return).toBe(0);
  });

  test('a silent stream is cancelled while it is read', async () => {
    let cancelled = 0;
    const silent = new ReadableStream<Uint8Array>({
      start: (controller) => controller.enqueue(encoder.encode('data: half')),
      cancel() {
        cancelled++;
      },
    });
    const events = decodeSse(silent);
    const waiting = events.next();
    await events.return?.();
    expect(await waiting).toEqual({ done: true, value: undefined });
    expect(cancelled).toBe(1);
  });
});
