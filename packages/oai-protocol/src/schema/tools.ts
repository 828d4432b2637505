import { z } from 'zod';
import {
  anyObject,
  flag,
  isObject,
  listOf,
  nonEmptyText,
  object,
  oneOf,
  type Reads,
  readBy,
  text,
  withoutNulls,
} from './fields.js';

const functionFields = {
  name: nonEmptyText(),
  description: text().nullish(),
  parameters: anyObject('a JSON Schema object').nullish(),
  strict: flag().nullish(),
};

/** A function a model may call. */
export interface FunctionDefinition {
  readonly name: string;
  readonly description?: string;
  /** JSON Schema of the arguments object. */
  readonly parameters?: Record<string, unknown>;
  readonly strict?: boolean;
  readonly [field: string]: unknown;
}

/** A function a model may call; fields that are `null` are left out. */
export const functionSchema: Reads<FunctionDefinition, unknown> = object(functionFields).transform(
  (definition) => withoutNulls(definition) as FunctionDefinition,
) as unknown as Reads<FunctionDefinition, unknown>;

/** A function tool as chat completions writes it. */
export interface ChatTool {
  readonly type: 'function';
  readonly function: FunctionDefinition;
  readonly [field: string]: unknown;
}

const functionTag = z.literal('function', "'function'");
const nestedTool = z.discriminatedUnion('type', [object({ type: functionTag, function: functionSchema })], 'an object');
const flatTool = object({ type: functionTag, ...functionFields }).transform(({ type, ...definition }) => ({
  type,
  function: withoutNulls(definition) as FunctionDefinition,
}));

/** A function tool, nested as in chat completions; the flat shape of the responses API is accepted and nested. */
export const toolSchema: Reads<ChatTool, unknown> = readBy<ChatTool>((value) =>
  isFlat(value) ? flatTool : nestedTool,
);

/** A function picked by name. */
export interface NamedToolChoice {
  readonly type: 'function';
  readonly function: { readonly name: string };
}

/** A choice among some of the tools. */
export interface AllowedToolsChoice {
  readonly type: 'allowed_tools';
  readonly mode: 'auto' | 'required';
  readonly tools: readonly { readonly type: 'function'; readonly name: string }[];
}

/** How the caller restricts tool use, in one spelling each. */
export type ChatToolChoice = 'none' | 'auto' | 'required' | NamedToolChoice | AllowedToolsChoice;

const expectedChoice =
  "'none', 'auto', 'required', {type: 'function', function: {name}} or {type: 'allowed_tools', mode, tools}";

const named = object({ name: nonEmptyText() });
const nestedName = object({ type: functionTag, function: named }).transform((given) => given.function.name);
const flatName = object({ type: functionTag, name: nonEmptyText() }).transform((given) => given.name);
const pickedName = readBy<string>((value) => (isFlat(value) ? flatName : nestedName));

const namedChoice = pickedName.transform((name): NamedToolChoice => ({ type: 'function', function: { name } }));
const allowedTool = pickedName.transform((name): AllowedToolsChoice['tools'][number] => ({ type: 'function', name }));

const allowedTag = z.literal('allowed_tools');
const allowedFields = {
  mode: oneOf(['auto', 'required']),
  tools: listOf(allowedTool, { min: 1, expected: 'an array of tools, not empty' }),
};
const flatAllowed = object({ type: allowedTag, ...allowedFields }).transform(({ type, mode, tools }) => ({
  type,
  mode,
  tools,
}));
const nestedAllowed = object({ type: allowedTag, allowed_tools: object(allowedFields) }).transform(
  ({ type, allowed_tools: { mode, tools } }) => ({ type, mode, tools }),
);

const modeName = z.enum(['none', 'auto', 'required'], expectedChoice);
const unknownChoice = object({ type: oneOf(['function', 'allowed_tools']) }, expectedChoice).transform(() => z.NEVER);

/** `tool_choice` in any of its spellings (a function or `allowed_tools`, flat or nested), read into one. */
export const toolChoiceSchema: Reads<ChatToolChoice, unknown> = readBy<ChatToolChoice>((value) => {
  if (!isObject(value)) return modeName;
  if (value.type === 'function') return namedChoice;
  if (value.type === 'allowed_tools') return value.allowed_tools === undefined ? flatAllowed : nestedAllowed;
  return unknownChoice;
});

/** What the deprecated `function_call` may be: a mode, or a function by name. */
export type FunctionCallChoice = 'none' | 'auto' | { readonly name: string };

const functionCallMode = z.enum(['none', 'auto'], "'none', 'auto' or {name}");

/** The deprecated `function_call`. */
export const functionCallSchema: Reads<FunctionCallChoice, unknown> = readBy<FunctionCallChoice>(
  (value): Reads<FunctionCallChoice> => (isObject(value) ? named : functionCallMode),
);

/** Whether a function is written without the `function` object around it. */
function isFlat(value: unknown): boolean {
  return isObject(value) && value.function === undefined && value.name !== undefined;
}
