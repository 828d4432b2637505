import type { JsonSchema } from '@smg/parser-core';
import { type Budget, createBudget } from './budget.js';
import { type Random, seededRandom } from './random.js';
import { sampleString } from './sample-string.js';
import { listOf, mergeSchemas, resolveRef, type SchemaObject, schemaObject } from './schema.js';
import { numbersIn, sharedTopics, topicsOf } from './words.js';

/** From this depth on, only what is required is written, so that a schema that contains itself comes to an end. */
const deepest = 6;

/** What a value is drawn from. */
export interface SampleContext {
  readonly root: JsonSchema;
  /** The topics of the whole schema, read once. */
  readonly declared: () => ReadonlySet<string>;
  readonly budget: Budget;
  /** The question, whose words, names and numbers become values where they fit. */
  readonly question: string;
  readonly random: Random;
  /** The name of the property the value is for; '' at the top. */
  readonly name: string;
  readonly depth: number;
  /** Which item of an array the value is for; 0 elsewhere. */
  readonly ordinal: number;
}

/**
 * Draws a JSON value that satisfies a JSON Schema: `type`, `enum`, `const`, `properties`, `required`, `items`,
 * `prefixItems`, `minItems`, `maxItems`, `uniqueItems`, bounds, `multipleOf`, lengths, common `format`s, `anyOf`,
 * `oneOf`, `allOf` and local `$ref`s. `pattern` is tried for; `not`, `if` and the like are not read.
 * Throws a `ProtocolError` of status 400 that names the `subject` where the schema demands too much, or itself.
 */
export function sampleSchema(
  schema: JsonSchema,
  question: string,
  random: Random = seededRandom(question),
  subject = 'The JSON Schema',
): unknown {
  let topics: ReadonlySet<string> | undefined;
  const declared = () => {
    topics ??= topicsOf(JSON.stringify(schema));
    return topics;
  };
  const budget = createBudget(subject);
  return sample(schema, { root: schema, declared, budget, question, random, name: '', depth: 0, ordinal: 0 });
}

function sample(given: unknown, context: SampleContext): unknown {
  const { budget } = context;
  budget.checkDepth(context.depth);
  budget.spend(1 + context.name.length);
  const schema = choose(given, context);
  if ('const' in schema) return paidFor(schema.const, budget);
  if (Array.isArray(schema.enum) && schema.enum.length > 0) return paidFor(fromList(schema.enum, context), budget);
  const type = typeOf(schema);
  const hint = listOf(schema.examples)[0] ?? schema.default;
  switch (type) {
    case 'object':
      return sampleObject(schema, context);
    case 'array':
      return sampleArray(schema, context);
    case 'integer':
    case 'number':
      return sampleNumber(schema, type, typeof hint === 'number' ? hint : undefined, context);
    case 'boolean':
      return typeof hint === 'boolean' ? hint : true;
    case 'null':
      return null;
    default:
      return sampleString(schema, typeof hint === 'string' ? hint : undefined, context);
  }
}

/** A value of the schema's own, which may be large, and drawn for every item of an array. */
function paidFor(value: unknown, budget: Budget): unknown {
  budget.spend(JSON.stringify(value)?.length ?? 0);
  return value;
}

/** The schema with its references followed and one branch of each union taken. */
function choose(given: unknown, context: SampleContext): SchemaObject {
  let schema = resolveRef(schemaObject(given), context.root);
  for (let rounds = 0; rounds < 32; rounds++) {
    const { allOf, anyOf, oneOf, ...rest } = schema;
    const union = Array.isArray(anyOf) ? anyOf : Array.isArray(oneOf) ? oneOf : undefined;
    if (allOf === undefined && union === undefined) return schema;
    schema = rest;
    if (union !== anyOf && anyOf !== undefined) schema = { ...schema, anyOf };
    if (union !== oneOf && oneOf !== undefined) schema = { ...schema, oneOf };
    const parts = listOf(allOf);
    context.budget.spend(parts.length * 10);
    for (const part of parts) schema = mergeSchemas(schema, resolveRef(schemaObject(part), context.root));
    if (union) schema = mergeSchemas(schema, bestBranch(union, context));
  }
  return schema;
}

/** The branch that has most to do with the question; null only where there is nothing else. */
function bestBranch(union: readonly unknown[], context: SampleContext): SchemaObject {
  let best: SchemaObject = {};
  let most = Number.NEGATIVE_INFINITY;
  for (const part of union) {
    const branch = resolveRef(schemaObject(part), context.root);
    const text = JSON.stringify(branch);
    context.budget.spend(1 + Math.floor(text.length / 100));
    const score = typeOf(branch) === 'null' ? -1 : sharedTopics(context.question, text);
    if (score > most) {
      most = score;
      best = branch;
    }
  }
  return best;
}

