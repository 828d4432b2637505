import { joinResults, type StreamingParseResult, type ToolCallDelta } from '@smg/parser-core';
import { expect, test } from 'vitest';

function step(...calls: ToolCallDelta[]): StreamingParseResult {
  return {
    normalText: '',
    reasoningText: '',
    calls,
    deltas: calls.map((call) => ({ type: 'call', ...call })),
    issues: [],
  };
}

test('pieces of a call are merged by index, also where calls alternate', () => {
  const joined = joinResults([
    step({ index: 0, name: 'f', arguments: '{"a"' }),
    step({ index: 1, name: 'g', arguments: '{' }, { index: 0, arguments: ': 1}', done: true }),
    step({ index: 1, arguments: '}', done: true }),
  ]);
  expect(joined.toolCalls).toEqual([
    { name: 'f', arguments: '{"a": 1}', done: true },
    { name: 'g', arguments: '{}', done: true },
  ]);
});

test('the id of the first piece is kept; without one there is no id', () => {
  const joined = joinResults([
    step({ index: 0, id: 'call_1', name: 'f', arguments: '' }),
    step({ index: 1, name: 'g', arguments: '' }),
  ]);
  expect(joined.toolCalls[0]).toEqual({ id: 'call_1', name: 'f', arguments: '', done: false });
  expect('id' in joined.toolCalls[1]!).toBe(false);
});

test('texts and issues add up in order', () => {
  const issue = { code: 'stray-mark', offset: 3, text: 'x' } as const;
  const joined = joinResults([
    { ...step(), normalText: 'a', reasoningText: 'r', issues: [issue] },
    { ...step(), normalText: 'b', reasoningText: 's', issues: [{ ...issue, offset: 9 }] },
  ]);
  expect(joined).toEqual({
    normalText: 'ab',
    reasoningText: 'rs',
    toolCalls: [],
    issues: [issue, { ...issue, offset: 9 }],
  });
});

test('nothing adds up to nothing', () => {
  expect(joinResults([])).toEqual({ normalText: '', reasoningText: '', toolCalls: [], issues: [] });
});

test('any iterable will do', () => {
  function* steps() {
    yield step({ index: 0, name: 'f', arguments: '{}', done: true });
  }
  expect(joinResults(steps()).toolCalls).toHaveLength(1);
});
