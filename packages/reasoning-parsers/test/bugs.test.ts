import { createReasoningParser, parseReasoning, reasoningFormatNames } from '@smg/reasoning-parsers';
import { describe, expect, test } from 'vitest';
import { pipe } from '../../parser-core/src/index.js';
import { createToolParser } from '../../tool-parsers/src/index.js';
import { readAtEveryCut } from './every-cut.js';

// Bugs that users of other parsers reported, each with the threads it was reported in.

describe.each(reasoningFormatNames())('%s', (format) => {
  const inside = { startsInReasoning: true };
  const outside = { startsInReasoning: false };

  test('an end mark that is cut after content does not leak (smg#1678, smg#1751, lmdeploy#4754, dynamo#10569)', () => {
    const parser = createReasoningParser(format, inside);
    const steps = ['abc', 'def</th', 'ink>answer'].map((chunk) => parser.push(chunk));
    expect(steps.map((step) => step.reasoningText).join('')).toBe('abcdef');
    expect(steps.map((step) => step.normalText).join('')).toBe('answer');
    readAtEveryCut(format, '<think>abcdef</think>answer');
  });

  test('what only begins like a mark is not lost (sglang#8606)', () => {
    for (const output of ['</answer', '<my-tag>', '<', '<thinking>x', '</thinker>']) {
      expect(readAtEveryCut(format, output, outside).normalText).toBe(output);
      expect(readAtEveryCut(format, output, inside).reasoningText).toBe(output);
    }
  });

  test('text before an opener goes one way, whole and streamed (sglang#35083)', () => {
    expect(readAtEveryCut(format, ' <think>r</think>a', outside)).toMatchObject({
      reasoningText: 'r',
      normalText: 'a',
    });
    // After content an opener is literal.
    const output = 'Sure.<think>r</think>a';
    expect(readAtEveryCut(format, output, outside)).toMatchObject({ reasoningText: '', normalText: output });
  });

  test('thinking switched off in the prompt: the answer is content (Qwen3#1297, vllm#53284, TensorRT-LLM#14502, sglang#20586, LocalAI#11791)', () => {
    const prompt = '<|im_start|>assistant\n<think>\n\n</think>\n\n';
    for (const startsInReasoning of [true, false, undefined]) {
      expect(readAtEveryCut(format, 'It is 4.', { prompt, startsInReasoning })).toEqual({
        normalText: 'It is 4.',
        reasoningText: '',
        toolCalls: [],
        issues: [],
      });
    }
  });

  test('an output with the end mark only, as Thinking-2507 writes it (vllm#22507, vllm#26239)', () => {
    const prompt = '<|im_start|>assistant\n<think>\n';
    expect(readAtEveryCut(format, 'Hm.</think>It is 4.', { prompt })).toMatchObject({
      reasoningText: 'Hm.',
      normalText: 'It is 4.',
      issues: [],
    });
  });

  test('an output that ends inside reasoning says so (sglang#37645, sglang#37644)', () => {
    expect(readAtEveryCut(format, 'It is 4.', inside)).toEqual({
      normalText: '',
      reasoningText: 'It is 4.',
      toolCalls: [],
      issues: [{ code: 'unclosed', offset: 8, text: '' }],
    });
  });

  test('a mark inside the answer does not open reasoning again (vllm#48663, vllm#48690, Rapid-MLX#850, LifeOS#568)', () => {
    for (const answer of ['{"q": "<think>"}', 'Use <think>like this</think> in prompts.', 'a</think>b']) {
      const output = `<think>r</think>${answer}`;
      expect(readAtEveryCut(format, output)).toMatchObject({ reasoningText: 'r', normalText: answer, issues: [] });
    }
  });

  test('a whole output in one delta (vllm#55195)', () => {
    const parser = createReasoningParser(format);
    expect(parser.push('<think>r</think>a').deltas).toEqual([
      { type: 'reasoning', text: 'r' },
      { type: 'text', text: 'a' },
    ]);
  });

  test('each mark alone in its own chunk (vllm#45687)', () => {
    const parser = createReasoningParser(format);
    const steps = ['<think>', 'r', '</think>', 'a'].map((chunk) => parser.push(chunk));
    expect(steps.map((step) => [step.reasoningText, step.normalText])).toEqual([
      ['', ''],
      ['r', ''],
      ['', ''],
      ['', 'a'],
    ]);
  });

  test('the mark of the end of the turn adds no reasoning (hcx-vllm-plugin#2)', () => {
    const parser = createReasoningParser(format);
    parser.push('<think>r</think>a');
    expect(parser.push('<|im_end|>')).toMatchObject({ reasoningText: '', normalText: '<|im_end|>' });
    expect(parser.finish().deltas).toEqual([]);
  });

  test('several tokens in a chunk (vllm: hunyuan asserted one)', () => {
    const output = '<think>one two three</think>four five six';
    for (const size of [1, 2, 3, 7, 100]) {
      const parser = createReasoningParser(format);
      const steps = output.match(new RegExp(`.{1,${size}}`, 'g'))!.map((chunk) => parser.push(chunk));
      expect(steps.map((step) => step.reasoningText).join('')).toBe('one two three');
      expect(steps.map((step) => step.normalText).join('')).toBe('four five six');
    }
  });

  test('half a mark at the end is released (dynamo#11251)', () => {
    expect(readAtEveryCut(format, '<thi', outside).normalText).toBe('<thi');
    expect(readAtEveryCut(format, 'Hm.</thi', inside).reasoningText).toBe('Hm.</thi');
  });

  test('repeated openers are one', () => {
    expect(readAtEveryCut(format, '<think><think>\n<think>r</think>a').reasoningText).toBe('r');
  });

  test('a closer that closes nothing is dropped before content, with an issue', () => {
    expect(readAtEveryCut(format, '</think>a', outside)).toMatchObject({
      normalText: 'a',
      issues: [{ code: 'stray-mark', offset: 0, text: '</think>' }],
    });
  });
});

