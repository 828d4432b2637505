import type { Engine, EngineChunk, EngineRequest } from '@smg/server';

/** An engine that counts what is done to it. */
export interface WatchedEngine extends Engine {
  readonly seen: { pulls: number; returns: number; aborts: number; requests: EngineRequest[] };
  /** Resolves once the engine was told to stop: aborted and returned. */
  readonly released: Promise<void>;
}

/** Wraps a list or generator of chunks so that pulls, returns and aborts are counted. */
export function watched(
  source: (request: EngineRequest, signal: AbortSignal) => AsyncIterator<EngineChunk | string>,
): WatchedEngine {
  const seen: WatchedEngine['seen'] = { pulls: 0, returns: 0, aborts: 0, requests: [] };
  let release: () => void = () => undefined;
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  const check = () => {
    if (seen.aborts > 0 && seen.returns > 0) release();
  };
  return {
    seen,
    released,
    generate(request, signal) {
      seen.requests.push(request);
      const inner = source(request, signal);
      signal.addEventListener('abort', () => {
        seen.aborts++;
        check();
      });
      const iterator: AsyncIterableIterator<EngineChunk | string> = {
        next() {
          seen.pulls++;
          return inner.next();
        },
        async return() {
          seen.returns++;
          check();
          inner.return?.().catch(() => undefined);
          return { done: true, value: undefined };
        },
        [Symbol.asyncIterator]: () => iterator,
      };
      return iterator;
    },
  };
}

/** Yields the same text every few milliseconds, forever. */
export async function* endless(text = 'word ', ms = 5): AsyncGenerator<string> {
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, ms));
    yield text;
  }
}

/** Never answers. */
export async function* hanging(): AsyncGenerator<string> {
  await new Promise(() => undefined);
}

/** Throws at the first pull. */
export async function* throwing(error: unknown): AsyncGenerator<string> {
  yield* [];
  throw error;
}
