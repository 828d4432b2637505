import { parseArgs } from 'node:util';
import { unknownName } from '../unknown-name.js';
import { UsageError } from './usage-error.js';

/** A flag: what it takes (nothing, a text, or texts, one each time it is given) and what it does. */
export interface Flag {
  readonly takes: 'nothing' | 'text' | 'texts';
  /** How the value is called in the help. */
  readonly value?: string;
  readonly about: string;
}

/** The flags that were given. */
export interface GivenFlags {
  has(name: string): boolean;
  text(name: string): string | undefined;
  texts(name: string): readonly string[];
}

/** Reads the arguments of a command. Throws `UsageError` with everything that is wrong with them. */
export function readFlags(args: readonly string[], flags: Readonly<Record<string, Flag>>): GivenFlags {
  const options = Object.fromEntries(
    Object.entries(flags).map(([name, { takes }]) => [
      name,
      { type: takes === 'nothing' ? ('boolean' as const) : ('string' as const), multiple: takes === 'texts' },
    ]),
  );
  // Not strict: parseArgs stops at the first fault and cannot say what was meant.
  const { tokens } = parseArgs({ args: [...args], options, strict: false, tokens: true, allowPositionals: true });
  const problems: string[] = [];
  const given = new Map<string, string[]>();
  for (const token of tokens) {
    if (token.kind === 'positional') problems.push(`Unexpected argument ${JSON.stringify(token.value)}.`);
    if (token.kind !== 'option') continue;
    const flag = Object.hasOwn(flags, token.name) ? flags[token.name] : undefined;
    if (!flag) {
      const valid = Object.keys(flags).map((name) => `--${name}`);
      problems.push(unknownName('option', token.rawName, valid));
    } else if (flag.takes === 'nothing' && token.value !== undefined) {
      problems.push(`The option --${token.name} takes no value.`);
    } else if (flag.takes !== 'nothing' && token.value === undefined) {
      problems.push(`The option --${token.name} needs a value.`);
    } else {
      given.set(token.name, [...(given.get(token.name) ?? []), token.value ?? '']);
    }
  }
  if (problems.length > 0) throw new UsageError(problems);
  return {
    has: (name) => given.has(name),
    text: (name) => given.get(name)?.at(-1),
    texts: (name) => given.get(name) ?? [],
  };
}

/** A number from a flag or the environment; a problem is added where it is none, or out of range. */
export function readNumber(
  text: string | undefined,
  name: string,
  range: { readonly from: number; readonly to?: number; readonly whole?: boolean },
  problems: string[],
): number | undefined {
  if (text === undefined || text === '') return undefined;
  const value = Number(text);
  const { from, to = Number.POSITIVE_INFINITY, whole = true } = range;
  if (text.trim() !== '' && value >= from && value <= to && (!whole || Number.isInteger(value))) return value;
  const bounds = to === Number.POSITIVE_INFINITY ? `of at least ${from}` : `from ${from} to ${to}`;
  problems.push(`${name} must be a ${whole ? 'whole ' : ''}number ${bounds}, not ${JSON.stringify(text)}.`);
  return undefined;
}
