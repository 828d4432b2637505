import { collect, none } from './collect.js';
import type { Reading, Request } from './request.js';
import type { ParseIssue, ParseIssueCode, StreamingParseResult, StreamingParser } from './result.js';
import { newTrace, type SpanKind } from './trace.js';

/** Options of a parser. */
export interface ParserOptions {
  /** The most UTF-16 units an undecided part may have; 1,048,576 by default. */
  readonly maxHeld?: number | undefined;
  /** Makes the id of a call where the format has none. */
  readonly nextId?: ((index: number, name: string) => string) | undefined;
  /** `false`: reasoning is sent block by block, when the grammar ends one. */
  readonly streamReasoning?: boolean | undefined;
}

/** A delta that still grows. */
type Growing =
  | { readonly type: 'text' | 'reasoning'; text: string }
  | {
      readonly type: 'call';
      readonly index: number;
      readonly id?: string;
      readonly name?: string;
      arguments: string;
      done?: true;
    };

const nothing: StreamingParseResult = Object.freeze(collect(none, none));

/**
 * What a grammar asks, and what its requests work on: the window of text that is not read yet.
 *
 * Requests read `text` from `pos` to `end` and move `pos`; they see nothing of chunk borders.
 */
export interface Ask {
  /** The window: the unread rest of earlier chunks and the chunk at hand. */
  text: string;
  /** Where reading stands in the window. */
  pos: number;
  /** How far requests may read: the window's end, or less where `maxHeld` says so. */
  end: number;
  /** Offset of the window in the input. */
  base: number;
  /** Whether the pending request was ended because too much is held, not because the text ended. */
  tooLong: boolean;
  /** Whether the pending request was ended because the text ended. */
  ended: boolean;
  /** Where the mark that was read last starts, as an offset in the input. */
  markAt: number;
  /** Marks that start before this offset count as text. */
  marksFrom: number;
  /** Whether anything but white space went out as text. */
  hasText: boolean;
  /** The index of the call that was opened last; -1: none yet. */
  callIndex: number;
  /** What becomes of the call being read, where it is not sent: passed on as text, or reported. */
  muted: 'text' | 'issue' | undefined;
  /** The most UTF-16 units an undecided part may have. */
  readonly maxHeld: number;

  /** Asks one request and gives its answer. */
  ask<Answer>(request: Request<Answer>): Reading<Answer>;
  /** Reads on to `to` in the window; what lies before it became `kind`. */
  read(kind: SpanKind, to: number): void;
  /** Reads units that are the format's own; one if not said otherwise. */
  skip(units?: number): void;
  /** Says that what lies between `from` and where reading stands became `kind`. */
  claim(kind: SpanKind, from: number): void;

  /** Whether text is being kept until it is decided. */
  holding(): boolean;
  /** Where the kept text starts, or where reading stands. */
  offset(): number;
  /** Keeps the text from here on, at most `maxHeld` units of it: a call may begin here. */
  keep(): void;
  /** What is kept, up to where reading stands. */
  kept(): string;
  /** Keeps nothing any more: it is decided. */
  release(): void;
  /** Goes back to the start of the kept text, to read it otherwise. */
  rewind(): void;

  /** Sends the window up to `to` as text or reasoning. */
  send(kind: 'text' | 'reasoning', to: number): void;
  /** Ends a block of reasoning. */
  endReasoning(): void;
  /** Begins a call. Its arguments follow. */
  openCall(name: string, id?: string): void;
  /** Sends the next piece of the open call's arguments. */
  sendArguments(json: string): void;
  /** Says that the open call's arguments are closed. */
  closeCall(): void;
  /** Reports what could not be read as the format says, of a call where `index` is given. */
  report(code: ParseIssueCode, offset: number, text?: string, index?: number): void;

  /** From here on (the kept text included) the input is passed on as it stands, as text or in an issue. */
  mute(as: 'text' | 'issue'): void;
  /** Ends `mute`. */
  unmute(): void;
}

/** A grammar: reads one output by asking for what comes next. Text it leaves when it returns goes out as text. */
export type Grammar = (ask: Ask) => Reading<void>;

/**
 * Makes a parser that runs `grammar` over one output.
 *
 * It keeps the window, the one pending request, and what the current push has produced; in steady state a push runs
 * the pending request and nothing else.
 */
