import { reasoningFormatLaws } from '@smg/parser-core/testing';
import { getReasoningFormat, reasoningFormatNames } from '@smg/reasoning-parsers';
import { describe, test } from 'vitest';

const runs = Number(process.env.FC_RUNS ?? 300);
const marks = ['<think>', '</think>', '<tool_call>', '<｜tool▁calls▁begin｜>', '<｜tool▁call▁begin｜>'];

describe.each(reasoningFormatNames())('laws of %s', (name) => {
  for (const law of reasoningFormatLaws(getReasoningFormat(name), { marks, runs })) {
    test(law.name, () => law.check(), 3_600_000);
  }
});
