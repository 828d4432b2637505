import type { FunctionDeclaration, ReasoningFormat, Tool, ToolFormat } from '@smg/parser-core';
import { getReasoningFormat } from '@smg/reasoning-parsers';
import { getToolFormat } from '@smg/tool-parsers';
import type { Engine, EngineRequest } from '../engine.js';
import { readConversation } from '../simulation/conversation.js';
import { checkPace, type Pace, play } from '../simulation/play.js';
import { pick, type Random, seededRandom } from '../simulation/random.js';
import { sampleSchema } from '../simulation/sample-schema.js';
import { schemaObject } from '../simulation/schema.js';
import { sharedTopics, topicsOf, wordsOf } from '../simulation/words.js';

/** Options of `createSimulatedEngine`. */
export interface SimulatedOptions extends Pace {
  /** How it writes tool calls; without one it calls nothing. */
  readonly toolFormat?: string | ToolFormat | undefined;
  /** How it marks what it thinks; without one it does not think. */
  readonly reasoningFormat?: string | ReasoningFormat | undefined;
  /** Another seed, other words; 0 by default. A request's own `seed` comes before it. */
  readonly seed?: number | undefined;
}

/**
 * An engine without a model: it writes what a model might, in the native text of the given formats. It thinks, says a
 * sentence, and calls an offered tool that the question has a topic in common with, with arguments that satisfy the tool's
 * JSON Schema; once the tool has answered, it says so. Under a JSON Schema constraint it writes JSON that satisfies it.
 * Other constraints it does not keep. A schema that demands more than 100,000 values and characters, or itself, is a 400. The same request and seed give the same text. Four UTF-16 units count as a token.
 */
export function createSimulatedEngine(options: SimulatedOptions = {}): Engine {
  checkPace(options);
  const { toolFormat, reasoningFormat } = options;
  const tools = typeof toolFormat === 'string' ? getToolFormat(toolFormat) : toolFormat;
  const reasoning = typeof reasoningFormat === 'string' ? getReasoningFormat(reasoningFormat) : reasoningFormat;
  return {
    generate(request, signal) {
      const seed = request.sampling.seed ?? options.seed ?? 0;
      const texts = Array.from({ length: request.n }, (_, index) => {
        const { question, toolResults } = readConversation(request);
        const random = seededRandom(seed, index, question, ...toolResults);
        const text = writeAnswer(request, tools, random);
        return reasoning ? reasoning.print({ reasoning: writeThoughts(question, random), text }) : text;
      });
      return play(texts, request, options, signal);
    },
  };
}

function writeAnswer(request: EngineRequest, format: ToolFormat | undefined, random: Random): string {
  const { question, toolResults } = readConversation(request);
  const { constraint, tools = [] } = request;
  if (constraint?.type === 'json_schema') {
    const schema = schemaObject(constraint.value);
    return JSON.stringify(sampleSchema(schema, question, random, 'The JSON Schema of the answer'));
  }
  if (toolResults.length > 0) return writeConclusion(toolResults, tools, format, random);
  const tool = format && chooseTool(tools, question);
  if (format && tool) {
    const subject = `The JSON Schema of the tool ${JSON.stringify(tool.name.slice(0, 64))}`;
    const args = sampleSchema(tool.parameters ?? { type: 'object' }, question, random, subject);
    const call = { name: tool.name, arguments: schemaObject(args) };
    if (format.canCarry(call, tools)) return format.print([call], { text: writeIntention(tool.name, random), tools });
  }
  return writeSentence(question, random);
}

/** The offered function the question has most topics in common with, if it has any. */
function chooseTool(tools: readonly Tool[], question: string): FunctionDeclaration | undefined {
  let best: FunctionDeclaration | undefined;
  let most = 0;
  for (const tool of tools) {
    const declared = 'function' in tool ? tool.function : tool;
    const score = sharedTopics(question, `${declared.name} ${declared.description ?? ''}`);
    if (score > most) {
      best = declared;
      most = score;
    }
  }
  return best;
}

// Everything below writes plain words only: no mark of any format can come from what a user or a tool said.

function writeThoughts(question: string, random: Random): string {
  const about = topicPhrase(question);
  return pick(random, [
    `The user wants to know about ${about}. I should answer that directly.`,
    `This is about ${about}. Let me see what is needed for it.`,
    `Okay, ${about}. I will keep the answer short.`,
  ]);
}

function writeIntention(name: string, random: Random): string {
  const what = wordsOf(name.replaceAll('_', ' ')).join(' ') || 'that';
  return pick(random, [`I will look that up: ${what}.`, `Let me use ${what} for this.`, `One moment, I need ${what}.`]);
}

function writeSentence(question: string, random: Random): string {
  const about = topicPhrase(question);
  return pick(random, [
    `This is a simulated answer about ${about}.`,
    `You asked about ${about}; a real model would answer here.`,
    `There is much to say about ${about}, and a simulated engine says it briefly.`,
  ]);
}

function writeConclusion(
  results: readonly string[],
  tools: readonly Tool[],
  format: ToolFormat | undefined,
  random: Random,
): string {
  const opening = pick(random, ['Here is what I found:', 'The result is:', 'This came back:']);
  const found = results.map((result) => result.trim().slice(0, 400)).join('; ') || 'nothing';
  const verbatim = `${opening} ${found}`;
  // A tool may answer with text that reads as a call or as reasoning; then only its words are told.
  const plain = !found.includes('<') && (format?.parse(verbatim, { tools }).toolCalls.length ?? 0) === 0;
  return plain ? verbatim : `${opening} ${wordsOf(found).join(' ')}.`;
}

function topicPhrase(question: string): string {
  const topics = topicsOf(question);
  const words = wordsOf(question).filter((word) => [...topicsOf(word)].some((topic) => topics.has(topic)));
  return words.slice(0, 6).join(' ') || 'that';
}
