import * as fc from 'fast-check';

const marksOfOthers = [
  '<think>',
  '</think>',
  '<tool_call>',
  '</tool_call>',
  '<function=',
  '<parameter=',
  '</parameter>',
  '</function>',
  '[TOOL_CALLS]',
  '[ARGS]',
  '<|python_tag|>',
  '<|python_start|>',
  '<|python_end|>',
  '<｜tool▁calls▁begin｜>',
  '<｜tool▁call▁begin｜>',
  '<｜tool▁sep｜>',
  '<｜tool▁call▁end｜>',
  '<｜tool▁calls▁end｜>',
  '<|channel|>analysis<|message|>',
  '<|end|>',
  '<arg_key>',
  '</arg_value>',
  '◁think▷',
  '<|im_end|>',
];

const pieces = [
  '{"name": "f", "arguments": {"a": 1}}',
  '{"name": "get_weather", "arguments": {"city": "Oslo"}}',
  '{"arguments": {"a": [true, null]}, "name": "f"}',
  '{"name": "f", "arguments": "{\\"a\\": \\"\\\\ud83d\\\\ude00\\"}"}',
  "{'name': 'f', 'arguments': {'a': True,}}",
  '{"name": "',
  '", "arguments": {',
  '{"a": "',
  '"}}',
  '}}',
  '}',
  '{',
  '[',
  ']',
  '[f(a=1, b="x"), g()]',
  'f(a=',
  'f()',
  '(1, (2), "x" \'y\')',
  'r"',
  'r',
  '"""',
  '\u3000',
  "it's",
  '{"name": "zzz", "arguments": {}}',
  ')',
  'f',
  'get_weather',
  '"',
  "'",
  '\\',
  '\\"',
  '\\u00',
  '\\ud83d',
  '\\ude00',
  '\\d',
  '😀',
  '\ud83d',
  '\ude00',
  'é',
  '名前',
  ' ',
  '\n',
  '\r\n',
  '\t',
  '\n\n',
  ',',
  ':',
  '=',
  '>',
  '/* x */',
  '// x\n',
  '# x\n',
  '/',
  '0',
  '-1.5e3',
  '1.',
  '007',
  'tru',
  'true',
  'None',
  'Let me look.',
  'a < b',
  '<',
  '</',
];

/**
 * Text made to break a parser: the format's marks, broken marks, marks of other formats, pieces of JSON and Python,
 * halves of emoji and white space; and, now and then, a sentence of the format that is nearly right.
 */
export function hostileText(marks: readonly string[], sentences: readonly string[] = []): fc.Arbitrary<string> {
  const mark = fc.constantFrom(...(marks.length > 0 ? marks : ['<']));
  const broken = fc
    .tuple(mark, fc.nat(), fc.nat())
    .map(([text, from, to]) => text.slice(from % text.length, (to % text.length) + 1));
  const sentence = fc
    .tuple(
      fc.constantFrom(...(sentences.length > 0 ? sentences : pieces)),
      fc.nat(),
      fc.nat(),
      fc.constantFrom(...pieces, ''),
    )
    .map(([text, from, to, patch]) => {
      const start = from % (text.length + 1);
      return text.slice(0, start) + patch + text.slice(Math.min(text.length, start + (to % 4)));
    });
  return fc
    .array(
      fc.oneof(
        { weight: 6, arbitrary: mark },
        { weight: 2, arbitrary: broken },
        { weight: 1, arbitrary: fc.constantFrom(...marksOfOthers) },
        { weight: 8, arbitrary: fc.constantFrom(...pieces) },
        { weight: 2, arbitrary: fc.constantFrom(...(sentences.length > 0 ? sentences : pieces)) },
        { weight: 2, arbitrary: sentence },
      ),
      { maxLength: 16 },
    )
    .map((parts) => parts.join(''));
}

/** A text cut anywhere, through surrogate pairs too, with empty chunks. */
export function cutsOf(text: string): fc.Arbitrary<readonly string[]> {
  return fc
    .oneof(
      fc.array(fc.nat({ max: text.length }), { maxLength: 12 }),
      fc.constant(Array.from({ length: text.length }, (_, at) => at)),
    )
    .map((places) => {
      const sorted = [0, ...places, text.length].sort((one, other) => one - other);
      return sorted.slice(1).map((to, which) => text.slice(sorted[which], to));
    });
}
