const escaped: readonly string[] = /* @__PURE__ */ Array.from({ length: 128 }, (_, code) =>
  JSON.stringify(String.fromCharCode(code)).slice(1, -1),
);

/** How one unit is written inside a JSON string: control characters, quote and backslash escaped. */
export function escapeUnit(code: number): string {
  return escaped[code] ?? String.fromCharCode(code);
}

/** The inside of the JSON string that stands for a part of a text. */
export function escapeString(text: string, from = 0, to: number = text.length): string {
  let json = '';
  let start = from;
  for (let at = from; at < to; at++) {
    const code = text.charCodeAt(at);
    if (code >= 32 && code !== 34 && code !== 92) continue;
    json += text.slice(start, at) + escapeUnit(code);
    start = at + 1;
  }
  return start === from ? text.slice(from, to) : json + text.slice(start, to);
}

// One escape, both halves of an escaped surrogate pair together.
const unicode = /^\\u(?:d[89ab][\da-f]{2}\\ud[c-f][\da-f]{2}|[\da-f]{4})/i;
const longestUnicode = '\\ud800\\udc00';

/**
 * The length of the `\u` escape at `at`, both halves of an escaped surrogate pair together; 0 when it is cut off,
 * 1 (the backslash alone) when it is no escape.
 */
export function unicodeEscape(text: string, at: number, end: number): number {
  const tail = text.slice(at, Math.min(end, at + 12));
  // What is cut off is what could still become an escape.
  const length = unicode.exec(tail + longestUnicode.slice(tail.length))?.[0].length ?? 1;
  return length > tail.length ? 0 : length;
}
