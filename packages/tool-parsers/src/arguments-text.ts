import type { PrintableToolCall } from '@smg/parser-core';
import { jsonText } from './json-text.js';

/** The JSON text of a call's arguments. Throws `TypeError` where they are no JSON object. */
export function argumentsText({ name, arguments: value }: PrintableToolCall): string {
  const text = typeof value === 'string' ? value : jsonText(value);
  try {
    const parsed: unknown = JSON.parse(text!);
    if (parsed && typeof parsed === 'object' && !Array.isArray(parsed)) return text!;
  } catch {}
  throw new TypeError(`the arguments of "${name}" are no JSON object: ${text?.slice(0, 80)}`);
}
