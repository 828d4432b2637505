/** The marks of each format that can stand in text, for texts made to break it. */
const marks: Readonly<Record<string, readonly string[]>> = {
  hermes: ['<tool_call>', '</tool_call>'],
  deepseek31: [
    '<｜tool▁calls▁begin｜>',
    '<｜tool▁call▁begin｜>',
    '<｜tool▁sep｜>',
    '<｜tool▁call▁end｜>',
    '<｜tool▁calls▁end｜>',
    '<｜end▁of▁sentence｜>',
  ],
  qwen_xml: [
    '<tool_call>',
    '</tool_call>',
    '<function=',
    '</function>',
    '<parameter=',
    '</parameter>',
    '<function=f>',
    '<parameter=city>',
  ],
  pythonic: ['<|python_start|>', '<|python_end|>', '['],
};

export function marksOf(name: string): readonly string[] {
  const found = marks[name];
  if (found === undefined) throw new Error(`say in marks.ts which marks ${name} has`);
  return found;
}
