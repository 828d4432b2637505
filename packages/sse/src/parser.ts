import type { SseEvent } from './event.js';

/** Options of `createSseParser`. */
export interface SseParserOptions {
  /**
   * The most UTF-16 units the lines of one event may have together; 1,048,576 by default.
   * Comments and unknown fields count only until their line ends.
   */
  readonly maxEventSize?: number | undefined;
  /** Is told each comment as it is read, without its colon and the space after that. */
  readonly onComment?: ((text: string) => void) | undefined;
  /** Is told each `retry` as it is read: how many milliseconds to wait before reconnecting. */
  readonly onRetry?: ((milliseconds: number) => void) | undefined;
}

/** Reads a `text/event-stream`, piece by piece. Make a new one for each connection. */
export interface SseParser {
  /** Reads the next piece of text, cut anywhere, and gives the events that it completes. Throws `TypeError` after `finish`. */
  push(text: string): readonly SseEvent[];
  /** Says that no more text comes, and gives the event that was still open, marked `unterminated`. Throws `TypeError` if called twice. */
  finish(): readonly SseEvent[];
}

const lf = 0x0a;
const space = 0x20;
const colon = 0x3a;
const byteOrderMark = 0xfeff;

const fieldNames = ['data', 'event', 'id', 'retry', ''] as const;

/**
 * Makes an incremental reader of `text/event-stream`: LF, CR and CRLF line ends, comments, a leading byte order mark.
 *
 * Any cut of a text gives the same events, and an event comes with the unit that completes it. No string makes it throw.
 * An event past `maxEventSize` comes at once, cut there and marked `too-long`; reading goes on at the next event.
 * Source: WHATWG HTML, "Server-sent events"; `finish` differs from it in that the open event is not discarded,
 * because upstreams that break off, or leave out the last blank line, would lose data.
 */
export function createSseParser(options: SseParserOptions = {}): SseParser {
  const { maxEventSize = 1_048_576, onComment, onRetry } = options;
  if (!(maxEventSize >= 1)) throw new TypeError('`maxEventSize` must be at least 1.');

  let finished = false;
  let atStart = true; // nothing was read: a byte order mark may come
  let afterCr = false; // a CR ended the last line: an LF now belongs to it
  let skipping = false; // the event was too long: the rest of it is dropped

  let linePieces: string[] = []; // the line that is not over yet, joined once (eventsource-parser#28: 93 s for one big event)
  let lineSize = 0;
  let eventSize = 0; // of the lines that are over and kept

  let data: string | undefined;
  let event = '';
  let id: string | undefined;

  function push(text: string): readonly SseEvent[] {
    assertOpen();
    const events: SseEvent[] = [];
    if (text === '') return events;
    let from = 0;
    if (atStart) {
      atStart = false;
      if (text.charCodeAt(0) === byteOrderMark) from = 1;
    } else if (afterCr && text.charCodeAt(0) === lf) {
      from = 1;
    }
    afterCr = false;

    // Each is looked for again only once it is passed, so that no unit is searched twice for the same mark.
    let nextLf = text.indexOf('\n', from);
    let nextCr = text.indexOf('\r', from);
    while (nextLf !== -1 || nextCr !== -1) {
      const endsInCr = nextLf === -1 || (nextCr !== -1 && nextCr < nextLf);
      const to = endsInCr ? nextCr : nextLf;
      readLine(text, from, to, events);
      from = to + 1;
      if (endsInCr) {
        if (nextLf === from) from++;
        else if (from === text.length) afterCr = true;
        nextCr = text.indexOf('\r', from);
      }
      if (nextLf !== -1 && nextLf < from) nextLf = text.indexOf('\n', from);
    }
    holdLine(text, from, text.length, events);
    return events;
  }

  function finish(): readonly SseEvent[] {
    assertOpen();
    finished = true;
    cutLine();
    return data === undefined ? [] : [takeEvent('unterminated')];
  }

  function assertOpen(): void {
    if (finished) throw new TypeError('The SSE parser is finished.');
  }

  /** Reads a line, or the rest of one that is held, that ends at `to`. */
  function readLine(text: string, from: number, to: number, events: SseEvent[]): void {
    if (lineSize === 0) {
      if (from === to) {
        endEvent(events);
        return;
      }
      if (!skipping && eventSize + to - from <= maxEventSize) {
        readField(text, from, to);
        return;
      }
    }
    holdLine(text, from, to, events);
    if (!skipping) readField(linePieces.join(''), 0, lineSize);
    linePieces = [];
    lineSize = 0;
  }

  /** Holds the next piece of a line, as far as the event may grow. */
  function holdLine(text: string, from: number, to: number, events: SseEvent[]): void {
    if (from === to) return;
    const room = maxEventSize - eventSize - lineSize;
    lineSize += to - from;
    if (skipping) return;
    if (to - from <= room) {
      linePieces.push(text.slice(from, to));
      return;
    }
    linePieces.push(text.slice(from, from + room));
    cutLine();
    events.push(takeEvent('too-long'));
    linePieces = [];
    skipping = true;
  }

  /** Reads a line whose end is missing: half a `data` line is worth having, half a name or id would be a wrong one. */
  function cutLine(): void {
    const line = linePieces.join('');
    if (line.startsWith('data:')) readField(line, 0, line.length);
  }

  function readField(text: string, from: number, to: number): void {
    const name = fieldName(text, from, to);
    if (name === undefined) return;
    const colonAt = from + name.length;
    const value = text.slice(text.charCodeAt(colonAt + 1) === space ? colonAt + 2 : colonAt + 1, to);
    switch (name) {
      case 'data':
        data = data === undefined ? value : `${data}\n${value}`;
        break;
      case 'event':
        event = value;
        break;
      case 'id':
        if (!value.includes('\0')) id = value;
        break;
      case 'retry':
        if (/^[0-9]+$/.test(value)) onRetry?.(Number(value));
        return;
      case '':
        onComment?.(value);
        return;
    }
    eventSize += to - from;
  }

  function endEvent(events: SseEvent[]): void {
    if (skipping) skipping = false;
    else if (data !== undefined) events.push(takeEvent());
    else forgetEvent();
  }

  function takeEvent(incomplete?: 'unterminated' | 'too-long'): SseEvent {
    const taken: { -readonly [K in keyof SseEvent]: SseEvent[K] } = {
      data: data ?? '',
    };
    if (event !== '') taken.event = event;
    if (id !== undefined) taken.id = id;
    if (incomplete !== undefined) taken.incomplete = incomplete;
    forgetEvent();
    return taken;
  }

  /** Starts over for the next event; the last event id stays. */
  function forgetEvent(): void {
    data = undefined;
    event = '';
    eventSize = 0;
  }

  return { push, finish };
}

/** The name of the field in the line `from`–`to`, `''` for a comment, `undefined` for what readers must ignore. */
function fieldName(text: string, from: number, to: number): (typeof fieldNames)[number] | undefined {
  for (const name of fieldNames) {
    if (!text.startsWith(name, from)) continue;
    const nameEnd = from + name.length;
    if (nameEnd === to || text.charCodeAt(nameEnd) === colon) return name;
  }
  return undefined;
}
