import { z } from 'zod';

// The message of every schema here is what was expected ("an integer of at least 1"): `validationError` makes the sentence.

/** A schema with named input and output, whatever it is built of. */
export type Reads<Output, Input = Output> = z.ZodType<Output, Input>;

/** An object with the given fields and any others, which are kept. */
export function object<Shape extends z.core.$ZodLooseShape>(
  shape: Shape,
  expected = 'an object',
): z.ZodObject<Shape, z.core.$loose> {
  return z.looseObject(shape, expected);
}

/** An object of any fields, taken as it is and never walked. */
export function anyObject(expected = 'an object'): Reads<Record<string, unknown>> {
  return z.custom<Record<string, unknown>>(isObject, { error: expected, params: { code: 'invalid_type' } });
}

/** A string. */
export function text(): z.ZodString {
  return z.string('a string');
}

/** A string that is not empty. */
export function nonEmptyText(): z.ZodString {
  return z.string('a non-empty string').min(1, 'a non-empty string');
}

/** `true` or `false`. */
export function flag(): z.ZodBoolean {
  return z.boolean('a boolean');
}

/** A finite number from `min` to `max`, both allowed. */
export function number(min: number, max: number): z.ZodNumber {
  const expected = `a number from ${min} to ${max}`;
  return z.number(expected).min(min, expected).max(max, expected);
}

/** An integer from `min` to `max`, both allowed. */
export function integer(min: number, max = Number.MAX_SAFE_INTEGER): z.ZodNumber {
  const expected =
    max === Number.MAX_SAFE_INTEGER ? `an integer of at least ${min}` : `an integer from ${min} to ${max}`;
  return z.number(expected).int(expected).min(min, expected).max(max, expected);
}

/** One of the given strings. */
export function oneOf<const Names extends readonly string[]>(names: Names): Reads<Names[number]> {
  return z.enum(names, oneOfText(names)) as unknown as Reads<Names[number]>;
}

/** How a set of allowed strings is written in a message. */
export function oneOfText(names: readonly string[]): string {
  const quoted = names.map((name) => `'${name}'`).join(', ');
  return names.length === 1 ? quoted : `one of ${quoted}`;
}

/** Bounds of a list: how many items, and what it is called in messages. */
export interface ListOptions {
  readonly min?: number;
  readonly max?: number;
  readonly expected?: string;
}

/**
 * An array, read up to its first bad item: `z.array` reports every one, and a 10 MB body has room for five million.
 */
export function listOf<Item extends z.ZodType>(
  item: Item,
  options: ListOptions = {},
): Reads<z.output<Item>[], z.input<Item>[]> {
  const { min = 0, max = Number.POSITIVE_INFINITY, expected = 'an array' } = options;
  return z.unknown().transform((value, context) => {
    if (!Array.isArray(value)) return refuse(context, value, expected, 'invalid_type');
    if (value.length < min) return refuse(context, value, expected, 'empty_array');
    if (value.length > max) return refuse(context, value, expected, 'array_above_max_length');
    const items: unknown[] = [];
    for (let index = 0; index < value.length; index++) {
      const read = item.safeParse(value[index]);
      if (!read.success) return refuseAs(context, read.error.issues, [index]);
      items.push(read.data);
    }
    return items;
  }) as unknown as Reads<z.output<Item>[], z.input<Item>[]>;
}

/** An array of integers of at least 0; a plain loop, because a tokenized prompt has hundreds of thousands. */
export function tokenIds(options: { readonly min?: number } = {}): Reads<number[]> {
  const expected = 'an array of token ids';
  return z.unknown().transform((value, context) => {
    if (!Array.isArray(value)) return refuse(context, value, expected, 'invalid_type');
    if (value.length < (options.min ?? 0)) return refuse(context, value, `${expected}, not empty`, 'empty_array');
    for (let index = 0; index < value.length; index++) {
      const id: unknown = value[index];
      if (!Number.isSafeInteger(id) || (id as number) < 0) {
        return refuse(context, id, 'an integer of at least 0', 'invalid_type', [index]);
      }
    }
    return value;
  }) as unknown as Reads<number[]>;
}

/** Reports one issue of a transform, whose value is then never looked at. */
export function refuse(
  context: z.RefinementCtx,
  input: unknown,
  expected: string,
  code: string,
  path: PropertyKey[] = [],
): never {
  context.issues.push({ code: 'custom', input, message: expected, path, params: { code } });
  return z.NEVER;
}

/**
 * Reads a value by the schema its own shape asks for: unlike a union, it tries one schema only, so what it reports is
 * about what the caller meant.
 */
export function readBy<Output, Input = unknown>(choose: (value: unknown) => z.ZodType<Output>): Reads<Output, Input> {
  return z.unknown().transform((value, context) => {
    const read = choose(value).safeParse(value);
    return read.success ? read.data : refuseAs(context, read.error.issues);
  }) as unknown as Reads<Output, Input>;
}

/** Passes on what another schema reported, at a place inside this one. */
function refuseAs(
  context: z.RefinementCtx,
  issues: readonly z.core.$ZodIssue[],
  path: readonly PropertyKey[] = [],
): never {
  for (const issue of issues) context.issues.push({ ...issue, path: [...path, ...issue.path] } as never);
  return z.NEVER;
}

/** Takes the fields that are `null` or `undefined` out of an object that a schema has just made. */
export function withoutNulls<T extends object>(fields: T): { [Field in keyof T]: Exclude<T[Field], null> } {
  const record = fields as Record<string, unknown>;
  for (const field of Object.keys(record)) {
    if (record[field] === null || record[field] === undefined) delete record[field];
  }
  return fields as { [Field in keyof T]: Exclude<T[Field], null> };
}

/** Whether a value is an object that is no array. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