describe('qwen3', () => {
  const call = '<tool_call>\n{"name": "f", "arguments": {}}\n</tool_call>';
  const xml = '<tool_call>\n<function=f>\n</function>\n</tool_call>';

  test('a call inside reasoning is not swallowed (vllm#35687, vllm#42021)', () => {
    for (const output of [call, xml]) {
      expect(readAtEveryCut('qwen3', `<think>\nI need it.\n${output}`)).toMatchObject({
        reasoningText: 'I need it.\n',
        normalText: output,
        issues: [],
      });
    }
  });

  test('reasoning that only mentions the mark stays reasoning (lmstudio#1592)', () => {
    const reasoning = 'I could write <tool_call> or `<tool_call>{"x"`, but I will not.';
    expect(readAtEveryCut('qwen3', `<think>\n${reasoning}\n</think>\n\nNo.`)).toMatchObject({
      reasoningText: reasoning,
      normalText: 'No.',
    });
  });

  test('a model that skips thinking still calls tools (tenstorrent/vllm#480)', () => {
    const parser = pipe(createReasoningParser('qwen3'), createToolParser('hermes'));
    expect(parser.push('<tool_call>\n{"name": "f"').calls).toMatchObject([{ name: 'f' }]);
  });

  test('newlines of the template are its own, all others the model’s (vllm#51164)', () => {
    expect(readAtEveryCut('qwen3', '<think>\n\nr\n\n</think>\n\n\na')).toMatchObject({
      reasoningText: '\nr\n',
      normalText: '\na',
    });
  });
});

describe('deepseek_r1', () => {
  const calls = '<｜tool▁calls▁begin｜><｜tool▁call▁begin｜>f<｜tool▁sep｜>{}<｜tool▁call▁end｜><｜tool▁calls▁end｜>';

  test('a tool section without an end of thinking is not swallowed (as sglang#18086, vllm#32216, vllm#33646)', () => {
    expect(readAtEveryCut('deepseek_r1', `I need it.${calls}`)).toMatchObject({
      reasoningText: 'I need it.',
      normalText: calls,
      issues: [],
    });
  });

  test('the section’s mark alone ends nothing', () => {
    const reasoning = 'The mark <｜tool▁calls▁begin｜> begins calls.';
    expect(readAtEveryCut('deepseek_r1', `${reasoning}</think>a`)).toMatchObject({ reasoningText: reasoning });
  });

  test('white space is kept as the model wrote it', () => {
    expect(parseReasoning('deepseek_r1', '\nr\n</think>\n\na')).toMatchObject({
      reasoningText: '\nr\n',
      normalText: '\n\na',
    });
  });
});
