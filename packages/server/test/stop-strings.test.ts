import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createStopStrings } from '../src/stop-strings.js';

const numRuns = Number(process.env.FC_RUNS ?? 300);

/** What must come out, said the slow way: the first place where any stop string is complete, the longest one there. */
function reference(text: string, stops: readonly string[], include: boolean) {
  for (let end = 1; end <= text.length; end++) {
    const ending = stops.filter((stop) => text.slice(0, end).endsWith(stop)).sort((a, b) => b.length - a.length)[0];
    if (ending !== undefined) return { text: text.slice(0, include ? end : end - ending.length), matched: ending };
  }
  return { text, matched: undefined };
}

function run(pieces: readonly string[], stops: readonly string[], include: boolean) {
  const finder = createStopStrings(stops, { include });
  let text = '';
  let matched: string | undefined;
  for (const piece of pieces) {
    const step = finder.push(piece);
    text += step.text;
    matched ??= step.matched;
  }
  return { text: text + finder.finish(), matched };
}

const letters = (max: number) => fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: max });

it('finds what a plain search finds, at any cut', () => {
  const stops = fc.array(
    letters(5).filter((s) => s !== ''),
    { maxLength: 4 },
  );
  fc.assert(
    fc.property(fc.array(letters(4), { maxLength: 12 }), stops, fc.boolean(), (pieces, given, include) => {
      expect(run(pieces, given, include)).toEqual(reference(pieces.join(''), given, include));
    }),
    { numRuns },
  );
});

it('stop_prefix_never_leaks: holds what may become a stop string, and nothing else', () => {
  const finder = createStopStrings(['STOP', 'O!']);
  expect(finder.push('go ST')).toEqual({ text: 'go ' });
  expect(finder.push('O')).toEqual({ text: '' });
  expect(finder.push('A')).toEqual({ text: 'STOA' });
  expect(finder.push('O')).toEqual({ text: '' });
  expect(finder.finish()).toBe('O');
});

it('is linear in long stop strings that almost match', () => {
  const finder = createStopStrings([`${'a'.repeat(50_000)}b`]);
  let text = '';
  for (let i = 0; i < 50; i++) text += finder.push('a'.repeat(4000)).text;
  expect(text.length + finder.finish().length).toBe(200_000);
});
