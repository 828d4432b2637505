import type { PrintableToolCall } from '@smg/parser-core';
import { jsonText } from './json-text.js';

/** The JSON text of a call's arguments. Throws `TypeError` where they are no JSON object. */
export function argumentsText(call: PrintableToolCall): string {
  const text = typeof call.arguments === 'string' ? call.arguments : jsonText(call.arguments);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new TypeError(`the arguments of "${call.name}" are not JSON: ${text.slice(0, 80)}`);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new TypeError(`the arguments of "${call.name}" are not a JSON object: ${text.slice(0, 80)}`);
  }
  return text;
}
