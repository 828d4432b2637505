/**
 * The JSON text of a value, with `, ` and `: ` between its parts, as Python's `json.dumps` writes it.
 * Takes bigints; leaves out what JSON has no form for, as `JSON.stringify` does. Throws `TypeError` on a circle.
 */
export function jsonText(value: unknown): string {
  return write(value, []) ?? 'null';
}

function write(value: unknown, around: readonly unknown[]): string | undefined {
  if (typeof value === 'bigint') return String(value);
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (around.includes(value)) throw new TypeError('the arguments contain themselves');
  if ('toJSON' in value) return JSON.stringify(value);
  const inside = [...around, value];
  if (Array.isArray(value)) return `[${value.map((item) => write(item, inside) ?? 'null').join(', ')}]`;
  const members = Object.entries(value).map(([key, item]) => {
    const json = write(item, inside);
    return json && `${JSON.stringify(key)}: ${json}`;
  });
  return `{${members.filter(Boolean).join(', ')}}`;
}

/** A member of a JSON object, its value as it is written. */
export interface JsonMember {
  readonly key: string;
  /** JSON text of the value. */
  readonly json: string;
}

/** The members of a JSON object's text, in order, values verbatim (digits kept). `undefined` where it is no object. */
export function jsonMembers(text: string): readonly JsonMember[] | undefined {
  const members: JsonMember[] = [];
  const inside = text.trim();
  if (!inside.startsWith('{')) return undefined;
  let depth = 0;
  let start = 1;
  let colon = -1;
  for (let at = 0; at < inside.length; at++) {
    const unit = inside[at];
    if (unit === '"') {
      for (at++; inside[at] !== '"'; at++) if (inside[at] === '\\') at++;
      continue;
    }
    if (unit === '{' || unit === '[') depth++;
    else if (unit === '}' || unit === ']') depth--;
    if (depth === 1 && unit === ':' && colon < 0) colon = at;
    if ((depth === 1 && unit === ',') || depth === 0) {
      if (colon >= 0) {
        members.push({
          key: JSON.parse(inside.slice(start, colon)) as string,
          json: inside.slice(colon + 1, at).trim(),
        });
      }
      start = at + 1;
      colon = -1;
    }
  }
  return members;
}
