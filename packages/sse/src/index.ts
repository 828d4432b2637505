export { type DecodeSseOptions, decodeSse, type SseSource } from './decode-sse.js';
export { encodeComment } from './encode-comment.js';
export { encodeEvent } from './encode-event.js';
export type { OutgoingSseEvent, SseEvent } from './event.js';
export { createSseParser, type SseParser, type SseParserOptions } from './parser.js';
export { type SseItems, type SseResponseInit, sseResponse } from './sse-response.js';
