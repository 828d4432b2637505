import { followedBy, type ReasoningFormat } from '@smg/parser-core';
import { taggedReasoning } from '../families/tagged.js';

/**
 * DeepSeek R1 and its distillations: always think; the template opens the block, so only its end is in the output.
 *
 * ```text
 * The user greets me.
 * </think>
 *
 * Hello!
 * ```
 * White space is kept as the model wrote it.
 */
export const deepseekR1: ReasoningFormat = taggedReasoning({
  name: 'deepseek_r1',
  aliases: ['deepseek-r1'],
  models: [/deepseek-r1/, /^qwq/],
  open: '<think>',
  close: '</think>',
  startsInReasoning: true,
  interrupts: [{ text: '<｜tool▁calls▁begin｜>', followedBy: followedBy([[' ', '<｜tool▁call▁begin｜>']]) }],
});
