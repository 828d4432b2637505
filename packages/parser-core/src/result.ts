/** A piece of one tool call; `index` says which. */
export interface ToolCallDelta {
  /** Which call of this output, dense from 0. */
  readonly index: number;
  /** With the first piece: the format's own id, else `nextId(index, name)`, else absent. Never random. */
  readonly id?: string;
  /** With the first piece, exactly once, complete. */
  readonly name?: string;
  /** The next piece of one strict JSON text. */
  readonly arguments: string;
  /** With the last piece: the arguments are closed and parse. */
  readonly done?: true;
}

/** A piece of output, in the order the model wrote it. */
export type ParseDelta =
  | { readonly type: 'text' | 'reasoning'; readonly text: string }
  | ({ readonly type: 'call' } & ToolCallDelta);

/** What kind of thing could not be read as the format says. */
export type ParseIssueCode =
  | 'unclosed'
  | 'malformed-call'
  | 'malformed-arguments'
  | 'missing-name'
  | 'unknown-tool'
  | 'stray-mark'
  | 'too-long';

/** Something that could not be read as the format says. */
export interface ParseIssue {
  readonly code: ParseIssueCode;
  /** Where, in UTF-16 code units from the start of this parser's input. */
  readonly offset: number;
  /** Output that reached neither text, reasoning nor a call; `''` where all of it did. */
  readonly text: string;
  /** The call it concerns. */
  readonly index?: number;
}

/** What one step of a streaming parse adds. */
export interface StreamingParseResult {
  /** What a user should read. */
  readonly normalText: string;
  /** What the model thought. */
  readonly reasoningText: string;
  /** Pieces of tool calls. */
  readonly calls: readonly ToolCallDelta[];
  /** The same, in the order the model wrote it. */
  readonly deltas: readonly ParseDelta[];
  /** What could not be read as the format says. */
  readonly issues: readonly ParseIssue[];
}

/** One whole tool call. */
export interface ParsedToolCall {
  readonly id?: string;
  readonly name: string;
  /** JSON text: strict and whole where `done`, a prefix of strict JSON otherwise. */
  readonly arguments: string;
  /** Whether the arguments were closed. */
  readonly done: boolean;
}

/** The sum of all steps of a parse. */
export interface ParseResult {
  readonly normalText: string;
  readonly reasoningText: string;
  readonly toolCalls: readonly ParsedToolCall[];
  readonly issues: readonly ParseIssue[];
}

/** Reads one model output, piece by piece. Make a new one for each output; it costs nothing. */
export interface StreamingParser {
  /** Reads the next piece of text. Never throws on what a model wrote; throws `TypeError` after `finish`. */
  push(chunk: string): StreamingParseResult;
  /** Says that no more text comes: releases what was held and names what stayed open. Throws `TypeError` if called twice. */
  finish(): StreamingParseResult;
}
