import type { SseEvent } from './event.js';
import { createSseParser, type SseParserOptions } from './parser.js';

/** Options of `decodeSse`. */
export interface DecodeSseOptions extends SseParserOptions {
  /** Whether bytes that are no UTF-8 throw `TypeError`; by default they read as U+FFFD, as in browsers. */
  readonly fatal?: boolean | undefined;
}

/** What `decodeSse` reads: the body of a `fetch` response, or anything that yields bytes (or text) in pieces. */
export type SseSource = ReadableStream<Uint8Array> | AsyncIterable<Uint8Array | string>;

/**
 * Reads the events of a byte stream as they are asked for.
 *
 * The source is pulled only when no event is left. It is cancelled (a stream) or returned (an iterable), once, when the
 * consumer stops early or the bytes cannot be read; a stream even while a read is under way. Its errors pass on.
 */
export function decodeSse(source: SseSource, options: DecodeSseOptions = {}): AsyncIterableIterator<SseEvent> {
  const parser = createSseParser(options);
  // The parser takes the byte order mark; a decoder that took one too would take the next, which is text.
  const decoder = new TextDecoder('utf-8', { fatal: options.fatal === true, ignoreBOM: true });
  const chunks = iteratorOf(source);
  let open = true; // the source has neither ended nor failed nor been told to stop

  async function* readEvents(): AsyncGenerator<SseEvent, void> {
    while (open) {
      const chunk = await nextChunk();
      if (!open) return;
      if (chunk.done) open = false;
      yield* await parse(chunk);
    }
  }

  async function nextChunk(): Promise<IteratorResult<Uint8Array | string, unknown>> {
    try {
      return await chunks.next();
    } catch (error) {
      open = false;
      throw error;
    }
  }

  async function parse(chunk: IteratorResult<Uint8Array | string, unknown>): Promise<readonly SseEvent[]> {
    try {
      if (chunk.done) return [...parser.push(decoder.decode()), ...parser.finish()];
      return parser.push(typeof chunk.value === 'string' ? chunk.value : decoder.decode(chunk.value, { stream: true }));
    } catch (error) {
      await stop().catch(() => {}); // the first error is the one to tell
      throw error;
    }
  }

  async function stop(): Promise<void> {
    if (!open) return;
    open = false;
    await chunks.return?.();
  }

  const events = readEvents();
  return {
    next: () => events.next(),
    async return() {
      // First, because a generator's own `return` waits for the read under way, which on a silent connection never ends.
      await stop();
      await events.return();
      return { done: true, value: undefined };
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}

function iteratorOf(source: SseSource): AsyncIterator<Uint8Array | string, unknown> {
  // Not every browser can iterate a stream, and a stream's own iterator cannot be returned while it reads.
  if (!('getReader' in source)) return source[Symbol.asyncIterator]();
  const reader = source.getReader();
  return {
    next: () => reader.read(),
    async return() {
      await reader.cancel();
      return { done: true, value: undefined };
    },
  };
}
