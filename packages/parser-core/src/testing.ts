export * from './testing/format-laws.js';
export { cutsOf, hostileText } from './testing/hostile-text.js';
export { isJsonPrefix } from './testing/json-prefix.js';
export * from './testing/laws.js';
export * from './testing/liveness.js';
export { type Span, tracing } from './testing/tracing.js';
