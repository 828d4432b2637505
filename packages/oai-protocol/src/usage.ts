import type { CompletionUsage } from './schema/chat-response.js';

/** How many tokens a response took so far, as engines count. */
export interface TokenCounts {
  /** Tokens of the prompt, once for all choices. */
  readonly promptTokens: number;
  /** Tokens written, summed over the choices. */
  readonly completionTokens: number;
  /** Those of the prompt that came from a cache. */
  readonly cachedTokens?: number | undefined;
  /** Those written that were reasoning. */
  readonly reasoningTokens?: number | undefined;
}

/** Token counts as `usage`; details only where they are above zero. */
export function createUsage(counts: TokenCounts): CompletionUsage {
  const { promptTokens, completionTokens, cachedTokens = 0, reasoningTokens = 0 } = counts;
  return {
    prompt_tokens: promptTokens,
    completion_tokens: completionTokens,
    total_tokens: promptTokens + completionTokens,
    ...(cachedTokens > 0 && { prompt_tokens_details: { cached_tokens: cachedTokens } }),
    ...(reasoningTokens > 0 && { completion_tokens_details: { reasoning_tokens: reasoningTokens } }),
  };
}
