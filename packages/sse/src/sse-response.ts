import { encodeComment } from './encode-comment.js';
import { encodeEvent } from './encode-event.js';
import type { OutgoingSseEvent } from './event.js';

/** What `sseResponse` takes besides the options of a `Response`. */
export interface SseResponseInit extends ResponseInit {
  /** How long, in milliseconds, a client may wait for the next item before it gets a comment instead; no comments by default. */
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

function streamFrames(items: SseItems, keepAliveMs: number | undefined): ReadableStream<Uint8Array> {
  const iterator = Symbol.asyncIterator in items ? items[Symbol.asyncIterator]() : items[Symbol.iterator]();
  const encoder = new TextEncoder();
  let cancelled = false;
  let sending: Promise<void> | undefined; // the item under way; it may outlast the pull that asked for it
  let timer: ReturnType<typeof setTimeout> | undefined;

  /** Sends the next item. Never rejects: after a keep-alive nobody may be waiting for it. */
  async function sendNext(controller: ReadableStreamDefaultController<Uint8Array>): Promise<void> {
    let item: IteratorResult<OutgoingSseEvent | string, unknown>;
    try {
      item = await iterator.next();
    } catch (error) {
      controller.error(error);
      return;
    }
    if (cancelled) return;
    if (item.done) {
      controller.close();
      return;
    }
    try {
      controller.enqueue(encoder.encode(typeof item.value === 'string' ? item.value : encodeEvent(item.value)));
    } catch (error) {
      controller.error(error);
      stopIterator().catch(() => {}); // the first error is the one to tell
    }
  }

  async function stopIterator(): Promise<void> {
    await iterator.return?.();
  }

  return new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        sending ??= sendNext(controller).finally(() => {
          sending = undefined;
          clearTimeout(timer);
        });
        if (keepAliveMs === undefined) return sending;
        const sent = sending;
        return new Promise((resolve) => {
          timer = setTimeout(() => {
            controller.enqueue(encoder.encode(encodeComment('keep-alive')));
            resolve();
          }, keepAliveMs);
          sent.then(resolve);
        });
      },
      cancel() {
        cancelled = true;
        clearTimeout(timer);
        return stopIterator();
      },
    },
    { highWaterMark: 0 },
  );
}
