import {
  type Ask,
  afterSpace,
  createParser,
  leading,
  type Mark,
  marksOf,
  type ParseResult,
  parseWhole,
  type Reading,
  type ReasoningFormat,
  type ReasoningParserOptions,
  type StreamingParser,
  TOO_MUCH_SPACE,
  textUntil,
} from '@smg/parser-core';

/** A format with reasoning between two marks, before the answer. */
export interface TaggedReasoningOptions {
  readonly name: string;
  readonly aliases?: readonly string[];
  /** Normalised model ids that write it. */
  readonly models?: readonly RegExp[];
  readonly specialTokens?: boolean;
  readonly open: string;
  readonly close: string;
  /** Whether output starts inside reasoning where neither prompt nor caller says; `false` by default. */
  readonly startsInReasoning?: boolean;
  /** Marks that end reasoning, where a call really follows. */
  readonly interrupts?: readonly Mark[];
  /** White space the format's own template writes: it belongs to neither reasoning nor answer. */
  readonly space?: { readonly afterOpen: string; readonly beforeClose: string; readonly afterClose: string };
}

/** How much of a prompt's end may say whether reasoning is open, in UTF-16 units. */
const tail = 4096;

/**
 * Formats that think between two marks and answer after them.
 *
 * ```text
 * > | <think>Let me see.</think>It is 4.
 *     ^ open            ^ close
 * ```
 * Where the template opened the block in the prompt, the output begins inside it.
 */
export function taggedReasoning(options: TaggedReasoningOptions): ReasoningFormat {
  const { open, close, startsInReasoning = false, interrupts = [] } = options;
  const space = options.space ?? { afterOpen: '', beforeClose: '', afterClose: '' };
  const both = marksOf(open, close);
  const opener = marksOf(open);
  const closers = [...new Set([space.beforeClose + close, close])];
  const enders = marksOf(...closers, ...interrupts);
  const noMarks = marksOf();

  const format: ReasoningFormat = {
    name: options.name,
    aliases: options.aliases ?? [],
    models: options.models ?? [],
    specialTokens: options.specialTokens ?? false,
    startsInReasoning,
    createParser(parserOptions?: ReasoningParserOptions): StreamingParser {
      const fromPrompt = parserOptions?.prompt === undefined ? undefined : format.opensReasoning(parserOptions.prompt);
      const inside = fromPrompt ?? parserOptions?.startsInReasoning ?? startsInReasoning;
      return createParser((ask) => read(ask, inside), parserOptions);
    },
    parse(text: string, parserOptions?: ReasoningParserOptions): ParseResult {
      return parseWhole(format.createParser(parserOptions), text);
    },
    opensReasoning(prompt: string): boolean | undefined {
      const end = prompt.slice(-tail).trimEnd();
      return end.endsWith(open) ? true : end.endsWith(close) ? false : undefined;
    },
    print({
      reasoning,
      text = '',
    }: {
      readonly reasoning?: string | undefined;
      readonly text?: string | undefined;
    }): string {
      if (reasoning === undefined && !startsInReasoning) return text;
      const opening = startsInReasoning ? '' : open + space.afterOpen;
      return `${opening}${reasoning ?? ''}${space.beforeClose}${close}${space.afterClose}${text}`;
    },
  };
  return format;

  function* read(ask: Ask, inside: boolean): Reading<void> {
    for (let thinking = inside; ; thinking = false) {
      if (!thinking && !(yield* beforeAnswer(ask))) break;
      let opened = !thinking;
      while ((yield* afterSpace(ask, opener)) >= 0) opened = true;
      if (opened) yield* leading(ask, space.afterOpen);
      const mark = yield* textUntil(ask, enders, { as: 'reasoning' });
      ask.endReasoning();
      if (mark < 0) ask.report('unclosed', ask.base + ask.pos);
      ask.release();
      if (mark < 0 || mark >= closers.length) break;
      yield* leading(ask, space.afterClose);
    }
    yield* textUntil(ask, noMarks);
  }

  /** Reads white space, openers, and closers that close nothing. Says whether reasoning begins. */
  function* beforeAnswer(ask: Ask): Reading<boolean> {
    for (;;) {
      const mark = yield* afterSpace(ask, both);
      if (mark === 0) return true;
      if (mark === TOO_MUCH_SPACE) ask.report('too-long', ask.base + ask.pos);
      if (mark < 0) return false;
      ask.report('stray-mark', ask.base + ask.pos - close.length, close);
    }
  }
}
