import { type Ask, createParser, marksOf, type Reading, type StreamingParser, textUntil } from '@smg/parser-core';

const noMarks = marksOf();

/** Reads everything as text. */
export function createTextParser(): StreamingParser {
  return createParser(function* (ask: Ask): Reading<void> {
    yield* textUntil(ask, noMarks);
  });
}
