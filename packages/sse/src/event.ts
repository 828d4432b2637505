/** An event to be sent. */
export interface OutgoingSseEvent {
  /** The payload; each of its lines becomes a `data` line. */
  readonly data: string;
  /** The event's type; absent or empty means `message`. One line. */
  readonly event?: string | undefined;
  /** Where a client that reconnects says it was. One line without NUL. */
  readonly id?: string | undefined;
  /** How long a client waits before it reconnects, in milliseconds. */
  readonly retry?: number | undefined;
}

/** An event that was read. */
export interface SseEvent {
  /** The `data` lines, joined by LF. */
  readonly data: string;
  /** The event's type; absent where it is `message` by default. */
  readonly event?: string;
  /** The last event id: the `id` of this event or, where it has none, of the last one before it that had. */
  readonly id?: string;
  /**
   * Present if `data` is not known to be whole. `unterminated`: the text ended before the event's blank line.
   * `too-long`: the event passed `maxEventSize`, and what came after that is dropped.
   */
  readonly incomplete?: 'unterminated' | 'too-long';
}
