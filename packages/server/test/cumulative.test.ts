import { type EngineChunk, type EngineRequest, fromCumulative } from '@smg/server';
import { expect, it } from 'vitest';

const request = { n: 1, prompt: { text: '' } } as EngineRequest;

async function play(chunks: readonly (EngineChunk | string)[]): Promise<EngineChunk[]> {
  const engine = fromCumulative(async function* () {
    yield* chunks;
  });
  const out: EngineChunk[] = [];
  for await (const chunk of engine.generate(request, new AbortController().signal)) {
    out.push(typeof chunk === 'string' ? { text: chunk } : chunk);
  }
  return out;
}

it('gives the new part of each text', async () => {
  expect(await play(['He', 'Hello', 'Hello world'])).toEqual([{ text: 'He' }, { text: 'llo' }, { text: ' world' }]);
});

it('keeps choices apart', async () => {
  const chunks = [
    { index: 0, text: 'a' },
    { index: 1, text: 'b' },
    { index: 0, text: 'ac' },
    { index: 1, text: 'bd' },
  ];
  expect((await play(chunks)).map((chunk) => chunk.text)).toEqual(['a', 'b', 'c', 'd']);
});

it('adds nothing for a refresh without new text, but keeps what else it says', async () => {
  const usage = { promptTokens: 1, completionTokens: 2 };
  expect(await play(['Hello', { text: 'Hello', usage }, { text: 'Hell', finishReason: 'stop' }, { usage }])).toEqual([
    { text: 'Hello' },
    { usage },
    { finishReason: 'stop' },
    { usage },
  ]);
});

it('holds a half decoded character until the other half comes', async () => {
  expect(await play(['a\uFFFD', 'a\uFFFD\uFFFD', 'a😀', 'a😀b'])).toEqual([
    { text: 'a' },
    {},
    { text: '😀' },
    { text: 'b' },
  ]);
});

it('lets go of a broken character at the end', async () => {
  expect((await play(['a', 'a\uFFFD'])).map((chunk) => chunk.text).join('')).toBe('a\uFFFD');
  expect((await play(['a', { text: 'a\uFFFD', finishReason: 'stop' }])).map((c) => c.text).join('')).toBe('a\uFFFD');
});

it('throws rather than take back what was sent', async () => {
  await expect(play(['Hello', 'Howdy'])).rejects.toThrow('not cumulative');
});

it('held_text_goes_with_the_finish: where the finishing chunk has no text', async () => {
  const played = await play(['ab\uFFFD', { finishReason: 'length' }]);
  expect(played).toEqual([{ text: 'ab' }, { finishReason: 'length', text: '\uFFFD' }]);
});

it('ends the engine whose text is not cumulative', async () => {
  let ended = false;
  const engine = fromCumulative(async function* () {
    try {
      yield 'Hello';
      yield 'Howdy';
    } finally {
      ended = true;
    }
  });
  const readAll = async () => {
    for await (const chunk of engine.generate(request, new AbortController().signal)) void chunk;
  };
  await expect(readAll()).rejects.toThrow('not cumulative');
  expect(ended).toBe(true);
});

it('return_reaches_the_engine: at once, though its next() hangs', async () => {
  let returned = 0;
  const engine = fromCumulative(() => {
    const iterator: AsyncIterableIterator<string> = {
      next: () => new Promise(() => undefined),
      async return() {
        returned++;
        return { done: true, value: undefined };
      },
      [Symbol.asyncIterator]: () => iterator,
    };
    return iterator;
  });
  const iterator = engine.generate(request, new AbortController().signal)[Symbol.asyncIterator]();
  void iterator.next();
  await iterator.return?.();
  expect(returned).toBe(1);
}, 2000);
