import { type ArgumentsEnd, callArguments } from './ask.js';
import type { Ask } from './create-parser.js';
import { ReadValue } from './json-value.js';
import { pythonCallEnd } from './python-call-end.js';
import { pythonScan } from './python-scan.js';
import type { Reading } from './request.js';

/** Reads the keyword arguments of the open call up to its `)`, sent as strict JSON; says how the call went on. */
export function pythonArguments(ask: Ask): Reading<ArgumentsEnd> {
  const scan = pythonScan(ask.maxHeld);
  return callArguments(ask, new ReadValue(ask, scan, 'send'), () => pythonCallEnd(scan.depth(), scan.unsent()));
}
