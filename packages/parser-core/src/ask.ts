import { AfterSpace } from './after-space.js';
import type { Driver } from './driver.js';
import { type EndFinder, IssueUntil } from './issue-until.js';
import { JsonArguments, JsonValue, type ValueState } from './json-value.js';
import { Leading } from './leading.js';
import type { Marks } from './marks.js';
import type { Reading } from './request.js';
import type { ParseIssueCode } from './result.js';
import { Significant } from './significant.js';
import { TextUntil, type TextUntilOptions } from './text-until.js';
import { UpTo } from './up-to.js';

/** What a grammar asks: the driver that reads for it. */
export type Ask = Driver;

/** Sends text up to one of the marks; answers which, -1 at the end. The mark and all after it is kept until decided. */
export function textUntil(ask: Ask, marks: Marks, options?: TextUntilOptions): Reading<number> {
  return ask.ask(new TextUntil(marks, options));
}

/** Reads one of the marks after white space; answers which, -1 where something else comes. */
export function afterSpace(ask: Ask, marks: Marks): Reading<number> {
  return ask.ask(new AfterSpace(marks));
}

/** Reads a text of at most `max` units up to one of the marks; `undefined` where none comes. */
export function upTo(ask: Ask, marks: Marks, max = 256): Reading<string | undefined> {
  return ask.ask(new UpTo(marks, max));
}

/** Looks at the next unit after white space and comments; -1 at the end. */
export function significant(ask: Ask): Reading<number> {
  return ask.ask(new Significant());
}

/** Reads as much of `expected` as comes: white space that is the template's, not the model's. */
export function leading(ask: Ask, expected: string): Reading<void> {
  return ask.ask(new Leading(expected));
}

/** Reads one JSON value and answers its strict text; `undefined` where it is broken or cut off. */
export function* jsonValue(ask: Ask, keep = true): Reading<string | undefined> {
  const value = new JsonValue(ask.maxHeld, keep);
  const state = yield* ask.ask(value);
  return state === 'done' ? value.json : undefined;
}

/** Reads the JSON arguments of the open call, sent as they are decided; says how the call went on. */
export function* jsonArguments(ask: Ask, ends: Marks): Reading<ArgumentsEnd> {
  const value = new JsonArguments(ask.maxHeld, false);
  yield* ask.ask(value);
  return yield* argumentsEnd(ask, ends, value);
}

/** How a call's arguments ended: closed; or broken or cut off, then the end mark (by its place in the list; -1: none). */
export type ArgumentsEnd = 'done' | number;

/** Says how the call goes on after its arguments were read; what could not be read goes into an issue. */
export function* argumentsEnd(
  ask: Ask,
  ends: EndFinder,
  value: { readonly answer: ValueState; readonly unsent: string; readonly tooLong: boolean },
): Reading<ArgumentsEnd> {
  if (value.answer === 'done') {
    ask.closeCall();
    return 'done';
  }
  if (value.answer === 'broken') {
    return yield* brokenOff(ask, ends, value.tooLong ? 'too-long' : 'malformed-arguments', value.unsent);
  }
  cutOff(ask, value.unsent);
  return -1;
}

/** Answer of `endMark`: the text ended inside the mark. */
export const CUT_MARK = -2;

/**
 * Reads the mark that ends a call's frame, after white space; answers which, -1 where something else comes (that is
 * not read) and `CUT_MARK` where the text ended inside one, which is reported.
 */
export function* endMark(ask: Ask, marks: Marks): Reading<number> {
  const which = yield* afterSpace(ask, marks);
  if (which >= 0 || !ask.ended) return Math.max(which, -1);
  const rest = ask.text.slice(ask.pos);
  const cut = rest.trimStart();
  if (cut === '') return -1;
  const at = ask.pos + rest.length - cut.length;
  ask.claim('separator', ask.pos, at);
  ask.report('unclosed', ask.base + at, cut);
  ask.pos = ask.text.length;
  return CUT_MARK;
}

/** Drops an end mark that ends nothing, and says so. */
export function strayMark(ask: Ask): void {
  ask.report('stray-mark', ask.markAt, ask.heldSoFar().slice(ask.markAt - ask.offset));
  ask.release();
}

/** The text ended inside the open call: says so, with what was read but not sent. */
export function cutOff(ask: Ask, unsent = ''): void {
  const text = unsent + ask.text.slice(ask.pos);
  if (ask.muted === undefined) ask.report('unclosed', ask.base + ask.pos - unsent.length, text, ask.call);
  ask.pos = ask.text.length;
}

/**
 * What comes cannot be the open call's: reads it, up to and including the call's end mark, into one issue.
 * Answers which end mark it was, -1 at the end of the text.
 */
export function brokenOff(ask: Ask, ends: EndFinder, code: ParseIssueCode, unsent = ''): Reading<number> {
  return ask.ask(new IssueUntil(ends, code, unsent, ask.call));
}

/**
 * The kept text is no call after all: it goes out as text, and is searched for marks once more, from the last one
 * in it on. (Only from the last one, so that no unit is ever read more than three times.)
 */
export function notACall(ask: Ask, marks: Marks, code?: ParseIssueCode): void {
  const why = ask.tooLong ? 'too-long' : code;
  if (why !== undefined) ask.report(why, ask.markAt);
  const { offset } = ask;
  const kept = ask.heldSoFar();
  const last = marks.last(kept, ask.markAt - offset + 1);
  ask.marksFrom = last >= 0 ? offset + last : Math.max(ask.markAt + 1, offset + kept.length - marks.longest + 1);
  ask.rewind();
}
