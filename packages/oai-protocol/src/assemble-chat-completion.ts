import { createChatAssembler, type LooseChunk } from './chat-assembler.js';
import type { ChatCompletion } from './schema/chat-response.js';

/**
 * The response that a stream's chunks add up to: the same as the one not streamed. Takes chunks as providers really send
 * them; throws a `ProtocolError` for an error frame among them.
 *
 * @example
 * assembleChatCompletion(chunks).choices[0]?.message.content;
 */
export function assembleChatCompletion(chunks: Iterable<LooseChunk>): ChatCompletion {
  const assembler = createChatAssembler();
  for (const chunk of chunks) assembler.push(chunk);
  return assembler.completion();
}
