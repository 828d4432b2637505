import {
  getReasoningFormat,
  opensReasoning,
  parseReasoning,
  type ReasoningParserOptions,
} from '@smg/reasoning-parsers';
import { describe, expect, test } from 'vitest';

describe('opensReasoning reads the end of a rendered prompt', () => {
  test.each<[string, string, boolean | undefined]>([
    ['qwen3', '<|im_start|>user\nHi<|im_end|>\n<|im_start|>assistant\n', undefined],
    ['qwen3', '<|im_start|>user\nHi<|im_end|>\n<|im_start|>assistant\n<think>\n', true],
    ['qwen3', '<|im_start|>user\nHi /no_think<|im_end|>\n<|im_start|>assistant\n<think>\n\n</think>\n\n', false],
    ['qwen3', '<|im_start|>user\nWhat does <think> do?<|im_end|>\n<|im_start|>assistant\n', undefined],
    ['qwen3', '<|im_start|>user\nWhat does </think> do?<|im_end|>\n<|im_start|>assistant\n<think>\n', true],
    ['deepseek_r1', '<｜begin▁of▁sentence｜><｜User｜>Hi<｜Assistant｜><think>\n', true],
    ['deepseek_r1', '<｜begin▁of▁sentence｜><｜User｜>Hi<｜Assistant｜>', undefined],
    ['deepseek_r1', '<｜begin▁of▁sentence｜><｜User｜>Hi<｜Assistant｜></think>', false],
    ['qwen3', '', undefined],
    ['qwen3', '<think', undefined],
    ['qwen3', `${'long '.repeat(10_000)}<think>\n`, true],
  ])('%s: %j', (format, prompt, expected) => {
    expect(opensReasoning(format, prompt)).toBe(expected);
    expect(getReasoningFormat(format).opensReasoning(prompt)).toBe(expected);
  });
});

describe('where an output starts: the prompt says it, else the caller, else the format', () => {
  const opened = 'Hi<think>\n';
  const closed = 'Hi<think>\n\n</think>\n\n';
  const silent = 'Hi';

  test.each<[string, ReasoningParserOptions, 'reasoning' | 'text']>([
    ['qwen3', {}, 'text'],
    ['deepseek_r1', {}, 'reasoning'],
    ['qwen3', { startsInReasoning: true }, 'reasoning'],
    ['deepseek_r1', { startsInReasoning: false }, 'text'],
    ['qwen3', { prompt: opened }, 'reasoning'],
    ['qwen3', { prompt: opened, startsInReasoning: false }, 'reasoning'],
    ['deepseek_r1', { prompt: closed }, 'text'],
    ['deepseek_r1', { prompt: closed, startsInReasoning: true }, 'text'],
    ['qwen3', { prompt: silent, startsInReasoning: true }, 'reasoning'],
    ['qwen3', { prompt: silent }, 'text'],
    ['deepseek_r1', { prompt: silent }, 'reasoning'],
    ['deepseek_r1', { prompt: silent, startsInReasoning: false }, 'text'],
    ['deepseek_r1', { prompt: undefined, startsInReasoning: undefined }, 'reasoning'],
  ])('%s, %j: in %s', (format, options, expected) => {
    const { reasoningText, normalText } = parseReasoning(format, 'Hm, 4.', options);
    expect({ reasoning: reasoningText, text: normalText }).toEqual({
      reasoning: '',
      text: '',
      [expected]: 'Hm, 4.',
    });
  });
});
