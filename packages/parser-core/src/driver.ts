import { collect } from './collect.js';
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

const none: readonly never[] = Object.freeze([]);
const nothing: StreamingParseResult = Object.freeze({
  normalText: '',
  reasoningText: '',
  calls: none,
  deltas: none,
  issues: none,
});

/** What a grammar asks: the driver that reads for it. */
export type Ask = Driver;

/**
 * Runs one grammar over one text.
 *
 * It keeps the window of text that is not read yet, the one pending request, and what the current push has
 * produced. Requests read `text` from `pos` to `end` and move `pos`; they see nothing of chunk borders.
 */
export class Driver implements StreamingParser {
  /** The window: the unread rest of earlier chunks and the chunk at hand. */
  text = '';
  /** Where reading stands in the window. */
  pos = 0;
  /** How far requests may read: the window's end, or less where `maxHeld` says so. */
  end = 0;
  /** Offset of the window in the input. */
  base = 0;
  /** Whether the pending request was ended because too much is held, not because the text ended. */
  tooLong = false;
  /** Whether the pending request was ended because the text ended. */
  ended = false;
  /** Where the mark that was read last starts, as an offset in the input. */
  markAt = 0;
  /** Marks that start before this offset count as text. */
  marksFrom = 0;
  /** Whether anything but white space went out as text. */
  hasText = false;
  /** The index of the call that was opened last; -1: none yet. */
  callIndex = -1;
  /** What becomes of the call being read, where it is not sent: passed on as text, or reported. */
  muted: 'text' | 'issue' | undefined;
  /** The most UTF-16 units an undecided part may have. */
  readonly maxHeld: number;

  readonly #nextId: ParserOptions['nextId'];
  readonly #grammar: Reading<void>;
  readonly #trace = newTrace();
  #request: Request<unknown> | undefined;
  #over = false;

  // The kept part: input from this offset on is kept until the grammar has decided what it is; -1: nothing is.
  #heldFrom = -1;
  #heldText = '';
  #heldPos = 0;

  // What the current push has produced, and the block of reasoning being read where blocks are sent whole.
  #deltas: Growing[] = [];
  #last: Growing | undefined;
  #issues: ParseIssue[] | undefined;
  #block: string | undefined;

  constructor(read: (ask: Driver) => Reading<void>, options: ParserOptions = {}) {
    this.maxHeld = options.maxHeld ?? 1 << 20;
    this.#nextId = options.nextId;
    if (options.streamReasoning === false) this.#block = '';
    this.#grammar = read(this);
    this.#wake();
  }

  push(chunk: string): StreamingParseResult {
    if (this.#over || typeof chunk !== 'string') {
      throw new TypeError(this.#over ? 'push() after finish()' : `push() takes a string, not ${typeof chunk}`);
    }
    if (chunk === '') return nothing;
    const { text, pos } = this;
    if (this.#heldFrom >= 0) {
      this.#heldText += text.slice(this.#heldPos, pos);
      this.#heldPos = 0;
    }
    this.base += pos;
    this.text = pos < text.length ? text.slice(pos) + chunk : chunk;
    this.pos = 0;
    this.#bound();
    return this.#drain(false);
  }

  finish(): StreamingParseResult {
    if (this.#over) throw new TypeError('finish() after finish()');
    this.#over = true;
    return this.#drain(true);
  }

  #drain(final: boolean): StreamingParseResult {
    for (;;) {
      const request = this.#request;
      if (request === undefined) {
        this.send('text', this.text.length);
        break;
      }
      this.ended = false;
      if (!request.run()) {
        this.tooLong = this.end < this.text.length;
        this.ended = !this.tooLong;
        if (this.ended && !final) {
          if (this.muted) this.#passMuted(false);
          break;
        }
        if (!request.end()) continue;
      }
      this.#wake();
    }
    const deltas = this.#deltas;
    const issues = this.#issues;
    if (deltas.length === 0 && issues === undefined) return nothing;
    this.#deltas = [];
    this.#last = this.#issues = undefined;
    return collect(deltas, issues ?? none);
  }

  #wake(): void {
    const { done, value } = this.#grammar.next();
    this.#request = done ? undefined : value;
    if (done) {
      this.unmute();
      this.release();
    }
  }

  /** Asks one request and gives its answer. */
  *ask<Answer>(request: Request<Answer>): Reading<Answer> {
    yield request;
    return request.answer;
  }

  /** Reads on to `to` in the window; what lies before it became `kind`. */
  read(kind: SpanKind, to: number): void {
    const from = this.pos;
    this.pos = to;
    this.claim(kind, from);
  }

  /** Reads units that are the format's own. */
  skip(units = 1): void {
    this.read('mark', this.pos + units);
  }

  /** Says that what lies between `from` and where reading stands became `kind`. */
  claim(kind: SpanKind, from: number): void {
    // What is muted is told of as it is passed on.
    if (!this.muted) this.#trace?.add(kind, this.base + from, this.base + this.pos);
  }

