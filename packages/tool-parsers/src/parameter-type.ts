import type { FunctionDeclaration } from '@smg/parser-core';

/** The JSON types a parameter may have; `undefined` where its schema does not say. */
export type ParameterTypes = ReadonlySet<string> | undefined;

/** How deep schemas are followed through references and unions. */
const deepest = 16;

type Schema = Readonly<Record<string, unknown>>;

/** What types each parameter of one function may have, by its JSON Schema. */
export function parameterTypes(declaration: FunctionDeclaration | undefined): (key: string) => ParameterTypes {
  const root = declaration?.parameters;
  const known = new Map<string, ParameterTypes>();
  return (key) => {
    if (!known.has(key)) known.set(key, typesOf(property(key)));
    return known.get(key);
  };

  /** The schema of a parameter. */
  function property(key: string): unknown {
    for (const { properties } of shapes(root)) {
      if (isObject(properties) && Object.hasOwn(properties, key)) return properties[key];
    }
    return shapes(root).find((shape) => isObject(shape.additionalProperties))?.additionalProperties;
  }

  function typesOf(schema: unknown): ParameterTypes {
    const types = new Set<string>();
    for (const shape of shapes(schema)) {
      const own = ownTypes(shape);
      if (!own) return undefined;
      for (const type of own) types.add(type);
    }
    return types.size > 0 ? types : undefined;
  }

  /** A schema without references and unions: all it may be. */
  function shapes(schema: unknown, depth = 0): readonly Schema[] {
    if (!isObject(schema) || depth > deepest) return [];
    const { $ref, anyOf, oneOf = anyOf, allOf, nullable } = schema;
    const inner = (parts: unknown) => (Array.isArray(parts) ? parts.flatMap((part) => shapes(part, depth + 1)) : []);
    if (typeof $ref === 'string') return shapes(resolve($ref), depth + 1);
    const own = ownTypes(schema);
    const union = inner(oneOf);
    if (!own && oneOf) return nullable ? [...union, { type: 'null' }] : union;
    // Of parts that must all hold, one that says a type says enough.
    const parts = [...inner(allOf), ...union].filter(ownTypes);
    return own || parts.length === 0 ? [schema, ...parts] : parts;
  }

  function resolve(reference: string): unknown {
    let at: unknown = root;
    for (const step of reference.split('/').slice(1)) {
      const key = step.replaceAll('~1', '/').replaceAll('~0', '~');
      at = isObject(at) && Object.hasOwn(at, key) ? at[key] : undefined;
    }
    return at;
  }
}

function isObject(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null;
}

/** The types a schema names by itself. */
function ownTypes({
  type,
  enum: values,
  const: value,
  properties,
  items,
  nullable,
}: Schema): readonly string[] | undefined {
  const own = type ?? (properties ? 'object' : items ? 'array' : undefined);
  const listed = Array.isArray(values) ? values : value === undefined ? undefined : [value];
  const types = own === undefined ? listed?.map(typeOf) : ([own].flat() as string[]);
  return types && nullable ? [...types, 'null'] : types;
}

function typeOf(value: unknown): string {
  return value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value;
}
