import {
  type Ask,
  createParser,
  type FunctionDeclaration,
  type ParseResult,
  type PrintableToolCall,
  type PrintOptions,
  parseWhole,
  type Reading,
  type StreamingParser,
  type Tool,
  type ToolChoice,
  type ToolConstraint,
  type ToolFormat,
  type ToolParserOptions,
} from '@smg/parser-core';
import { argumentsText } from './arguments-text.js';
import { Calls, isToolName } from './calls.js';
import { jsonSchemaConstraint } from './constraint.js';
import { declarationsOf } from './tools.js';

/** What every format says of itself. */
export interface FormatIdentity {
  readonly name: string;
  readonly aliases?: readonly string[] | undefined;
  /** Normalised model ids that write it. */
  readonly models?: readonly RegExp[] | undefined;
  /** Whether its marks are special tokens; `false` by default. */
  readonly specialTokens?: boolean | undefined;
}

/** A call as a format prints it. */
export interface CallToPrint {
  readonly name: string;
  /** JSON text of the arguments object. */
  readonly json: string;
  readonly id: string | undefined;
  readonly index: number;
  readonly declaration: FunctionDeclaration | undefined;
}

/** What a family gives of a format. */
export interface FormatGrammar {
  readonly family: string;
  /** Reads one output. */
  readonly read: (ask: Ask, calls: Calls) => Reading<void>;
  /** Writes calls as the model would. */
  readonly print: (calls: readonly CallToPrint[]) => string;
  /** What the format cannot express in a call, as the end of a sentence; `undefined` where it can carry it. */
  readonly refuses?: (call: CallToPrint, among: readonly CallToPrint[]) => string | undefined;
}

/** Makes a format of a grammar. */
export function defineToolFormat(identity: FormatIdentity, grammar: FormatGrammar): ToolFormat {
  const format = {
    name: identity.name,
    aliases: identity.aliases ?? [],
    family: grammar.family,
    models: identity.models ?? [],
    specialTokens: identity.specialTokens ?? false,
    createParser(options?: ToolParserOptions): StreamingParser {
      const calls = new Calls(options);
      return createParser((ask) => grammar.read(ask, calls), options);
    },
    parse(text: string, options?: ToolParserOptions): ParseResult {
      return parseWhole(format.createParser(options), text);
    },
    print(calls: readonly PrintableToolCall[], options?: PrintOptions): string {
      const printed = calls.map((call, index) => callToPrint(call, index, options?.tools));
      for (const call of printed) {
        const why = refusal(grammar, call);
        if (why !== undefined) throw new TypeError(`${identity.name} cannot carry the call of "${call.name}": ${why}`);
      }
      const text = options?.text ?? '';
      return printed.length === 0 ? text : text + grammar.print(printed);
    },
    canCarry(call: PrintableToolCall, tools?: readonly Tool[]): boolean {
      try {
        return refusal(grammar, callToPrint(call, 0, tools)) === undefined;
      } catch {
        return false;
      }
    },
    constraint(tools: readonly Tool[], toolChoice: ToolChoice | undefined): ToolConstraint | undefined {
      return jsonSchemaConstraint(tools, toolChoice);
    },
  };
  return format;
}

function refusal(grammar: FormatGrammar, call: CallToPrint): string | undefined {
  if (!isCarriedName(call)) return 'its name is neither declared nor made of letters, digits and _ . : / -';
  return grammar.refuses?.(call, [call]);
}

function isCarriedName(call: CallToPrint): boolean {
  return call.declaration !== undefined || isToolName(call.name);
}

function callToPrint(call: PrintableToolCall, index: number, tools: readonly Tool[] | undefined): CallToPrint {
  return {
    name: call.name,
    json: argumentsText(call),
    id: call.id,
    index,
    declaration: declarationsOf(tools)?.get(call.name),
  };
}
