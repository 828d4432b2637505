import type { StreamingParseResult, StreamingParser } from '@smg/parser-core';
import { resultOf } from './result-of.js';

/** Reads everything as text; holds only half a surrogate pair. */
export function createTextParser(): StreamingParser {
  let half = '';
  return {
    push(chunk) {
      const text = half + chunk;
      half = /[\uD800-\uDBFF]$/.test(text) ? text.slice(-1) : '';
      return textResult(half === '' ? text : text.slice(0, -1));
    },
    finish() {
      return textResult(half);
    },
  };
}

function textResult(text: string): StreamingParseResult {
  return resultOf(text === '' ? [] : [{ type: 'text', text }]);
}
