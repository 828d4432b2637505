import {
  createParser,
  joinResults,
  marksOf,
  parseWhole,
  type StreamingParseResult,
  type StreamingParser,
  textUntil,
} from '@smg/parser-core';
import { describe, expect, test } from 'vitest';
import { readCalls } from './call-format.js';

const empty: StreamingParseResult = { normalText: '', reasoningText: '', calls: [], deltas: [], issues: [] };
const create = (): StreamingParser => createParser(readCalls);

/** Changes a result wherever it is not frozen. */
function spoil(result: StreamingParseResult): void {
  const open = result as unknown as { normalText: string; deltas: unknown[]; calls: unknown[]; issues: unknown[] };
  const acts = [
    () => open.deltas.push('x'),
    () => open.calls.push('x'),
    () => open.issues.push('x'),
    () => {
      open.normalText = 'x';
    },
  ];
  for (const act of acts) {
    try {
      act();
    } catch (error) {
      expect(error).toBeInstanceOf(TypeError);
    }
  }
}

describe('a finished parser', () => {
  test('throws TypeError on push and on finish', () => {
    const parser = create();
    parser.push('hello');
    parser.finish();
    expect(() => parser.push('more')).toThrow(TypeError);
    expect(() => parser.push('')).toThrow(TypeError);
    expect(() => parser.finish()).toThrow(TypeError);
  });

  test('says why', () => {
    const parser = create();
    parser.finish();
    expect(() => parser.push('more')).toThrow(/finish/);
  });
});

describe('push', () => {
  test.each([undefined, null, 5, {}, ['a'], Buffer.from('a')])('throws TypeError on %s', (chunk) => {
    expect(() => create().push(chunk as never)).toThrow(TypeError);
  });

  test('of nothing gives nothing, wherever it comes', () => {
    const parser = create();
    const steps = ['', '<ca', '', 'll f', '', '>{"a": ', '', '1}</call>', ''].map((chunk) => parser.push(chunk));
    for (const at of [0, 2, 4, 6, 8]) expect(steps[at]).toEqual(empty);
    expect(joinResults([...steps, parser.finish()]).toolCalls).toEqual([
      { name: 'f', arguments: '{"a": 1}', done: true },
    ]);
  });

  test('gives the name once, in the step that completes it', () => {
    const parser = create();
    expect(parser.push('<call f').calls).toEqual([]);
    expect(parser.push('>{').deltas).toEqual([{ type: 'call', index: 0, name: 'f', arguments: '{' }]);
    expect(parser.push('}').deltas).toEqual([{ type: 'call', index: 0, arguments: '}', done: true }]);
  });
});

describe('finish', () => {
  test('on empty input gives nothing', () => {
    expect(create().finish()).toEqual(empty);
    expect(parseWhole(create(), '')).toEqual({ normalText: '', reasoningText: '', toolCalls: [], issues: [] });
  });

  test('releases a held start of a mark as text', () => {
    const parser = create();
    expect(parser.push('a <cal').normalText).toBe('a ');
    expect(parser.finish().normalText).toBe('<cal');
  });

  test('names the call that stayed open', () => {
    const parser = create();
    parser.push('<call f>{"a": [1, ');
    const { calls, issues } = parser.finish();
    expect(calls).toEqual([]);
    expect(issues).toEqual([{ code: 'unclosed', offset: 16, text: ', ', index: 0 }]);
  });
});

describe('results', () => {
  test('belong to the caller: changing them changes nothing that follows', () => {
    const text = 'a <call f>{"a": 1}</call> b <call g>{}</call>';
    const parser = create();
    const copies: StreamingParseResult[] = [];
    for (const unit of text) {
      const result = parser.push(unit);
      copies.push(structuredClone(result));
      if (result.deltas.length === 0) continue;
      spoil(result);
    }
    copies.push(parser.finish());
    expect(joinResults(copies)).toEqual(parseWhole(create(), text));
  });

  test('are not shared: spoiling those of one parser spoils no other', () => {
    for (const chunk of ['', 'a', '<call f>']) spoil(create().push(chunk));
    expect(create().push('')).toEqual(empty);
    expect(create().push('a')).toEqual({ ...empty, normalText: 'a', deltas: [{ type: 'text', text: 'a' }] });
  });
});

test('text a grammar leaves when it returns goes out as text', () => {
  const stop = marksOf('STOP');
  const parser = createParser(function* (ask) {
    yield* textUntil(ask, stop);
  });
  const result = parseWhole(parser, 'a STOP b STOP c');
  expect(result.normalText).toBe('a  b STOP c');
});

test('parsers of one grammar do not share anything', () => {
  const [one, other] = [create(), create()];
  one.push('<call f>{"a":');
  expect(other.push('plain').normalText).toBe('plain');
  expect(one.push('1}').calls[0]?.done).toBe(true);
});
