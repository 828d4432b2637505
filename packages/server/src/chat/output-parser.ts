import {
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
import { resultOf } from './result-of.js';
import { createTextParser } from './text-parser.js';

/** How the output of one request is read. */
export interface Reading {
  readonly reasoningFormat: ReasoningFormat | undefined;
  readonly toolFormat: ToolFormat | undefined;
  /** The tools that may be called; empty where calls are not looked for. */
  readonly tools: readonly Tool[];
  readonly toolChoice: ToolChoice | undefined;
  /** Whether the engine was told to write JSON and nothing else, thoughts aside. */
  readonly constrained: boolean;
  /** The rendered prompt; its tail says whether it opened the reasoning. */
  readonly prompt: string | undefined;
  readonly streamReasoning: boolean;
}

/** Makes the parser of one choice: reasoning first, then calls in what is left. */
export function createOutputParser(reading: Reading): StreamingParser {
  const { reasoningFormat, prompt, streamReasoning } = reading;
  const answer = createAnswerParser(reading);
  if (!reasoningFormat) return answer;
  const thoughtful = () => pipe(createReasoningParser(reasoningFormat, { prompt, streamReasoning }), answer);
  return reading.constrained ? createJsonOrParser(answer, thoughtful) : thoughtful();
}

function createAnswerParser({ toolFormat, tools, toolChoice, constrained }: Reading): StreamingParser {
  const nextId = () => randomId('call_');
  const demanded = toolChoice !== undefined && toolChoice !== 'auto' && toolChoice !== 'none';
  if (tools.length > 0 && constrained && demanded) {
    return createConstrainedToolParser({ format: toolFormat, tools, toolChoice, nextId });
  }
  if (tools.length > 0 && toolFormat) return createToolParser(toolFormat, { tools, nextId });
  return createTextParser();
}

/**
 * Output under a JSON constraint: engines apply it from the first token or only after the thoughts, and a format that starts
 * inside reasoning would take JSON that comes at once for a thought. So the first character decides.
 */
function createJsonOrParser(json: StreamingParser, otherwise: () => StreamingParser): StreamingParser {
  let chosen: StreamingParser | undefined;
  let space = '';
  return {
    push(chunk) {
      if (chosen) return chosen.push(chunk);
      space += chunk;
      const first = space.trimStart()[0];
      if (first !== undefined) chosen = first === '{' || first === '[' ? json : otherwise();
      return chosen ? chosen.push(space) : resultOf([]);
    },
    finish() {
      if (chosen) return chosen.finish();
      chosen = json;
      const held = json.push(space);
      const rest = json.finish();
      return resultOf([...held.deltas, ...rest.deltas], [...held.issues, ...rest.issues]);
    },
  };
}
