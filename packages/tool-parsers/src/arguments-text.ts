import type { PrintableToolCall } from '@smg/parser-core';
import { jsonText } from './json-text.js';

/** The JSON text of a call's arguments. Throws `TypeError` where they are no JSON object. */
export function argumentsText({ name, arguments: value }: PrintableToolCall): string {
  const text = typeof value === 'string' ? value : jsonText(value);
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {}
  if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)) return text;
  throw new TypeError(`the arguments of "${name}" are no JSON object: ${text.slice(0, 80)}`);
}
