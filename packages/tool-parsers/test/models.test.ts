import { toolFormatForModel } from '@smg/tool-parsers';
import { describe, expect, test } from 'vitest';

const models: Readonly<Record<string, readonly string[]>> = {
  hermes: [
    'NousResearch/Hermes-3-Llama-3.1-8B',
    'NousResearch/Hermes-2-Pro-Llama-3-8B',
    'NousResearch/Nous-Hermes-2-Mixtral-8x7B-DPO',
    'Qwen/Qwen2.5-7B-Instruct',
    'Qwen/Qwen2.5-72B-Instruct-AWQ',
    'Qwen/Qwen2.5-Coder-32B-Instruct',
    'Qwen/Qwen2-7B-Instruct',
    'Qwen/Qwen3-0.6B',
    'Qwen/Qwen3-1.7B',
    'Qwen/Qwen3-4B-Instruct-2507',
    'Qwen/Qwen3-8B',
    'Qwen/Qwen3-14B',
    'Qwen/Qwen3-32B-FP8',
    'Qwen/Qwen3-30B-A3B-Thinking-2507',
    'Qwen/Qwen3-235B-A22B',
    'Qwen/Qwen3-Next-80B-A3B-Instruct',
    'Qwen/Qwen3-VL-8B-Instruct',
    'Qwen/QwQ-32B',
    'qwen3:8b',
    'qwen2.5:14b-instruct',
    'unsloth/Qwen3-8B-GGUF',
  ],
  qwen_xml: [
    'Qwen/Qwen3-Coder-480B-A35B-Instruct',
    'Qwen/Qwen3-Coder-30B-A3B-Instruct-FP8',
    'Qwen/Qwen3-Coder-Next',
    'Qwen/Qwen3.5-397B-A17B',
    'Qwen/Qwen3.5-9B',
    'Qwen/Qwen3.6-27B',
    'qwen3-coder:30b',
    'qwen3.5:9b',
  ],
  deepseek31: [
    'deepseek-ai/DeepSeek-V3.1',
    'deepseek-ai/DeepSeek-V3.1-Terminus',
    'deepseek-ai/DeepSeek-V3.2-Exp',
    'deepseek-v3.1:671b',
    '/models/deepseek-ai/DeepSeek-V3.1/',
  ],
  pythonic: [
    'meta-llama/Llama-4-Scout-17B-16E-Instruct',
    'meta-llama/Llama-4-Maverick-17B-128E-Instruct-FP8',
    'llama4:scout',
  ],
};

describe.each(Object.entries(models))('%s', (format, ids) => {
  test.each(ids)('%s', (id) => {
    expect(toolFormatForModel(id)).toBe(format);
  });
});

// Unknown here, not another format: guessing wrong loses calls.
test.each([
  'gpt-4o',
  'openai/gpt-oss-120b',
  'deepseek-ai/DeepSeek-V3',
  'deepseek-ai/DeepSeek-V3.2',
  'deepseek-ai/DeepSeek-R1-0528-Qwen3-8B',
  'meta-llama/Llama-3.1-8B-Instruct',
  'mistralai/Mistral-7B-Instruct-v0.3',
  'Qwen/Qwen-7B-Chat',
  'Qwen/Qwen1.5-7B-Chat',
  'qwen/other',
  'hermes/some-other-model',
  '',
  '/',
])('%j is unknown', (id) => {
  expect(toolFormatForModel(id)).toBeUndefined();
});
