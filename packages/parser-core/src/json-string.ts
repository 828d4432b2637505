import { hexUnit } from './json-scan.js';

/** A decoded stretch of a JSON string. */
export interface DecodedString {
  readonly text: string;
  /** Where decoding stopped in the input: at the closing quote, at a cut escape, or at the end. */
  readonly to: number;
  /** Whether the closing quote stands at `to`. */
  readonly closed: boolean;
}

const escapes: Readonly<Record<string, string>> = {
  '"': '"',
  "'": "'",
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};

/** The escape at `at`: what it stands for and its length; length 0 when it is cut off. */
function unescapeAt(text: string, at: number, end: number): readonly [unit: string, length: number] {
  if (at + 1 >= end) return ['', 0];
  const kind = text.charAt(at + 1);
  const plain = escapes[kind];
  if (plain !== undefined) return [plain, 2];
  if (kind !== 'u') return ['\\', 1];
  const unit = hexUnit(text, at, end);
  return unit === -1 ? ['', 0] : unit === -2 ? ['\\', 1] : [String.fromCharCode(unit), 6];
}

/** Decodes the inside of a JSON string from `from` on; an invalid escape keeps its backslash. */
export function decodeString(text: string, from: number, end: number, quote: number): DecodedString {
  let decoded = '';
  let start = from;
  let at = from;
  while (at < end) {
    const code = text.charCodeAt(at);
    if (code === quote) return { text: decoded + text.slice(start, at), to: at, closed: true };
    if (code !== 92) {
      at++;
      continue;
    }
    const [unit, length] = unescapeAt(text, at, end);
    if (length === 0) break;
    decoded += text.slice(start, at) + unit;
    at += length;
    start = at;
  }
  return { text: decoded + text.slice(start, at), to: at, closed: false };
}

/** How many units of the input stand for the first `units` units of its decoded text. */
export function rawLength(text: string, from: number, end: number, units: number): number {
  let at = from;
  for (let decoded = 0; decoded < units; decoded++) at += text.charCodeAt(at) === 92 ? unescapeAt(text, at, end)[1] : 1;
  return at - from;
}
