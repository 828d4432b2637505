import {
  type Ask,
  createParser,
  joinResults,
  marksOf,
  parseWhole,
  pipe,
  type Reading,
  type StreamingParser,
  textUntil,
} from '@smg/parser-core';
import { pipeLaws } from '@smg/parser-core/testing';
import { describe, expect, test } from 'vitest';
import { callMarks, readCalls } from './call-format.js';

const runs = Number(process.env.FC_RUNS ?? 300);
const calls = (): StreamingParser => createParser(readCalls);

const thinkOpen = marksOf('[think]');
const thinkEnd = marksOf('[/think]');

/** Reasoning between `[think]` and `[/think]`, anywhere. */
function* readThoughts(ask: Ask): Reading<void> {
  while ((yield* textUntil(ask, thinkOpen)) >= 0) {
    ask.release();
    if ((yield* textUntil(ask, thinkEnd, { as: 'reasoning' })) < 0) return;
    ask.release();
  }
}
const thoughts = (): StreamingParser => createParser(readThoughts);

const shout = marksOf('!');

/** Each `!` is a call of `shout`. */
function* readShouts(ask: Ask): Reading<void> {
  while ((yield* textUntil(ask, shout)) >= 0) {
    ask.release();
    ask.openCall('shout');
    ask.sendArguments('{}');
    ask.closeCall();
  }
}
const shouts = (): StreamingParser => createParser(readShouts);

describe('pipe', () => {
  test('the second reads the text of the first, the rest keeps its place', () => {
    const parser = pipe(thoughts(), calls());
    const { deltas } = parser.push('a [think]why <call f>[/think]b <call f>{}</call> c');
    expect(deltas).toEqual([
      { type: 'text', text: 'a ' },
      { type: 'reasoning', text: 'why <call f>' },
      { type: 'text', text: 'b ' },
      { type: 'call', index: 0, name: 'f', arguments: '{}', done: true },
      { type: 'text', text: ' c' },
    ]);
  });

  test('calls of both are numbered densely in the order of their deltas', () => {
    const text = '<call a>{}</call>! <call b>{"x": "!"}</call>!!<call c>{}</call>';
    for (const chunks of [[text], text.split('')]) {
      const parser = pipe(calls(), shouts());
      const steps = [...chunks.map((chunk) => parser.push(chunk)), parser.finish()];
      const begun = steps.flatMap((step) => step.calls).filter((call) => call.name !== undefined);
      expect(begun.map((call) => [call.index, call.name])).toEqual([
        [0, 'a'],
        [1, 'shout'],
        [2, 'b'],
        [3, 'shout'],
        [4, 'shout'],
        [5, 'c'],
      ]);
      expect(joinResults(steps).toolCalls[2]).toEqual({ name: 'b', arguments: '{"x": "!"}', done: true });
    }
  });

  test('issues name the calls as the pipe numbers them', () => {
    const { issues } = parseWhole(pipe(shouts(), calls()), '!!<call f>{"a": ');
    expect(issues).toEqual([{ code: 'unclosed', offset: 14, text: '', index: 2 }]);
  });

  test("offsets of the second's issues count in the text it was given, the first's in the input", () => {
    const text = '[think]12345[/think]<call f>{a}</call>';
    expect(parseWhole(pipe(thoughts(), calls()), text).issues).toEqual([
      { code: 'malformed-arguments', offset: '<call f>{'.length, text: 'a}</call>', index: 0 },
    ]);
    expect(parseWhole(pipe(calls(), thoughts()), text).issues).toEqual([
      { code: 'malformed-arguments', offset: text.indexOf('a}'), text: 'a}</call>', index: 0 },
    ]);
  });

  test('at the end the second reads what the first released, then finishes', () => {
    const parser = pipe(thoughts(), calls());
    parser.push('<call f>{"a": 1}</call>[thi');
    expect(parser.finish().normalText).toBe('[thi');
    const cut = pipe(thoughts(), shouts());
    cut.push('[');
    expect(cut.finish().deltas).toEqual([{ type: 'text', text: '[' }]);
    // What the second had held comes out too, behind the first's.
    const both = pipe(thoughts(), calls());
    both.push('<call [th');
    expect(both.finish()).toMatchObject({ normalText: '<call [th' });
  });

  test('a finished pipe throws TypeError', () => {
    const parser = pipe(thoughts(), calls());
    parser.finish();
    expect(() => parser.push('x')).toThrow(TypeError);
    expect(() => parser.finish()).toThrow(TypeError);
  });

  test('empty pushes and empty input give nothing', () => {
    const parser = pipe(thoughts(), calls());
    expect(parser.push('')).toEqual({ normalText: '', reasoningText: '', calls: [], deltas: [], issues: [] });
    expect(parser.finish()).toEqual({ normalText: '', reasoningText: '', calls: [], deltas: [], issues: [] });
  });

  test('pipes are associative', () => {
    const text = 'x [think]![/think]!<call f>{"a": "!"}</call>[think]r';
    const left = parseWhole(pipe(pipe(thoughts(), calls()), shouts()), text);
    const right = parseWhole(pipe(thoughts(), pipe(calls(), shouts())), text);
    expect(left).toEqual(right);
    expect(left.toolCalls.map((call) => call.name)).toEqual(['shout', 'f']);
    expect(left.reasoningText).toBe('!r');
  });
});

const pipes: readonly (readonly [string, () => StreamingParser])[] = [
  ['reasoning, then calls', () => pipe(thoughts(), calls())],
  ['calls, then calls', () => pipe(calls(), shouts())],
  ['a pipe of a pipe', () => pipe(pipe(thoughts(), calls()), shouts())],
  ['a pipe into a pipe', () => pipe(thoughts(), pipe(calls(), shouts()))],
];

describe.each(pipes)('laws of %s', (_, create) => {
  const marks = [...callMarks, '[think]', '[/think]', '!'];
  const sentences = ['[think]r[/think]a <call f>{"a": [1, "x"]}</call> b!'];
  for (const law of pipeLaws(create, { marks, sentences, runs })) test(law.name, () => law.check(), 3_600_000);
});