export function createParser(grammar: Grammar, options: ParserOptions = {}): StreamingParser {
  const { maxHeld = 1 << 20, nextId } = options;
  const trace = newTrace();
  let request: Request<unknown> | undefined;
  let over = false;

  // The kept part: input from this offset on is kept until the grammar has decided what it is; -1: nothing is.
  let heldFrom = -1;
  let heldText = '';
  let heldPos = 0;

  // What the current push has produced, and the block of reasoning being read where blocks are sent whole.
  let deltas: Growing[] | undefined;
  let last: Growing | undefined;
  let issues: ParseIssue[] | undefined;
  let block = options.streamReasoning === false ? '' : undefined;

  const ask: Ask = {
    text: '',
    pos: 0,
    end: 0,
    base: 0,
    tooLong: false,
    ended: false,
    markAt: 0,
    marksFrom: 0,
    hasText: false,
    callIndex: -1,
    muted: undefined,
    maxHeld,

    *ask(request) {
      yield request;
      return request.answer;
    },
    read(kind, to) {
      const from = ask.pos;
      ask.pos = to;
      ask.claim(kind, from);
    },
    skip(units = 1) {
      ask.read('mark', ask.pos + units);
    },
    claim(kind, from) {
      // What is muted is told of as it is passed on.
      if (!ask.muted) trace?.add(kind, ask.base + from, ask.base + ask.pos);
    },

    holding: () => heldFrom >= 0,
    offset: () => (heldFrom < 0 ? ask.base + ask.pos : heldFrom),
    keep() {
      ask.markAt = heldFrom = ask.base + ask.pos;
      heldPos = ask.pos;
      heldText = '';
      bound();
    },
    kept: () => heldText + ask.text.slice(heldPos, ask.pos),
    release() {
      heldFrom = -1;
      heldText = '';
      ask.tooLong = false;
      bound();
    },
    rewind() {
      ask.pos = heldPos;
      if (heldText) {
        ask.text = heldText + ask.text.slice(heldPos);
        ask.pos = 0;
      }
      ask.base = heldFrom - ask.pos;
      trace?.forget(heldFrom);
      ask.release();
    },

    send(kind, to) {
      const { text, pos } = ask;
      if (to <= pos) return;
      const piece = text.slice(pos, to);
      if (kind === 'text') ask.hasText ||= /\S/.test(piece);
      if (kind === 'reasoning' && block !== undefined) block += piece;
      else add(kind, piece);
      ask.read(kind, to);
    },
    endReasoning() {
      if (!block) return;
      add('reasoning', block);
      block = '';
    },
    openCall(name, given) {
      const index = ++ask.callIndex;
      const id = given ?? nextId?.(index, name);
      put({ type: 'call', index, ...(id !== undefined && { id }), name, arguments: '' });
    },
    sendArguments(json) {
      if (ask.muted || !json) return;
      if (last?.type === 'call') last.arguments += json;
      else put({ type: 'call', index: ask.callIndex, arguments: json });
    },
    closeCall() {
      if (ask.muted) return;
      if (last?.type === 'call') last.done = true;
      else put({ type: 'call', index: ask.callIndex, arguments: '', done: true });
    },
    report(code, offset, text = '', index) {
      issues ??= [];
      issues.push({ code, offset, text, ...(index !== undefined && { index }) });
      if (!text) return;
      trace?.forget(offset);
      trace?.add('issue', offset, offset + text.length);
    },

    mute(as) {
      ask.muted = as;
      trace?.forget(heldFrom);
      bound();
    },
    unmute() {
      if (!ask.muted) return;
      passMuted(true);
      ask.muted = undefined;
      ask.release();
    },
  };

  const reading = grammar(ask);
  wake();

  return {
    push(chunk) {
      if (over || typeof chunk !== 'string') throw new TypeError('push() takes a string, before finish()');
      if (!chunk) return nothing;
      const { text, pos } = ask;
      if (heldFrom >= 0) {
        heldText += text.slice(heldPos, pos);
        heldPos = 0;
      }
      ask.base += pos;
      ask.text = pos < text.length ? text.slice(pos) + chunk : chunk;
      ask.pos = 0;
      bound();
      return drain(false);
    },
    finish() {
      if (over) throw new TypeError('finish() after finish()');
      over = true;
      return drain(true);
    },
  };

  function drain(final: boolean): StreamingParseResult {
    for (;;) {
      if (!request) {
        ask.send('text', ask.text.length);
        break;
      }
      ask.ended = false;
      if (!request.run()) {
        ask.tooLong = ask.end < ask.text.length;
        ask.ended = !ask.tooLong;
        if (ask.ended && !final) {
          if (ask.muted) passMuted(false);
          break;
        }
        if (!request.end()) continue;
      }
      wake();
    }
    if (!deltas && !issues) return nothing;
    const result = collect(deltas ?? none, issues ?? none);
    deltas = last = issues = undefined;
    return result;
  }

  function wake(): void {
    const { done, value } = reading.next();
    request = done ? undefined : value;
    if (!done) return;
    ask.unmute();
    ask.release();
  }

  function bound(): void {
    const { length } = ask.text;
    ask.end = heldFrom < 0 || ask.muted ? length : Math.min(length, heldFrom + maxHeld - ask.base);
  }

  function add(type: 'text' | 'reasoning', text: string): void {
    if (last?.type === type) last.text += text;
    else put({ type, text });
  }

  function put(delta: Growing): void {
    last = delta;
    // Most steps have one delta: an array that is made with it takes a fifth of the room of one that grows.
    if (deltas) deltas.push(delta);
    else deltas = [delta];
  }

  function passMuted(last: boolean): void {
    const asText = ask.muted === 'text';
    let raw = ask.kept();
    while (raw && (asText || last || raw.length > maxHeld)) {
      const part = asText ? raw : raw.slice(0, maxHeld);
      if (asText) {
        add('text', part);
        ask.hasText = true;
        trace?.add('text', heldFrom, heldFrom + part.length);
      } else {
        ask.report('unknown-tool', heldFrom, part);
      }
      heldFrom += part.length;
      raw = raw.slice(part.length);
    }
    heldText = raw;
    heldPos = ask.pos;
  }
}
