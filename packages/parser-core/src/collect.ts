import type { ParseDelta, ParseIssue, StreamingParseResult, ToolCallDelta } from './result.js';

/** An empty list that all results share. */
export const none: readonly never[] = Object.freeze([]);

/** The result that consists of these deltas and issues. */
export function collect(deltas: readonly ParseDelta[], issues: readonly ParseIssue[]): StreamingParseResult {
  let normalText = '';
  let reasoningText = '';
  let calls = 0;
  for (let which = 0; which < deltas.length; which++) {
    const delta = deltas[which]!;
    if (delta.type === 'text') normalText += delta.text;
    else if (delta.type === 'reasoning') reasoningText += delta.text;
    else calls++;
  }
  return {
    normalText,
    reasoningText,
    // Where all deltas are calls, one array serves both.
    calls: !calls ? none : ((calls < deltas.length ? deltas.filter(isCall) : deltas) as readonly ToolCallDelta[]),
    deltas,
    issues,
  };
}

function isCall(delta: ParseDelta): boolean {
  return delta.type === 'call';
}

/** What two steps add, one after the other. */
export function concat(first: StreamingParseResult, second: StreamingParseResult): StreamingParseResult {
  if (second.deltas.length === 0 && second.issues.length === 0) return first;
  if (first.deltas.length === 0 && first.issues.length === 0) return second;
  return collect([...first.deltas, ...second.deltas], [...first.issues, ...second.issues]);
}
