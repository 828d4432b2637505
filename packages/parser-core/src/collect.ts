import type { ParseDelta, ParseIssue, StreamingParseResult, ToolCallDelta } from './result.js';

/** The result that consists of these deltas and issues. */
export function collect(deltas: readonly ParseDelta[], issues: readonly ParseIssue[]): StreamingParseResult {
  let normalText = '';
  let reasoningText = '';
  for (const delta of deltas) {
    if (delta.type === 'text') normalText += delta.text;
    else if (delta.type === 'reasoning') reasoningText += delta.text;
  }
  // No delta of text is empty: without text, all are calls and one array serves both.
  const calls = normalText || reasoningText ? deltas.filter((delta) => delta.type === 'call') : deltas;
  return { normalText, reasoningText, calls: calls as readonly ToolCallDelta[], deltas, issues };
}
