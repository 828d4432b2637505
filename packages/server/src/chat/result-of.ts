import type { ParseDelta, ParseIssue, StreamingParseResult, ToolCallDelta } from '@smg/parser-core';

/** The result that has these deltas. */
export function resultOf(deltas: readonly ParseDelta[], issues: readonly ParseIssue[] = []): StreamingParseResult {
  let normalText = '';
  let reasoningText = '';
  const calls: ToolCallDelta[] = [];
  for (const delta of deltas) {
    if (delta.type === 'call') {
      const { type: _, ...call } = delta;
      calls.push(call);
    } else if (delta.type === 'text') normalText += delta.text;
    else reasoningText += delta.text;
  }
  return { normalText, reasoningText, calls, deltas, issues };
}
