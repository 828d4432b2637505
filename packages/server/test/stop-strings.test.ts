import { createHandler } from '@smg/server';
import { getToolFormat } from '@smg/tool-parsers';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { askJson, askStream, chatBody, choicesOf, contentOf } from './support/chat.js';
import { numRuns, runsTimeout } from './support/runs.js';

/** What must come out, said the slow way: the first place where any stop string is complete, the longest one there. */
function reference(text: string, stops: readonly string[], include: boolean) {
  for (let end = 1; end <= text.length; end++) {
    const ending = stops.filter((stop) => text.slice(0, end).endsWith(stop)).sort((a, b) => b.length - a.length)[0];
    if (ending !== undefined) return { text: text.slice(0, include ? end : end - ending.length), matched: ending };
  }
  return { text, matched: undefined };
}

function saying(pieces: readonly string[]) {
  return createHandler({
    engine: async function* () {
      yield* pieces;
    },
  });
}

const letters = (minLength: number, maxLength: number) =>
  fc.string({ unit: fc.constantFrom('a', 'b', 'c'), minLength, maxLength });

describe('stop strings', () => {
  it(
    'end an answer where a plain search would, at any cut',
    async () => {
      const pieces = fc.array(letters(0, 4), { maxLength: 12 });
      const stops = fc.array(letters(1, 5), { minLength: 1, maxLength: 4 });
      await fc.assert(
        fc.asyncProperty(pieces, stops, fc.boolean(), async (said, stop, include) => {
          const body = chatBody({ stop, include_stop_str_in_output: include });
          const [choice] = (await askJson(saying(said), body)).json.choices;
          expect({ text: choice.message.content ?? '', matched: choice.matched_stop }).toEqual(
            reference(said.join(''), stop, include),
          );
        }),
        { numRuns },
      );
    },
    runsTimeout,
  );

  it('stop_prefix_never_leaks: what may become one is held, and nothing else', async () => {
    const { frames } = await askStream(saying(['go ST', 'O', 'A', 'O']), chatBody({ stop: ['STOP', 'O!'] }));
    expect(choicesOf(frames).flatMap((choice) => choice.delta.content || [])).toEqual(['go ', 'STOA', 'O']);
  });

  it('are cheap, however long they are and however close the text comes', async () => {
    const pieces = Array.from({ length: 50 }, () => 'a'.repeat(4000));
    const { frames } = await askStream(saying(pieces), chatBody({ stop: [`${'a'.repeat(4095)}b`] }));
    expect(contentOf(frames)).toHaveLength(200_000);
  });

  it.each([1, 128])('stop_too_long_is_refused: what would be held for each of %i choices is bounded', async (n) => {
    const stop = 'a'.repeat(4097);
    for (const [given, param] of [
      [stop, 'stop'],
      [['b', stop], 'stop[1]'],
    ] as const) {
      const { status, json } = await askJson(saying(['a']), chatBody({ n, stop: given }));
      expect(status).toBe(400);
      expect(json.error).toMatchObject({ param, code: 'string_above_max_length' });
    }
    expect((await askJson(saying(['a']), chatBody({ n, stop: stop.slice(1) }))).status).toBe(200);
  });

  it('readers_wait_for_their_turn: a request in the queue makes no parsers', async () => {
    let parsers = 0;
    let release: () => void = () => undefined;
    const blocked = new Promise<void>((resolve) => {
      release = resolve;
    });
    const hermes = getToolFormat('hermes');
    const handler = createHandler({
      engine: async function* () {
        await blocked;
        yield 'ok';
      },
      toolParser: {
        ...hermes,
        createParser: (options) => {
          parsers++;
          return hermes.createParser(options);
        },
      },
      limits: { maxConcurrent: 1 },
    });
    const tools = [{ type: 'function', function: { name: 'f' } }];
    const answers = [1, 2].map(() => askJson(handler, chatBody({ n: 3, tools })));
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(parsers).toBe(3);
    release();
    expect((await Promise.all(answers)).map(({ status }) => status)).toEqual([200, 200]);
    expect(parsers).toBe(6);
  });
});
