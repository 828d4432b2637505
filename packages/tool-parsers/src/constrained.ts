import {
  type Ask,
  collect,
  createParser,
  jsonArguments,
  marksOf,
  type Reading,
  type StreamingParseResult,
  type StreamingParser,
  type Tool,
  type ToolChoice,
  type ToolFormat,
  type ToolParserOptions,
  textUntil,
} from '@smg/parser-core';
import { Calls } from './calls.js';
import { demandedTools } from './constraint.js';
import { jsonCalls } from './json-calls.js';

/** What an output was constrained to. */
export interface ConstrainedToolParserOptions extends ToolParserOptions {
  readonly tools: readonly Tool[];
  readonly toolChoice: ToolChoice;
  /** The model's own format: it is read all the same where the engine did not honour the constraint. */
  readonly format?: ToolFormat | undefined;
}

const noMarks = marksOf();
const readCalls = jsonCalls({ name: ['name'], arguments: ['parameters', 'arguments'] }, noMarks, noMarks);

/**
 * Makes a parser of output written under `toolConstraint`: the arguments object of the named function, or a list of
 * calls. Output in the model's own format is read as such. Throws `TypeError` where the choice demands no call.
 */
export function createConstrainedToolParser(options: ConstrainedToolParserOptions): StreamingParser {
  const demanded = demandedTools(options.tools, options.toolChoice);
  if (demanded === undefined) throw new TypeError('a constrained parser needs a tool_choice that demands a call');
  const name = demanded.named ? demanded.tools[0]!.name : undefined;
  const calls = new Calls(options);
  return new Choice(
    () => createParser((ask) => (name === undefined ? readList(ask, calls) : readArguments(ask, calls, name)), options),
    () => options.format?.createParser(options) ?? createParser(rest, options),
    name === undefined,
    options.maxHeld ?? 1 << 20,
  );
}

/** Lets the first units of the output decide which parser reads it. */
class Choice implements StreamingParser {
  private chosen: StreamingParser | undefined;
  private held = '';

  constructor(
    private readonly json: () => StreamingParser,
    private readonly native: () => StreamingParser,
    private readonly lists: boolean,
    private readonly maxHeld: number,
  ) {}

  push(chunk: string): StreamingParseResult {
    if (this.chosen || typeof chunk !== 'string') return this.choose(false).push(chunk);
    this.held += chunk;
    const full = this.held.length > this.maxHeld;
    // White space decides nothing: what is held is looked at only when something else comes.
    if (!full && !/\S/.test(chunk)) return collect([], []);
    // `[` opens a JSON list only before an object: Python calls begin with it too.
    const start = /^\s*(?:\{|\[\s*([^\s])|([^\s[]))/.exec(this.held.slice(0, this.maxHeld));
    if (start === null && !full) return collect([], []);
    const isJson = start && start[2] === undefined && (start[1] === undefined || (this.lists && start[1] === '{'));
    return this.choose(!!isJson).push(this.held);
  }

  finish(): StreamingParseResult {
    if (this.chosen) return this.chosen.finish();
    // Too little to tell: the model's own format knows what it is.
    const parser = this.choose(false);
    const { deltas, issues } = parser.push(this.held);
    const last = parser.finish();
    return collect([...deltas, ...last.deltas], [...issues, ...last.issues]);
  }

  private choose(isJson: boolean): StreamingParser {
    this.chosen ??= isJson ? this.json() : this.native();
    return this.chosen;
  }
}

function* readArguments(ask: Ask, calls: Calls, name: string): Reading<void> {
  calls.begin(ask, name);
  yield* jsonArguments(ask, noMarks);
  yield* textUntil(ask, noMarks, { afterCall: calls.end(ask) });
}

function* readList(ask: Ask, calls: Calls): Reading<void> {
  ask.keep();
  const read = yield* readCalls(ask, calls);
  yield* textUntil(ask, noMarks, { afterCall: !!read?.afterCall });
}

function* rest(ask: Ask): Reading<void> {
  yield* textUntil(ask, noMarks);
}
