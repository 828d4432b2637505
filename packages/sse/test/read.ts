import { createSseParser, type SseEvent, type SseParserOptions } from '@smg/sse';

/** Everything a parser reports. */
export interface Reading {
  readonly events: readonly SseEvent[];
  readonly comments: readonly string[];
  readonly retries: readonly number[];
}

/** Reads text in the given pieces. */
export function read(pieces: readonly string[], options: SseParserOptions = {}): Reading {
  const events: SseEvent[] = [];
  const comments: string[] = [];
  const retries: number[] = [];
  const parser = createSseParser({
    onComment: (text) => comments.push(text),
    onRetry: (milliseconds) => retries.push(milliseconds),
    ...options,
  });
  for (const piece of pieces) events.push(...parser.push(piece));
  events.push(...parser.finish());
  return { events, comments, retries };
}

/** Cuts text at the given places; places past its end and repeated ones make empty pieces. */
export function cutAt(text: string, places: readonly number[]): string[] {
  const sorted = [0, ...places.map((place) => Math.min(place, text.length)).sort((a, b) => a - b), text.length];
  return sorted.slice(1).map((place, index) => text.slice(sorted[index], place));
}
