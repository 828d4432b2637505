import { nearestName } from './nearest-name.js';

interface Named {
  readonly name: string;
  readonly aliases: readonly string[];
}

/** Formats found by name or alias. */
export interface NamedFormats<Format extends Named> {
  /** The format of a name or alias. Throws `TypeError` that lists the valid names. */
  get(format: string | Format): Format;
  /** Whether it is a name or an alias. */
  has(name: string): boolean;
  /** The names, without aliases. */
  names(): string[];
}

/** Makes formats found by name or alias; `kind` is for the errors. Throws `TypeError` where two share a name. */
export function namedFormats<Format extends Named>(kind: string, formats: readonly Format[]): NamedFormats<Format> {
  const byName = new Map<string, Format>();
  for (const format of formats) {
    for (const name of [format.name, ...format.aliases]) {
      if (byName.has(name)) throw new TypeError(`two ${kind} formats are named "${name}"`);
      byName.set(name, format);
    }
  }
  return {
    get(format) {
      if (typeof format === 'object' && format !== null) return format;
      const found = byName.get(format);
      if (found !== undefined) return found;
      const nearest = nearestName(String(format), [...byName.keys()]);
      const guess = nearest === undefined ? '.' : `; did you mean "${nearest}"?`;
      throw new TypeError(`unknown ${kind} format "${format}"${guess} Valid names: ${[...byName.keys()].join(', ')}`);
    },
    has: (name) => byName.has(name),
    names: () => formats.map((format) => format.name),
  };
}
