import type { EngineRequest } from '../engine.js';
import { textOf } from '../message-text.js';

/** The most UTF-16 units of a question: an answer looks through it again for every value. */
const longestQuestion = 4000;

/** What of a request an answer is written from. */
export interface Conversation {
  /** What the user asked last; the end of the prompt where there are no messages. Its end, if it is long. */
  readonly question: string;
  /** What the tools answered since then, in their order. */
  readonly toolResults: readonly string[];
}

/** Reads the last turn of a request's conversation. */
export function readConversation({ prompt }: EngineRequest): Conversation {
  if (!('messages' in prompt)) return { question: 'text' in prompt ? prompt.text.slice(-1000) : '', toolResults: [] };
  const toolResults: string[] = [];
  for (const message of prompt.messages.toReversed()) {
    if (message.role === 'user') return { question: textOf(message).slice(-longestQuestion), toolResults };
    if (message.role === 'tool' || message.role === 'function') toolResults.unshift(textOf(message));
  }
  return { question: textOf(prompt.messages[0]).slice(-longestQuestion), toolResults };
}
