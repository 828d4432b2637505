/** What a stretch of input became. */
export type SpanKind = 'text' | 'reasoning' | 'name' | 'arguments' | 'mark' | 'separator' | 'issue';

/** A stretch of a parser's input, in UTF-16 units. */
export interface Span {
  readonly kind: SpanKind;
  readonly from: number;
  readonly to: number;
}

/** What became of every unit one parser read; for tests only. */
export class Trace {
  spans: Span[] = [];

  add(kind: SpanKind, from: number, to: number): void {
    if (to > from) this.spans.push({ kind, from, to });
  }

  /** Forgets what was said of everything from `from` on: it is read again. */
  forget(from: number): void {
    this.spans = this.spans.filter((span) => span.from < from);
  }
}

let collecting: Trace[] | undefined;

/** Runs `make` and collects a trace of each parser it creates, in the order of their creation. */
export function tracing<T>(make: () => T): { readonly value: T; readonly traces: readonly Trace[] } {
  const before = collecting;
  const traces: Trace[] = [];
  collecting = traces;
  try {
    return { value: make(), traces };
  } finally {
    collecting = before;
  }
}

/** The trace a new parser reports to; `undefined` outside tests. */
export function newTrace(): Trace | undefined {
  if (collecting === undefined) return undefined;
  const trace = new Trace();
  collecting.push(trace);
  return trace;
}
