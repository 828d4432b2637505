export { fromCumulative } from './cumulative.js';
export * from './engine.js';
export { createHandler, type Handler } from './handler.js';
export type { Limits } from './limits.js';
export type { Logger } from './logger.js';
export type { ListenOptions, RunningServer } from './node.js';
export { type HandlerOptions, OptionsError, type ReasoningField } from './options.js';
export { type PromptInput, type PromptRenderer, plainPrompt } from './prompt.js';
export { serve } from './serve.js';
