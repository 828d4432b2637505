import {
  chooseParser,
  pipe,
  type ReasoningFormat,
  type StreamingParser,
  type Tool,
  type ToolChoice,
  type ToolFormat,
} from '@smg/parser-core';
import { createReasoningParser } from '@smg/reasoning-parsers';
import { createConstrainedToolParser, createToolParser } from '@smg/tool-parsers';
import { randomId } from '../random-id.js';
import { createTextParser } from './text-parser.js';

/** How the output of one request is read. */
export interface Reading {
  readonly reasoningFormat: ReasoningFormat | undefined;
  readonly toolFormat: ToolFormat | undefined;
  /** The tools that may be called; empty where calls are not looked for. */
  readonly tools: readonly Tool[];
  readonly toolChoice: ToolChoice | undefined;
  /** Whether the engine was told to write JSON and nothing else, thoughts aside; and what that is. */
  readonly json: 'call' | 'answer' | undefined;
  /** The rendered prompt; its tail says whether it opened the reasoning. */
  readonly prompt: string | undefined;
  readonly streamReasoning: boolean;
}

/** Makes the parser of one choice: reasoning first, then calls in what is left. */
export function createOutputParser(reading: Reading): StreamingParser {
  const { reasoningFormat, prompt, streamReasoning, json } = reading;
  const read = () => {
    const answer = json === 'call' ? createDemandedCallParser(reading) : createAnswerParser(reading);
    if (!reasoningFormat) return answer;
    return pipe(createReasoningParser(reasoningFormat, { prompt, streamReasoning }), answer);
  };
  if (json === undefined) return read();
  const readJson = json === 'call' ? () => createDemandedCallParser(reading) : createTextParser;
  return createJsonOrParser(readJson, read);
}

const nextId = () => randomId('call_');

function createDemandedCallParser({ toolFormat, tools, toolChoice = 'auto' }: Reading): StreamingParser {
  return createConstrainedToolParser({ format: toolFormat, tools, toolChoice, nextId });
}

function createAnswerParser({ toolFormat, tools }: Reading): StreamingParser {
  return tools.length > 0 && toolFormat ? createToolParser(toolFormat, { tools, nextId }) : createTextParser();
}

/** Text that can only be the beginning of a JSON object or array: `[` alone also begins calls and common words. */
const jsonStart = /^\s*(?:\{\s*["}]|\[\s*(?:[[{"\]\d-]|(?:true|false|null)\s*[,\]]))/;
/** Text that may still become one. */
const maybeJson = /^\s*(?:[[{]\s*|\[\s*(?:t(?:r(?:ue?)?)?|f(?:a(?:l(?:se?)?)?)?|n(?:u(?:ll?)?)?)\s*)?$/;

/**
 * Output under a JSON constraint: engines apply it from the first token or only after the thoughts, and a format that starts
 * inside reasoning would take JSON that comes at once for a thought. So its first characters decide. What is no JSON, the
 * engine wrote without keeping to the constraint, and it is read as always.
 */
function createJsonOrParser(readJson: () => StreamingParser, read: () => StreamingParser): StreamingParser {
  return chooseParser((start, state) => {
    if (jsonStart.test(start)) return readJson();
    if (!maybeJson.test(start) || state === 'full') return read();
    if (state === 'open') return undefined;
    return start.trim() === '' ? read() : readJson();
  });
}