function typeOf(schema: SchemaObject): string {
  const types = listOf(schema.type);
  if (types.length > 0) return String(types.find((type) => type !== 'null') ?? 'null');
  if (schema.properties || schema.required) return 'object';
  if (schema.items || schema.prefixItems) return 'array';
  if (typeof schema.minimum === 'number' || typeof schema.maximum === 'number') return 'number';
  return 'string';
}

/** The listed value the question names, else one by chance. */
function fromList(values: readonly unknown[], { question, random, ordinal }: SampleContext): unknown {
  const named = values.filter((value) => typeof value === 'string' && sharedTopics(question, value) > 0);
  const usable =
    named.length > 0 ? named : values.some((value) => value !== null) ? values.filter((v) => v !== null) : values;
  return usable[(ordinal + Math.floor(random() * (named.length > 0 ? 1 : usable.length))) % usable.length];
}

function sampleObject(schema: SchemaObject, context: SampleContext): Record<string, unknown> {
  const properties = schemaObject(schema.properties);
  const required = listOf(schema.required).map(String);
  const names = Object.keys(properties);
  const wanted = new Set(required);
  // A schema that requires nothing still means its first property.
  if (wanted.size === 0 && names[0] !== undefined && context.depth < deepest) wanted.add(names[0]);
  const least = typeof schema.minProperties === 'number' ? schema.minProperties : 0;
  for (const name of names) if (wanted.size < least) wanted.add(name);
  const entries: [string, unknown][] = [];
  // In the order they are declared, as models write them.
  for (const name of [
    ...names.filter((n) => wanted.has(n)),
    ...required.filter((n) => !Object.hasOwn(properties, n)),
  ]) {
    const declared = Object.hasOwn(properties, name) ? properties[name] : schema.additionalProperties;
    entries.push([name, sample(declared, { ...context, name, depth: context.depth + 1, ordinal: 0 })]);
  }
  // fromEntries defines own properties, so that a parameter called __proto__ is one too.
  return Object.fromEntries(entries);
}

function sampleArray(schema: SchemaObject, context: SampleContext): unknown[] {
  const prefix = listOf(schema.prefixItems);
  const least = typeof schema.minItems === 'number' ? schema.minItems : 0;
  const most = typeof schema.maxItems === 'number' ? schema.maxItems : Number.POSITIVE_INFINITY;
  const wanted = Math.min(Math.max(least, prefix.length, context.depth < deepest ? 1 : 0), most);
  const items: unknown[] = [];
  const seen = new Set<string>();
  for (let i = 0; items.length < wanted && i < wanted * 4 + 8; i++) {
    const item = sample(prefix[i] ?? schema.items, { ...context, depth: context.depth + 1, ordinal: i });
    if (schema.uniqueItems === true) {
      const text = JSON.stringify(item);
      if (seen.has(text)) continue;
      seen.add(text);
    }
    items.push(item);
  }
  return items;
}

function sampleNumber(
  schema: SchemaObject,
  type: 'integer' | 'number',
  hint: number | undefined,
  { question, random, ordinal }: SampleContext,
): number {
  const step =
    typeof schema.multipleOf === 'number' && schema.multipleOf > 0 ? schema.multipleOf : type === 'integer' ? 1 : 0;
  const nudge = step || 0.5;
  const above = (value: unknown, by: number) => (typeof value === 'number' ? value + by : undefined);
  const low = Math.max(above(schema.minimum, 0) ?? -Infinity, above(schema.exclusiveMinimum, nudge) ?? -Infinity);
  const high = Math.min(above(schema.maximum, 0) ?? Infinity, above(schema.exclusiveMaximum, -nudge) ?? Infinity);
  const fits = (value: number) => value >= low && value <= high && (step === 0 || Number.isInteger(value / step));

  const likely = [...numbersIn(question), ...(hint === undefined ? [] : [hint])].slice(ordinal).find(fits);
  if (likely !== undefined) return likely;
  const from = Number.isFinite(low) ? low : Math.min(high, 1);
  const to = Math.min(high, from + 9 * nudge);
  const value = from + (to - from) * random() + ordinal * nudge;
  if (step === 0) return Math.min(high, Math.max(low, Math.round(value * 10) / 10));
  const rounded = Math.min(Math.floor(value / step), Math.floor(high / step)) * step;
  return Math.max(rounded, Number.isFinite(low) ? Math.ceil(low / step) * step : rounded);
}
