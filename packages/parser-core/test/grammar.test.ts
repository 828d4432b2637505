import {
  type Ask,
  createParser,
  escapeString,
  marksOf,
  notACall,
  type ParseIssue,
  type ParserOptions,
  parseWhole,
  pythonToJson,
  textUntil,
  upTo,
} from '@smg/parser-core';
import { describe, expect, test, vi } from 'vitest';
import { readCalls } from './call-format.js';

const create = (options?: ParserOptions) => createParser(readCalls, options);

/** The results of every cut in two, and unit by unit. */
function atEveryCut(text: string, options?: ParserOptions): unknown[] {
  const cuts = [
    [...text.split('')],
    ...Array.from({ length: text.length }, (_, at) => [text.slice(0, at), text.slice(at)]),
  ];
  return cuts.map((chunks) => {
    const parser = create(options);
    const steps = [...chunks.map((chunk) => parser.push(chunk)), parser.finish()];
    return {
      text: steps.map((step) => step.normalText).join(''),
      arguments: steps.flatMap((step) => step.calls.map((call) => call.arguments)).join(''),
      names: steps.flatMap((step) => step.calls.map((call) => call.name).filter(Boolean)),
      issues: steps.flatMap((step) => step.issues),
    };
  });
}

describe('ids', () => {
  test('nextId is asked once for each call, with its index and name', () => {
    const nextId = vi.fn((index: number, name: string) => `${name}-${index}`);
    const parser = create({ nextId });
    const calls = [...'<call f>{"a": "long"}</call><call g>{}</call>'].flatMap((unit) => parser.push(unit).calls);
    expect(nextId.mock.calls).toEqual([
      [0, 'f'],
      [1, 'g'],
    ]);
    expect(calls.filter((call) => call.id !== undefined)).toEqual([
      expect.objectContaining({ index: 0, id: 'f-0', name: 'f' }),
      expect.objectContaining({ index: 1, id: 'g-1', name: 'g' }),
    ]);
  });

  test('by default there is none', () => {
    const [call] = create().push('<call f>{}</call>').calls;
    expect('id' in call!).toBe(false);
  });

  test("the format's own id wins", () => {
    const parser = createParser(
      function* (ask: Ask) {
        yield* textUntil(ask, marksOf('!'));
        ask.release();
        ask.openCall('f', 'own');
      },
      { nextId: () => 'made' },
    );
    expect(parser.push('!').calls).toEqual([{ type: 'call', index: 0, id: 'own', name: 'f', arguments: '' }]);
  });
});

describe('maxHeld', () => {
  test('what stays undecided for longer goes out as text, at the same place for any cut', () => {
    const text = `a <call ${'x'.repeat(40)} b`;
    const [first, ...others] = atEveryCut(text, { maxHeld: 16 });
    expect(first).toMatchObject({ text, issues: [{ code: 'too-long', offset: 2, text: '' }] });
    for (const other of others) expect(other).toEqual(first);
  });

  test('white space after a comma that never ends is given up, at the same place for any cut', () => {
    const text = `<call f>{"a": 1,${' '.repeat(60)}"b": 2}</call> after`;
    const [first, ...others] = atEveryCut(text, { maxHeld: 24 });
    expect(first).toMatchObject({ text: ' after', arguments: '{"a": 1' });
    // Issues are bounded too: one for each 24 units, and together they tell of everything.
    const { issues } = first as { issues: readonly ParseIssue[] };
    expect(issues.map((issue) => issue.text).join('')).toBe(text.slice(15, -' after'.length));
    for (const issue of issues) expect(issue).toMatchObject({ code: 'too-long', index: 0 });
    for (const other of others) expect(other).toEqual(first);
  });

  test('limits nothing that is decided', () => {
    const result = parseWhole(create({ maxHeld: 16 }), `<call f>{"a": "${'x'.repeat(500)}"}</call>`);
    expect(result.toolCalls[0]).toMatchObject({ done: true });
    expect(result.issues).toEqual([]);
  });
});

