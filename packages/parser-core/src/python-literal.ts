import { PythonScan } from './python-scan.js';

/** A whole Python literal as strict JSON; `undefined` where the text is none. */
export function pythonToJson(text: string): string | undefined {
  const scan = new PythonScan('literal', Number.POSITIVE_INFINITY);
  const window = { text, pos: 0, end: text.length };
  const state = scan.scan(window);
  if (state === 'broken') return undefined;
  if (state === 'done') return text.slice(window.pos).trim() === '' ? scan.take() : undefined;
  return window.pos === text.length && scan.ended() ? scan.take() : undefined;
}
