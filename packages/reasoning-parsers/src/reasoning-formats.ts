import {
  formatForModel,
  namedFormats,
  type ParseResult,
  type ReasoningFormat,
  type ReasoningParserOptions,
  type StreamingParser,
} from '@smg/parser-core';

/** A set of reasoning formats, and what can be done with each by its name or alias. */
export interface ReasoningFormats {
  /** Makes a parser of one output. Throws `TypeError` for an unknown name. */
  createReasoningParser(format: string | ReasoningFormat, options?: ReasoningParserOptions): StreamingParser;
  /** Parses a whole output: the same parser, one push. */
  parseReasoning(format: string | ReasoningFormat, text: string, options?: ReasoningParserOptions): ParseResult;
  /** Whether the prompt's end leaves reasoning open; `undefined` where it says nothing. */
  opensReasoning(format: string | ReasoningFormat, prompt: string): boolean | undefined;
  /** The format of a name or alias. Throws `TypeError` that lists the valid names. */
  getReasoningFormat(format: string | ReasoningFormat): ReasoningFormat;
  /** The names, without aliases. */
  reasoningFormatNames(): string[];
  /** Whether it is a name or an alias. */
  hasReasoningFormat(name: string): boolean;
  /** The name of the format a model writes; `undefined` for an unknown model. */
  reasoningFormatForModel(modelId: string): string | undefined;
}

/** Makes a set of formats. Throws `TypeError` where two share a name. */
export function createReasoningFormats(formats: readonly ReasoningFormat[]): ReasoningFormats {
  const { get, has, names } = namedFormats('reasoning', formats);
  return {
    createReasoningParser: (format, options) => get(format).createParser(options),
    parseReasoning: (format, text, options) => get(format).parse(text, options),
    opensReasoning: (format, prompt) => get(format).opensReasoning(prompt),
    getReasoningFormat: get,
    reasoningFormatNames: names,
    hasReasoningFormat: has,
    reasoningFormatForModel: (modelId) => formatForModel(formats, modelId)?.name,
  };
}
