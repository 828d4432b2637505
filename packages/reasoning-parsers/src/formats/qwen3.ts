import { followedBy, type ReasoningFormat } from '@smg/parser-core';
import { taggedReasoning } from '../families/tagged.js';

/**
 * Qwen 3 and its kin: thinks in `<think>…</think>`, or not at all; a tool call may come while it thinks.
 *
 * ```text
 * <think>
 * The user wants the weather.
 * </think>
 *
 * It is sunny.
 * ```
 * The newlines drawn here are the template's; all other white space is kept.
 */
export const qwen3: ReasoningFormat = taggedReasoning({
  name: 'qwen3',
  aliases: ['qwen'],
  models: [/^qwen-?3(?!.*(?:coder|instruct-2507))/],
  open: '<think>',
  close: '</think>',
  space: { afterOpen: '\n', beforeClose: '\n', afterClose: '\n\n' },
  interrupts: [
    {
      text: '<tool_call>',
      followedBy: followedBy([
        [' ', '{', ' ', '"name"'],
        [' ', '<function=', 'NAME', '>'],
      ]),
    },
  ],
});
