import { isJsonPrefix } from '@smg/parser-core/testing';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';

const numRuns = Number(process.env.FC_RUNS ?? 300);
const texts = [
  '{"a": [1, -2.5e+3, true, null], "b": {"c": "x\\n\\u00e9\\\\"}}',
  ' [ ] ',
  '0',
  '"\\ud83d"',
  '-0.0E-1',
  'false',
];

test.each(texts)('every prefix of %s is one', (text) => {
  JSON.parse(text);
  for (let to = 0; to <= text.length; to++)
    expect([text.slice(0, to), isJsonPrefix(text.slice(0, to))]).toEqual([text.slice(0, to), true]);
});

test.each([
  '{a',
  "{'a",
  '{,',
  '[,',
  '{"a" 1',
  '{"a": }',
  '{"a": 1,}',
  '[1,]',
  '01',
  '1.e',
  '.5',
  '+1',
  'tru ',
  'True',
  'nul1',
  '"\\x',
  '"\\u12g',
  '"\n',
  '{}}',
  '{} x',
  ']',
  '[}',
  '1 2',
  'NaN',
  '--1',
])('%j is none', (text) => {
  expect(isJsonPrefix(text)).toBe(false);
});

test('agrees with JSON.parse: a prefix of what parses is one, and what parses is one', () => {
  fc.assert(
    fc.property(fc.json(), fc.nat(), (text, at) => isJsonPrefix(text.slice(0, at % (text.length + 1)))),
    { numRuns },
  );
});

test('what it refuses cannot be completed to JSON by anything short', () => {
  const unit = fc.constantFrom('{', '}', '[', ']', '"', ':', ',', '1', '-', '.', 'e', 't', 'r', 'u', '\\', ' ');
  const short = fc.string({ unit, maxLength: 5 });
  fc.assert(
    fc.property(short, short, (start, rest) => {
      fc.pre(!isJsonPrefix(start));
      expect(() => JSON.parse(start + rest)).toThrow(SyntaxError);
    }),
    { numRuns: numRuns * 10 },
  );
});
