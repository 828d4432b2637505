import { encodeComment } from './encode-comment.js';
import { encodeEvent } from './encode-event.js';
import type { OutgoingSseEvent } from './event.js';

/** What `sseResponse` takes besides the options of a `Response`. */
export interface SseResponseInit extends ResponseInit {
  /** While the items are silent, a comment goes out each time this many milliseconds pass; none by default, nor with 0. */
  readonly keepAliveMs?: number | undefined;
}

/** What `sseResponse` sends: events, or frames that are already encoded. */
export type SseItems = AsyncIterable<OutgoingSseEvent | string> | Iterable<OutgoingSseEvent | string>;

/**
 * Makes a `Response` that streams events as the client reads them.
 *
 * One item is pulled when the client wants one, none ahead of it. A client that goes away makes the iterator `return`, once.
 * An iterator that throws, or an event that cannot be encoded, makes the body fail. Headers in `init` win over the
 * usual ones: `text/event-stream`, and no caching, transforming or buffering on the way.
 */
export function sseResponse(items: SseItems, init: SseResponseInit = {}): Response {
  const { keepAliveMs, ...responseInit } = init;
  const headers = new Headers({
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-cache, no-transform',
    'x-accel-buffering': 'no', // nginx would hold the events back
  });
  new Headers(init.headers).forEach((value, name) => {
    headers.set(name, value);
  });
  return new Response(streamFrames(items, keepAliveMs), { ...responseInit, headers });
}

function streamFrames(items: SseItems, keepAliveMs = 0): ReadableStream<Uint8Array> {
  const iterator = Symbol.asyncIterator in items ? items[Symbol.asyncIterator]() : items[Symbol.iterator]();
  const encoder = new TextEncoder();
  const interval = Math.min(keepAliveMs, 0x7fff_ffff); // timers take a larger number for 1 ms
  let cancelled = false;
  let silence: ReturnType<typeof setInterval> | undefined;

  function sendKeepAlive(controller: ReadableStreamDefaultController<Uint8Array>): void {
    // Below 0, the last comment is not read yet; for a client that reads nothing they must not pile up.
    if (controller.desiredSize === 0) controller.enqueue(encoder.encode(encodeComment('keep-alive')));
  }

  async function stopIterator(): Promise<void> {
    await iterator.return?.();
  }

  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        if (interval) silence = setInterval(sendKeepAlive, interval, controller);
        let item: IteratorResult<OutgoingSseEvent | string, unknown>;
        try {
          item = await iterator.next();
        } finally {
          clearInterval(silence);
        }
        if (cancelled) return;
        if (item.done) {
          controller.close();
          return;
        }
        let frame: string;
        try {
          frame = typeof item.value === 'string' ? item.value : encodeEvent(item.value);
        } catch (error) {
          stopIterator().catch(() => {}); // the first error is the one to tell
          throw error;
        }
        controller.enqueue(encoder.encode(frame));
      },
      cancel() {
        cancelled = true;
        clearInterval(silence);
        return stopIterator();
      },
    },
    { highWaterMark: 0 },
  );
}