  // ---- What is kept until it is decided ----

  /** Whether text is being kept. */
  get holding(): boolean {
    return this.#heldFrom >= 0;
  }

  /** Where the kept text starts, or where reading stands. */
  get offset(): number {
    return this.holding ? this.#heldFrom : this.base + this.pos;
  }

  /** Keeps the text from here on, at most `maxHeld` units of it: a call may begin here. */
  keep(): void {
    this.markAt = this.#heldFrom = this.base + this.pos;
    this.#heldPos = this.pos;
    this.#heldText = '';
    this.#bound();
  }

  /** What is kept, up to where reading stands. */
  heldSoFar(): string {
    return this.#heldText + this.text.slice(this.#heldPos, this.pos);
  }

  /** Keeps nothing any more: it is decided. */
  release(): void {
    this.#heldFrom = -1;
    this.#heldText = '';
    this.tooLong = false;
    this.#bound();
  }

  /** Goes back to the start of the kept text, to read it otherwise. */
  rewind(): void {
    this.pos = this.#heldPos;
    if (this.#heldText) {
      this.text = this.#heldText + this.text.slice(this.#heldPos);
      this.pos = 0;
    }
    this.base = this.#heldFrom - this.pos;
    this.#trace?.forget(this.#heldFrom);
    this.release();
  }

  #bound(): void {
    this.end = this.text.length;
    if (this.holding && !this.muted) this.end = Math.min(this.end, this.#heldFrom + this.maxHeld - this.base);
  }

  // ---- What goes out ----

  /** Sends the window up to `to` as text or reasoning. */
  send(kind: 'text' | 'reasoning', to: number): void {
    const { text, pos } = this;
    if (to <= pos) return;
    const piece = text.slice(pos, to);
    if (kind === 'text') this.hasText ||= /\S/.test(piece);
    if (kind === 'reasoning' && this.#block !== undefined) this.#block += piece;
    else this.#add(kind, piece);
    this.read(kind, to);
  }

  /** Ends a block of reasoning. */
  endReasoning(): void {
    if (!this.#block) return;
    this.#add('reasoning', this.#block);
    this.#block = '';
  }

  #add(type: 'text' | 'reasoning', text: string): void {
    const last = this.#last;
    if (last?.type === type) last.text += text;
    else this.#push({ type, text });
  }

  #push(delta: Growing): void {
    this.#last = delta;
    this.#deltas.push(delta);
  }

  /** Begins a call. Its arguments follow. */
  openCall(name: string, id?: string): void {
    const index = ++this.callIndex;
    const known = id ?? this.#nextId?.(index, name);
    this.#push({ type: 'call', index, ...(known !== undefined && { id: known }), name, arguments: '' });
  }

  /** Sends the next piece of the open call's arguments. */
  sendArguments(json: string): void {
    if (this.muted || !json) return;
    const last = this.#last;
    if (last?.type === 'call') last.arguments += json;
    else this.#push({ type: 'call', index: this.callIndex, arguments: json });
  }

  /** Says that the open call's arguments are closed. */
  closeCall(): void {
    if (this.muted) return;
    const last = this.#last;
    if (last?.type === 'call') last.done = true;
    else this.#push({ type: 'call', index: this.callIndex, arguments: '', done: true });
  }

  /** Reports what could not be read as the format says, of a call where `index` is given. */
  report(code: ParseIssueCode, offset: number, text = '', index?: number): void {
    this.#issues ??= [];
    this.#issues.push({ code, offset, text, ...(index !== undefined && { index }) });
    if (!text) return;
    this.#trace?.forget(offset);
    this.#trace?.add('issue', offset, offset + text.length);
  }

  // ---- Calls that are not sent ----

  /** From here on (the kept text included) the input is passed on as it stands, as text or in an issue. */
  mute(as: 'text' | 'issue'): void {
    this.muted = as;
    this.#trace?.forget(this.#heldFrom);
    this.#bound();
  }

  /** Ends `mute`. */
  unmute(): void {
    if (!this.muted) return;
    this.#passMuted(true);
    this.muted = undefined;
    this.release();
  }

  #passMuted(last: boolean): void {
    const asText = this.muted === 'text';
    let raw = this.heldSoFar();
    while (raw && (asText || last || raw.length > this.maxHeld)) {
      const part = asText ? raw : raw.slice(0, this.maxHeld);
      if (asText) {
        this.#add('text', part);
        this.hasText = true;
        this.#trace?.add('text', this.#heldFrom, this.#heldFrom + part.length);
      } else {
        this.report('unknown-tool', this.#heldFrom, part);
      }
      this.#heldFrom += part.length;
      raw = raw.slice(part.length);
    }
    this.#heldText = raw;
    this.#heldPos = this.pos;
  }
}
