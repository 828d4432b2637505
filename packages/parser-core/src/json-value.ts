import { spaceEnd } from './characters.js';
import type { Ask } from './create-parser.js';
import { jsonScan, type ScanState, type ValueScan } from './json-scan.js';
import { decodeString } from './json-string.js';
import { endsAnyway, type Request } from './request.js';

/** How reading a value ended: closed, not what it should be from `ask.pos` on, or the text ended first. */
export type ValueState = 'done' | 'broken' | 'cut';

/** A request that reads one value. */
export interface ValueRequest extends Request<ValueState> {
  /** The strict JSON, where it is kept. */
  json: string;
  readonly scan: ValueScan;
}

/** What becomes of a value: it is sent as the open call's arguments, kept, or dropped. */
export type ValueUse = 'send' | 'keep' | 'drop';

/** A request that runs a scan over the text; `read` does so in another way than window by window. */
export function valueRequest(
  ask: Ask,
  scan: ValueScan,
  use: ValueUse,
  read?: (put: (json: string) => void) => ScanState,
): ValueRequest {
  const request: ValueRequest = {
    answer: 'cut',
    json: '',
    scan,
    run() {
      const from = ask.pos;
      let state: ScanState;
      if (read) state = read(put);
      else {
        state = scan.scan(ask);
        put(scan.take());
      }
      ask.claim(use === 'send' ? 'arguments' : 'mark', from);
      if (state === 'more') return false;
      request.answer = state;
      return true;
    },
    end: endsAnyway,
  };
  function put(json: string): void {
    if (use === 'send') ask.sendArguments(json);
    else if (use === 'keep') request.json += json;
  }
  return request;
}

/** The first `{` of a double-encoded object must come within so many units of its quote. */
const encodedHead = 256;

/**
 * A request that reads the arguments of a call: one JSON value, sloppy in, strict out.
 *
 * `null` and `""` become `{}`. A string whose first non-space character is `{` is double encoding and is unwrapped as
 * it streams; other values pass as written.
 *
 * ```text
 * > | "arguments": "{\"city\": \"Oslo\"}"
 *                  ^ head               ^ tail
 *                   ^^^^^^^^^^^^^^^^^^^^ inner
 * ```
 */
export function argumentsRequest(ask: Ask, use: ValueUse): ValueRequest {
  const scan = jsonScan(ask.maxHeld);
  let step: 'start' | 'plain' | 'inner' | 'tail' = 'start';
  let quote = 0;
  let empty = false; // `null` or `None`, if it is closed
  return valueRequest(ask, { ...scan, unsent: () => (step === 'plain' ? scan.unsent() : '') }, use, (put) => {
    if (step === 'start') {
      const state = start(put);
      if (state) return state;
    }
    if (step !== 'plain') return unwrap(put);
    const state = scan.scan(ask);
    const json = scan.take();
    put(empty && json ? '{}' : json);
    return state;
  });

  /** Finds out how the value is written. */
  function start(put: (json: string) => void): ScanState | undefined {
    const at = spaceEnd(ask);
    const { text, end } = ask;
    ask.pos = at;
    if (at === end) return 'more';
    const first = text[at]!;
    empty = first === 'n' || first === 'N';
    step = 'plain';
    if (first !== '"' && first !== "'") return undefined;
    quote = text.charCodeAt(at);
    const head = text.slice(at + 1, Math.min(end, at + encodedHead));
    const next = head.replace(/^(?:\s|\\[ntr])+/, '');
    if ((!next || next === '\\') && at + encodedHead > end) {
      step = 'start';
      return 'more';
    }
    if (next[0] === '{') {
      ask.pos += head.length - next.length + 1;
      step = 'inner';
    } else if (head[0] === first) {
      ask.pos += 2;
      put('{}');
      return 'done';
    }
    return undefined;
  }

  /** Reads a string as the JSON it holds. */
  function unwrap(put: (json: string) => void): ScanState {
    const { text, end } = ask;
    if (step === 'inner') {
      const from = ask.pos;
      const decoded = decodeString(text, from, end, quote);
      const window = { text: decoded.text, pos: 0, end: decoded.text.length };
      const state = scan.scan(window);
      put(scan.take());
      // What the scan did not read stays unread in the input.
      ask.pos = window.pos === window.end ? decoded.to : decodeString(text, from, end, -1, window.pos).to;
      if (state !== 'done') return decoded.to < end && text.charCodeAt(decoded.to) === quote ? 'broken' : state;
      step = 'tail';
    }
    // White space, escaped or not, then the quote.
    const rest = text.slice(ask.pos, end);
    const next = rest.replace(/^(?:\s|\\[ntr])+/, '');
    ask.pos += rest.length - next.length;
    if (!next || next === '\\') return 'more';
    if (next.charCodeAt(0) !== quote) return 'broken';
    ask.pos++;
    return 'done';
  }
}
