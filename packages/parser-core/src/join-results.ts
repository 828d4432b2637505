import type { ParsedToolCall, ParseIssue, ParseResult, StreamingParseResult, StreamingParser } from './result.js';

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

/** Adds the results of a parse up; pieces of calls are merged by index. */
export function joinResults(results: Iterable<StreamingParseResult>): ParseResult {
  let normalText = '';
  let reasoningText = '';
  const toolCalls: Mutable<ParsedToolCall>[] = [];
  const issues: ParseIssue[] = [];
  for (const result of results) {
    normalText += result.normalText;
    reasoningText += result.reasoningText;
    for (const issue of result.issues) issues.push(issue);
    for (const { index, id, name = '', arguments: piece, done } of result.calls) {
      toolCalls[index] ??= { ...(id !== undefined && { id }), name, arguments: '', done: false };
      const call = toolCalls[index];
      call.arguments += piece;
      call.done ||= !!done;
    }
  }
  return { normalText, reasoningText, toolCalls, issues };
}

/** Parses a whole text: pushes it and finishes. There is no other way of parsing whole text. */
export function parseWhole(parser: StreamingParser, text: string): ParseResult {
  return joinResults([parser.push(text), parser.finish()]);
}
