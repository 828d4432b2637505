import type { FunctionDeclaration, JsonSchema } from '@smg/parser-core';

/** The JSON types a parameter may have; `undefined` where its schema does not say. */
export type ParameterTypes = ReadonlySet<string> | undefined;

/** How deep schemas are followed through references and unions. */
const deepest = 16;

/** Finds what types the parameters of one function may have, by their JSON Schema. */
export class ParameterSchema {
  private readonly root: JsonSchema | undefined;
  private readonly known = new Map<string, ParameterTypes>();

  constructor(declaration: FunctionDeclaration | undefined) {
    this.root = declaration?.parameters ?? undefined;
  }

  /** The types the parameter may have. */
  types(key: string): ParameterTypes {
    if (!this.known.has(key)) this.known.set(key, typesOf(this.property(this.root, key, 0), this.root, 0));
    return this.known.get(key);
  }

  /** Whether the parameter can be nothing but a string. */
  isString(key: string): boolean {
    const types = this.types(key);
    return types?.size === 1 && types.has('string');
  }

  private property(schema: unknown, key: string, depth: number): unknown {
    if (!isObject(schema) || depth > deepest) return undefined;
    const { properties } = schema;
    if (isObject(properties) && Object.hasOwn(properties, key)) return properties[key];
    if (typeof schema.$ref === 'string') return this.property(resolve(this.root, schema.$ref), key, depth + 1);
    for (const union of [schema.allOf, schema.anyOf, schema.oneOf]) {
      if (!Array.isArray(union)) continue;
      for (const part of union) {
        const found = this.property(part, key, depth + 1);
        if (found !== undefined) return found;
      }
    }
    return isObject(schema.additionalProperties) ? schema.additionalProperties : undefined;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function typesOf(schema: unknown, root: unknown, depth: number): ParameterTypes {
  if (!isObject(schema) || depth > deepest) return undefined;
  const { type } = schema;
  const declared =
    typeof type === 'string' ? [type] : Array.isArray(type) ? type.filter((one) => typeof one === 'string') : [];
  if (declared.length > 0) return withNullable(new Set(declared), schema);
  if (Array.isArray(schema.enum)) return withNullable(new Set(schema.enum.map(typeOf)), schema);
  if (Object.hasOwn(schema, 'const')) return new Set([typeOf(schema.const)]);
  if (typeof schema.$ref === 'string') return typesOf(resolve(root, schema.$ref), root, depth + 1);
  for (const union of [schema.anyOf, schema.oneOf]) {
    if (!Array.isArray(union)) continue;
    const parts = union.map((part) => typesOf(part, root, depth + 1));
    if (parts.some((part) => part === undefined)) return undefined;
    return withNullable(new Set(parts.flatMap((part) => [...part!])), schema);
  }
  if (Array.isArray(schema.allOf)) {
    // Every part must hold: the first that says anything says enough.
    for (const part of schema.allOf) {
      const types = typesOf(part, root, depth + 1);
      if (types !== undefined) return types;
    }
  }
  if (isObject(schema.properties)) return new Set(['object']);
  if (schema.items !== undefined) return new Set(['array']);
  return undefined;
}

function withNullable(types: Set<string>, schema: Record<string, unknown>): ParameterTypes {
  if (schema.nullable === true) types.add('null');
  return types;
}

function typeOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return typeof value;
}

function resolve(root: unknown, reference: string): unknown {
  if (!reference.startsWith('#')) return undefined;
  let at: unknown = root;
  for (const step of reference.slice(1).split('/').slice(1)) {
    const key = step.replaceAll('~1', '/').replaceAll('~0', '~');
    if (!isObject(at) && !Array.isArray(at)) return undefined;
    at = Object.hasOwn(at, key) ? (at as Record<string, unknown>)[key] : undefined;
  }
  return at;
}