describe('surrogate pairs', () => {
  function deltasOf(chunks: readonly string[]): string[] {
    const parser = create();
    return [...chunks.map((chunk) => parser.push(chunk)), parser.finish()].flatMap((step) =>
      step.deltas.map((delta) => (delta.type === 'call' ? delta.arguments : delta.text)),
    );
  }

  test('that are cut come out whole, in text and in arguments', () => {
    const text = 'a😀b<call f>{"a": "x😀y"}</call>😀';
    for (const delta of deltasOf(text.split(''))) expect(delta).not.toMatch(/[\ud800-\udbff]$/);
    expect(deltasOf(text.split('')).join('')).toBe('a😀b{"a": "x😀y"}😀');
  });

  test('that are escaped come out whole', () => {
    const text = '<call f>{"a": "\\ud83d\\ude00"}</call>';
    for (let at = 1; at < text.length; at++) {
      const deltas = deltasOf([text.slice(0, at), text.slice(at)]);
      expect(deltas.filter((delta) => /\\ud83d$/.test(delta))).toEqual([]);
      expect(deltas.join('')).toBe('{"a": "\\ud83d\\ude00"}');
    }
  });

  test('a lone half goes out at the end as it is', () => {
    const parser = create();
    expect(parser.push('a\ud83d').normalText).toBe('a');
    expect(parser.finish().normalText).toBe('\ud83d');
  });

  test('a lone half in arguments stays as written', () => {
    const { toolCalls } = parseWhole(create(), '<call f>{"a": "\\ud83d!"}</call>');
    expect(toolCalls[0]).toMatchObject({ arguments: '{"a": "\\ud83d!"}', done: true });
  });
});

describe('upTo', () => {
  const read = (text: string, max: number) => {
    let answer: string | undefined = 'not asked';
    const parser = createParser(function* (ask: Ask) {
      yield* textUntil(ask, marksOf('<'));
      answer = yield* upTo(ask, marksOf('>'), max);
      notACall(ask, marksOf('<'));
    });
    parseWhole(parser, text);
    return answer;
  };

  test.each([
    ['<abc>', 3, 'abc'],
    ['<abcd>', 3, undefined],
    ['<>', 3, ''],
    ['<ab', 3, undefined],
  ])('of %s, at most %i units', (text, max, expected) => {
    expect(read(text, max)).toBe(expected);
  });
});

describe('jsonArguments', () => {
  const read = (json: string) => {
    const { toolCalls, issues } = parseWhole(create(), `<call f>${json}</call>`);
    return [toolCalls[0]?.arguments, toolCalls[0]?.done, issues[0]?.code];
  };

  test.each([
    ['{"b": 1.50, "a": 12345678901234567890}', '{"b": 1.50, "a": 12345678901234567890}'],
    ['{ "a" :\t[ ] }', '{ "a" :\t[ ] }'],
    ["{'a': 'it\\'s \"x\"'}", '{"a": "it\'s \\"x\\""}'],
    ['{"a": "1\n2\t3"}', '{"a": "1\\n2\\t3"}'],
    ['{"a": [1, 2,], }', '{"a": [1, 2] }'],
    ['{"a": True, "b": False, "c": None}', '{"a": true, "b": false, "c": null}'],
    ['{"a": /* why */ 1}', '{"a":  1}'],
    ['{"a": [1, // one\n2]}', '{"a": [1, \n2]}'],
    ['{"a": "\\d+\\."}', '{"a": "\\\\d+\\\\."}'],
    ['"{\\"a\\": \\"\\\\n\\"}"', '{"a": "\\n"}'],
    ['null', '{}'],
    ['""', '{}'],
    ['[1]', '[1]'],
    ['"x"', '"x"'],
  ])('makes %j strict', (written, strict) => {
    expect(read(written)).toEqual([strict, true, undefined]);
  });

  test.each(['{"a" 1}', '{"a": }', '{a: 1}', '{"a": 01}', '{"a": 1.}', '{"a": NaN}', '{"a": x}', '{,}', '{"a": 1]'])(
    'calls %j malformed',
    (written) => {
      expect(read(written).slice(1)).toEqual([false, 'malformed-arguments']);
    },
  );
});

test('pythonToJson keeps digits and gives strict JSON, undefined where the text is no literal', () => {
  expect(pythonToJson("{'a': (1, 2.50), 'b': None, \"c\": 'it\\'s \\d'}")).toBe(
    '{"a": [1, 2.50], "b": null, "c": "it\'s \\\\d"}',
  );
  expect(pythonToJson('12345678901234567890')).toBe('12345678901234567890');
  expect(pythonToJson('0x1F')).toBe('31');
  for (const text of ['', 'x', 'f(1)', '[1', "'a", '1 2', '{1']) expect(pythonToJson(text)).toBeUndefined();
});

test('escapeString writes the inside of a JSON string', () => {
  const text = 'a"\\\n\u0001😀';
  expect(JSON.parse(`"${escapeString(text, 0, text.length)}"`)).toBe(text);
});

test('text that a grammar leaves does not part a pair', () => {
  const parser = createParser(function* () {});
  const steps = [parser.push('a\ud83d'), parser.push('\ude00'), parser.finish()];
  expect(steps.map((step) => step.normalText)).toEqual(['a', '😀', '']);
});
