import type { ParseDelta, ParseIssue, StreamingParseResult, ToolCallDelta } from './result.js';

/** The result that consists of these deltas and issues. */
export function collect(deltas: readonly ParseDelta[], issues: readonly ParseIssue[]): StreamingParseResult {
  let normalText = '';
  let reasoningText = '';
  const calls: ToolCallDelta[] = [];
  for (const delta of deltas) {
    if (delta.type === 'call') calls.push(delta);
    else if (delta.type === 'text') normalText += delta.text;
    else reasoningText += delta.text;
  }
  return { normalText, reasoningText, calls, deltas, issues };
}
