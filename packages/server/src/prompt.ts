import type { ChatMessage } from '@smg/oai-protocol';
import type { Tool } from '@smg/parser-core';
import { textOf } from './message-text.js';

/** What a prompt is written from. */
export interface PromptInput {
  readonly messages: readonly ChatMessage[];
  readonly tools?: readonly Tool[];
  readonly documents?: readonly Readonly<Record<string, unknown>>[];
  /** Whether the prompt ends where the assistant's answer begins; `true` by default. */
  readonly addGenerationPrompt?: boolean;
  /** Whether the prompt ends inside the last message, for the model to go on with. */
  readonly continueFinalMessage?: boolean;
  /** Variables for the template, as in `chat_template_kwargs`. */
  readonly templateKwargs?: Readonly<Record<string, unknown>>;
}

/** Turns a conversation into the text a model continues: what a chat template does. */
export interface PromptRenderer {
  render(input: PromptInput): string;
}

/**
 * The prompt of a server without a chat template, for engines that read plain text: the tools, one line of JSON each, then
 * `Role: text` for every message, a blank line between, and `Assistant:` at the end. Calls the assistant made are JSON lines.
 * No model was trained on this.
 */
export const plainPrompt: PromptRenderer = {
  render({ messages, tools = [], addGenerationPrompt = true, continueFinalMessage = false }) {
    const blocks = messages.map(writeMessage);
    if (tools.length > 0) blocks.unshift(['Tools:', ...tools.map((tool) => JSON.stringify(tool))].join('\n'));
    if (addGenerationPrompt && !continueFinalMessage) blocks.push('Assistant:');
    return blocks.join('\n\n');
  },
};

function writeMessage(message: ChatMessage): string {
  const role = message.role.replace(/^./, (letter) => letter.toUpperCase());
  const calls = message.role === 'assistant' ? (message.tool_calls ?? []) : [];
  const lines = calls.map((call) => `${call.function.name} ${call.function.arguments}`);
  return [`${role}: ${textOf(message)}`.trimEnd(), ...lines].join('\n');
}
