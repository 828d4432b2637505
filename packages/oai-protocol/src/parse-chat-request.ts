import { invalidRequest } from './protocol-error.js';
import { type ChatRequestFields, chatCompletionRequestSchema } from './schema/chat-request.js';
import { withoutNulls } from './schema/fields.js';
import type { ChatTool, ChatToolChoice } from './schema/tools.js';
import { checkTools } from './tool-rules.js';
import { validationError } from './validation-error.js';

type Replaced =
  | 'max_tokens'
  | 'functions'
  | 'function_call'
  | 'no_stop_trim'
  | 'n'
  | 'stream'
  | 'tools'
  | 'tool_choice';
type Kept = Omit<ChatRequestFields, Replaced>;

/**
 * A chat completions request, checked, with one spelling for everything: no `null` at the top level (a field is there or not),
 * `max_completion_tokens` for `max_tokens`, `tools` and `tool_choice` for `functions` and `function_call`,
 * `include_stop_str_in_output` for `no_stop_trim`, `stop` a list, `reasoning_effort` a string, tools and choices in one shape.
 * Fields this package does not know are kept: see `unknownFields`.
 */
export type ChatCompletionRequest = { readonly [Field in keyof Kept]: Exclude<Kept[Field], null> } & {
  /** How many choices are asked for, 1..128. */
  readonly n: number;
  readonly stream: boolean;
  readonly tools?: readonly ChatTool[];
  /** There whenever `tools` is: by default `'auto'`, or `'none'` where `tools` is empty. */
  readonly tool_choice?: ChatToolChoice;
  readonly [field: string]: unknown;
};

type Draft = { -readonly [Field in keyof ChatRequestFields]: Exclude<ChatRequestFields[Field], null> };

/**
 * Reads the JSON body of `POST /v1/chat/completions`. Throws a `ProtocolError` of status 400 that says what was wrong, where
 * (`param`), and what is allowed; nothing else is ever thrown, whatever the body. The body itself is not changed.
 *
 * @example
 * const request = parseChatCompletionRequest({ model: 'm', messages: [{ role: 'user', content: 'Hi' }], max_tokens: 16 });
 * request.max_completion_tokens; // 16
 */
export function parseChatCompletionRequest(body: unknown): ChatCompletionRequest {
  const read = chatCompletionRequestSchema.safeParse(body);
  if (!read.success) throw validationError(read.error.issues, body);
  const draft = withoutNulls(read.data) as Draft;
  migrate(draft);
  checkSampling(draft);
  checkConstraints(draft);
  return Object.assign(draft, { n: draft.n ?? 1, stream: draft.stream ?? false }) as unknown as ChatCompletionRequest;
}

/** The fields this package has no type for, as they came; what an engine may still want to know. */
export function unknownFields(request: ChatCompletionRequest): Record<string, unknown> {
  const unknown: Record<string, unknown> = {};
  for (const field of Object.keys(request)) {
    if (!Object.hasOwn(chatCompletionRequestSchema.shape, field)) unknown[field] = request[field];
  }
  return unknown;
}

/** Brings old and foreign spellings to the one this package uses. */
function migrate(draft: Draft): void {
  const { max_tokens, no_stop_trim, functions, function_call } = draft;
  if (max_tokens !== undefined) draft.max_completion_tokens ??= max_tokens;
  if (no_stop_trim !== undefined) draft.include_stop_str_in_output ??= no_stop_trim;
  const old = draft.tools === undefined && functions !== undefined;
  if (old) draft.tools = functions.map((definition) => ({ type: 'function', function: definition }));
  const oldChoice = draft.tool_choice === undefined && function_call !== undefined;
  if (oldChoice) {
    draft.tool_choice =
      typeof function_call === 'string' ? function_call : { type: 'function', function: { name: function_call.name } };
  }
  delete draft.max_tokens;
  delete draft.no_stop_trim;
  delete draft.functions;
  delete draft.function_call;
  checkTools(draft.tools, draft.tool_choice, {
    tools: old ? 'functions' : 'tools',
    choice: oldChoice ? 'function_call' : 'tool_choice',
  });
  if (draft.tools !== undefined) draft.tool_choice ??= draft.tools.length > 0 ? 'auto' : 'none';
}

function checkSampling(draft: Draft): void {
  // Clients that fill in every field send `logprobs: false` with `top_logprobs: 0`.
  if (draft.top_logprobs && draft.logprobs !== true) {
    conflict('top_logprobs', "'logprobs' must be true for it");
  }
  if (draft.stream_options !== undefined && draft.stream !== true) {
    conflict('stream_options', "'stream' must be true for it");
  }
  const { min_tokens: least, max_completion_tokens: most } = draft;
  if (least !== undefined && most !== undefined && least > most) {
    conflict('min_tokens', `it must be at most 'max_completion_tokens' (${most}), got ${least}`);
  }
  if (draft.continue_final_message === true && draft.add_generation_prompt === true) {
    conflict('continue_final_message', "it cannot go with 'add_generation_prompt'");
  }
}

/** An engine keeps to one grammar: two of them together are a contradiction. */
function checkConstraints(draft: Draft): void {
  const format = draft.response_format?.type;
  const given = [
    draft.regex !== undefined && 'regex',
    draft.ebnf !== undefined && 'ebnf',
    format !== undefined && format !== 'text' && 'response_format',
  ].filter((name) => name !== false);
  const [first, second] = given;
  if (first !== undefined && second !== undefined) conflict(first, `it cannot go with '${second}'`);
}

/** Two fields that are good alone, but not together. */
function conflict(param: string, why: string): never {
  throw invalidRequest(`Invalid '${param}': ${why}.`, { param });
}
