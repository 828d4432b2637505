import type { JsonSchema } from '@smg/parser-core';

/** A schema that is an object, its keywords untyped. */
export type SchemaObject = { readonly [keyword: string]: unknown };

/** The schema as an object; `true`, `false` and everything else as the schema that allows all. */
export function schemaObject(schema: unknown): SchemaObject {
  return typeof schema === 'object' && schema !== null && !Array.isArray(schema) ? (schema as SchemaObject) : {};
}

/** Follows `$ref`s inside the root document, as far as they lead. */
export function resolveRef(schema: SchemaObject, root: JsonSchema): SchemaObject {
  let current = schema;
  // A chain longer than this is a circle.
  for (let steps = 0; typeof current.$ref === 'string' && steps < 32; steps++) {
    const { $ref, ...siblings } = current;
    const target = schemaObject(atPointer(root, $ref as string));
    current = mergeSchemas(target, siblings);
  }
  return current;
}

function atPointer(root: JsonSchema, ref: string): unknown {
  if (!ref.startsWith('#')) return undefined;
  let value: unknown = root;
  for (const step of decodeURIComponent(ref.slice(1)).split('/').slice(1)) {
    if (typeof value !== 'object' || value === null) return undefined;
    const key = step.replaceAll('~1', '/').replaceAll('~0', '~');
    value = Object.hasOwn(value, key) ? (value as Record<string, unknown>)[key] : undefined;
  }
  return value;
}

/** The schema that holds where both hold, for the keywords a sampler reads. */
export function mergeSchemas(a: SchemaObject, b: SchemaObject): SchemaObject {
  const merged: Record<string, unknown> = { ...a };
  for (const [keyword, value] of Object.entries(b)) {
    merged[keyword] = Object.hasOwn(a, keyword) ? mergeKeyword(keyword, a[keyword], value) : value;
  }
  return merged;
}

function mergeKeyword(keyword: string, a: unknown, b: unknown): unknown {
  switch (keyword) {
    case 'properties': {
      const merged: Record<string, unknown> = { ...schemaObject(a) };
      for (const [name, schema] of Object.entries(schemaObject(b))) {
        merged[name] = Object.hasOwn(merged, name)
          ? mergeSchemas(schemaObject(merged[name]), schemaObject(schema))
          : schema;
      }
      return merged;
    }
    case 'required':
      return [...new Set([...listOf(a), ...listOf(b)])];
    case 'enum':
    case 'type': {
      const others = new Set(listOf(b).map((other) => JSON.stringify(other)));
      const both = listOf(a).filter((value) => others.has(JSON.stringify(value)));
      return both.length > 0 ? both : b;
    }
    case 'allOf':
      return [...listOf(a), ...listOf(b)];
    case 'minimum':
    case 'exclusiveMinimum':
    case 'minLength':
    case 'minItems':
      return Math.max(Number(a), Number(b));
    case 'maximum':
    case 'exclusiveMaximum':
    case 'maxLength':
    case 'maxItems':
      return Math.min(Number(a), Number(b));
    default:
      return b;
  }
}

/** A list as it is, one value as a list of one. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : value === undefined ? [] : [value];
}
