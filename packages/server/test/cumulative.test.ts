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
