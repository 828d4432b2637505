import type { ToolFormat } from '@smg/parser-core';
import { taggedJson } from '../families/tagged-json.js';

/**
 * Hermes 2 and 3, Qwen 2.5, Qwen 3: one JSON object in each `<tool_call>` block.
 *
 * ```text
 * <tool_call>
 * {"name": "get_weather", "arguments": {"city": "Oslo"}}
 * </tool_call>
 * ```
 */
export const hermes: ToolFormat = taggedJson({
  name: 'hermes',
  aliases: ['qwen', 'qwen25', 'qwen2.5', 'qwen3'],
  models: [/^(?:nous-)?hermes/, /hermes-[23]/, /^qwen-?2/, /^qwen-?3(?!-[5-9](?:-|$))(?!.*coder)/, /^qwq/],
  open: '<tool_call>',
  close: '</tool_call>',
});
