import { collect } from './collect.js';
import type { Reading, Request } from './request.js';
import type {
  ParseDelta,
  ParseIssue,
  ParseIssueCode,
  StreamingParseResult,
  StreamingParser,
  ToolCallDelta,
} from './result.js';
import { newTrace, type SpanKind, type Trace } from './trace.js';

/** Options of a parser. */
export interface ParserOptions {
  /** The most UTF-16 units an undecided part may have; 1,048,576 by default. */
  readonly maxHeld?: number | undefined;
  /** Makes the id of a call where the format has none. */
  readonly nextId?: ((index: number, name: string) => string) | undefined;
  /** `false`: reasoning is sent block by block, when the grammar ends one. */
  readonly streamReasoning?: boolean | undefined;
}

const none: readonly never[] = Object.freeze([]);
const nothing: StreamingParseResult = Object.freeze({
  normalText: '',
  reasoningText: '',
  calls: none,
  deltas: none,
  issues: none,
});

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
  /** What becomes of the call being read: sent, or (an unknown tool) passed on as text, or reported. */
  muted: 'text' | 'issue' | undefined;
  /** Marks that start before this offset count as text. */
  marksFrom = 0;
  /** Where the mark that was read last starts, as an offset in the input. */
  markAt = 0;
  /** Whether anything but white space went out as text. */
  hasText = false;

  readonly maxHeld: number;
  // The block of reasoning being read, where blocks are sent whole.
  private block: string | undefined;
  private readonly nextId: ParserOptions['nextId'];
  private readonly grammar: Reading<void>;
  private readonly trace: Trace | undefined = newTrace();
  private request: Request<unknown> | undefined;
  private over = false;

  // The kept part: input from offset `heldFrom` on is kept until the grammar has decided what it is.
  private heldFrom = -1;
  private heldText = '';
  private heldPos = 0;

  // What the current push has produced: whole deltas, and the one still growing.
  private deltas: ParseDelta[] | undefined;
  private issues: ParseIssue[] | undefined;
  private kind: 'text' | 'reasoning' | 'call' | undefined;
  private piece = '';
  private callIndex = -1;
  private callId: string | undefined;
  private callName: string | undefined;
  private callDone = false;

  constructor(read: (ask: Driver) => Reading<void>, options?: ParserOptions) {
    this.maxHeld = options?.maxHeld ?? 1 << 20;
    this.nextId = options?.nextId;
    this.block = options?.streamReasoning === false ? '' : undefined;
    this.grammar = read(this);
    this.wake();
  }

  push(chunk: string): StreamingParseResult {
    if (this.over) throw new TypeError('push() after finish(): make a new parser for each output');
    if (typeof chunk !== 'string') throw new TypeError(`push() takes a string, not ${typeof chunk}`);
    if (chunk === '') return nothing;
    const { text, pos } = this;
    if (this.heldFrom >= 0) {
      this.heldText += text.slice(this.heldPos, pos);
      this.heldPos = 0;
    }
    this.base += pos;
    this.text = pos < text.length ? text.slice(pos) + chunk : chunk;
    this.pos = 0;
    this.bound();
    this.drain(false);
    return this.take();
  }

  finish(): StreamingParseResult {
    if (this.over) throw new TypeError('finish() was called already');
    this.over = true;
    this.drain(true);
    return this.take();
  }

  private drain(final: boolean): void {
    for (;;) {
      if (this.request === undefined) {
        this.sendText(this.pos, this.text.length);
        this.pos = this.text.length;
        return;
      }
      if (!this.request.run(this)) {
        this.tooLong = this.end < this.text.length;
        if (!this.tooLong && !final) {
          if (this.muted !== undefined) this.passMuted();
          return;
        }
        this.ended = !this.tooLong;
        if (!this.request.end(this)) continue;
      } else {
        this.ended = false;
      }
      this.wake();
    }
  }

  private wake(): void {
    const step = this.grammar.next();
    this.request = step.done ? undefined : step.value;
    if (step.done) {
      this.unmute();
      this.release();
    }
  }

  /** Asks one request and gives its answer. */
  *ask<Answer>(request: Request<Answer>): Reading<Answer> {
    yield request;
    return request.answer;
  }

  // ---- What is kept until it is decided ----

  /** Whether text is being kept. */
  get holding(): boolean {
    return this.heldFrom >= 0;
  }

  /** Keeps the text from `at` in the window on, at most `maxHeld` units of it. */
  hold(at: number): void {
    this.heldFrom = this.base + at;
    this.heldPos = at;
    this.heldText = '';
    this.bound();
  }

  /** Keeps the text from here on: a call may begin here. */
  keep(): void {
    this.hold(this.pos);
    this.markAt = this.heldFrom;
  }

  /** What is kept, up to where reading stands. */
  heldSoFar(): string {
    return this.heldText + this.text.slice(this.heldPos, this.pos);
  }

  /** Where the kept text starts, or where reading stands. */
  get offset(): number {
    return this.heldFrom >= 0 ? this.heldFrom : this.base + this.pos;
  }

  /** Keeps nothing any more: it is decided. */
  release(): void {
    this.heldFrom = -1;
    this.heldText = '';
    this.tooLong = false;
    this.end = this.text.length;
  }

  /** Goes back to the start of the kept text, to read it otherwise. */
  rewind(): void {
    this.text = this.heldText === '' ? this.text : this.heldText + this.text.slice(this.heldPos);
    this.pos = this.heldText === '' ? this.heldPos : 0;
    this.base = this.heldFrom - this.pos;
    this.trace?.forget(this.heldFrom);
    this.release();
  }

  private bound(): void {
    const { length } = this.text;
    this.end =
      this.heldFrom < 0 || this.muted !== undefined
        ? length
        : Math.min(length, this.heldFrom + this.maxHeld - this.base);
  }

  // ---- What goes out ----

  /** Says what the window from `from` to `to` became. */
  claim(kind: SpanKind, from: number, to: number): void {
    // What is muted is told of as it is passed on.
    if (this.muted === undefined) this.trace?.add(kind, this.base + from, this.base + to);
  }

  /** Reads `units` units that are the format's own. */
  skip(units: number): void {
    this.claim('mark', this.pos, this.pos + units);
    this.pos += units;
  }

  /** Sends a part of the window as text. */
  sendText(from: number, to: number): void {
    if (to <= from) return;
    const text = this.text.slice(from, to);
    if (!this.hasText && /\S/.test(text)) this.hasText = true;
    this.send('text', text);
    this.claim('text', from, to);
  }

  /** Sends a part of the window as reasoning. */
  sendReasoning(from: number, to: number): void {
    if (to <= from) return;
    const text = this.text.slice(from, to);
    if (this.block === undefined) this.send('reasoning', text);
    else this.block += text;
    this.claim('reasoning', from, to);
  }

  /** Ends a block of reasoning. */
  endReasoning(): void {
    if (!this.block) return;
    this.send('reasoning', this.block);
    this.block = '';
  }

  private send(kind: 'text' | 'reasoning', text: string): void {
    if (this.kind !== kind) this.turn(kind);
    this.piece += text;
  }

  /** Begins a call. Its arguments follow. */
  openCall(name: string, id?: string): void {
    if (this.muted !== undefined) return;
    this.turn('call');
    this.callIndex++;
    this.callName = name;
    this.callId = id ?? this.nextId?.(this.callIndex, name);
    this.callDone = false;
  }

  /** Sends the next piece of the open call's arguments. */
  sendArguments(json: string): void {
    if (this.muted !== undefined || json === '') return;
    if (this.kind !== 'call') this.turn('call');
    this.piece += json;
  }

  /** Says that the open call's arguments are closed. */
  closeCall(): void {
    if (this.muted !== undefined) return;
    if (this.kind !== 'call') this.turn('call');
    this.callDone = true;
  }

  /** The index of the call being read. */
  get call(): number | undefined {
    return this.muted === undefined ? this.callIndex : undefined;
  }

  /** The index the next call will have. */
  get nextCall(): number {
    return this.callIndex + 1;
  }

  /** Reports what could not be read as the format says. */
  report(code: ParseIssueCode, offset: number, text = '', index?: number): void {
    this.issues ??= [];
    this.issues.push(index === undefined ? { code, offset, text } : { code, offset, text, index });
    if (text === '') return;
    this.trace?.forget(offset);
    this.trace?.add('issue', offset, offset + text.length);
  }

  // ---- Calls to unknown tools that are not to be sent ----

  /** From here on (the kept text included) the input is passed on as it stands, as text or in an issue. */
  mute(as: 'text' | 'issue'): void {
    this.muted = as;
    this.trace?.forget(this.heldFrom);
    this.bound();
    if (as === 'text') this.passMuted();
  }

  /** Ends `mute`. */
  unmute(): void {
    if (this.muted === undefined) return;
    this.passMuted(true);
    this.muted = undefined;
    this.release();
  }

  private passMuted(last = false): void {
    let raw = this.heldSoFar();
    this.trace?.forget(this.heldFrom);
    if (this.muted === 'text') {
      if (raw !== '') this.send('text', raw);
      this.trace?.add('text', this.heldFrom, this.heldFrom + raw.length);
      this.hasText = true;
      this.heldFrom += raw.length;
      raw = '';
    }
    while (raw.length > this.maxHeld || (last && raw !== '')) {
      const part = raw.slice(0, this.maxHeld);
      this.report('unknown-tool', this.heldFrom, part);
      this.heldFrom += part.length;
      raw = raw.slice(part.length);
    }
    this.heldText = raw;
    this.heldPos = this.pos;
  }

  // ---- The result of a push ----

  private turn(kind: 'text' | 'reasoning' | 'call'): void {
    if (this.kind !== undefined) {
      this.deltas ??= [];
      this.deltas.push(this.delta());
    }
    this.kind = kind;
    this.piece = '';
  }

  private delta(): ParseDelta {
    const { piece } = this;
    if (this.kind !== 'call') return { type: this.kind as 'text' | 'reasoning', text: piece };
    const index = this.callIndex;
    const name = this.callName;
    if (name === undefined) {
      return this.callDone
        ? { type: 'call', index, arguments: piece, done: true }
        : { type: 'call', index, arguments: piece };
    }
    this.callName = undefined;
    return {
      type: 'call',
      index,
      ...(this.callId === undefined ? undefined : { id: this.callId }),
      name,
      arguments: piece,
      ...(this.callDone ? { done: true } : undefined),
    };
  }

  private take(): StreamingParseResult {
    const { kind, piece } = this;
    const issues = this.issues ?? none;
    if (kind === undefined && issues === none) return nothing;
    const last = kind === undefined ? undefined : this.delta();
    const earlier = this.deltas;
    this.kind = undefined;
    this.piece = '';
    this.deltas = undefined;
    this.issues = undefined;
    if (last === undefined) return { normalText: '', reasoningText: '', calls: none, deltas: none, issues };
    if (earlier === undefined) {
      const deltas = [last];
      if (kind === 'text') return { normalText: piece, reasoningText: '', calls: none, deltas, issues };
      if (kind === 'reasoning') return { normalText: '', reasoningText: piece, calls: none, deltas, issues };
      return { normalText: '', reasoningText: '', calls: deltas as readonly ToolCallDelta[], deltas, issues };
    }
    earlier.push(last);
    return collect(earlier, issues);
  }
}
