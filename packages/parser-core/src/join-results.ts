import type { ParsedToolCall, ParseIssue, ParseResult, StreamingParseResult, StreamingParser } from './result.js';

/** Adds the results of a parse up; pieces of calls are merged by index. */
export function joinResults(results: Iterable<StreamingParseResult>): ParseResult {
  let normalText = '';
  let reasoningText = '';
  const toolCalls: { id?: string; name: string; arguments: string; done: boolean }[] = [];
  const issues: ParseIssue[] = [];
  for (const result of results) {
    normalText += result.normalText;
    reasoningText += result.reasoningText;
    for (const issue of result.issues) issues.push(issue);
    for (const { index, id, name, arguments: piece, done } of result.calls) {
      let call = toolCalls[index];
      if (call === undefined) {
        call = { ...(id === undefined ? undefined : { id }), name: name ?? '', arguments: '', done: false };
        toolCalls[index] = call;
      }
      call.arguments += piece;
      if (done) call.done = true;
    }
  }
  return { normalText, reasoningText, toolCalls: toolCalls as readonly ParsedToolCall[], issues };
}

/** Parses a whole text: pushes it and finishes. There is no other way of parsing whole text. */
export function parseWhole(parser: StreamingParser, text: string): ParseResult {
  return joinResults([parser.push(text), parser.finish()]);
}
