import { escapeString } from './escapes.js';
import { pythonWord } from './python-word.js';

const token = /\s+|'([^'\\]*(?:\\[\s\S][^'\\]*)*)'|"([^"\\]*(?:\\[\s\S][^"\\]*)*)"|[\w.+-]+|[\s\S]/gy;
const special = /\\(?:(u[\da-fA-F]{4})|x([\da-fA-F]{2})|U(00[\da-fA-F]{6})|([\s\S]))|["\u0000-\u001f]/g;

/**
 * A Python value as `repr` writes it, as strict JSON; `undefined` where the text is none. (The arguments of calls,
 * with all that Python's grammar allows, are read by `pythonScan` while they stream; this is for values that are known
 * whole, and a quarter of its size.)
 */
export function pythonToJson(text: string): string | undefined {
  const parts: string[] = [];
  const opens: { readonly at: number; comma: boolean }[] = [];
  let due = true; // a value may come
  try {
    for (const [part, single, double] of text.matchAll(token)) {
      const string = single ?? double;
      if (/^\s/.test(part)) continue;
      const separates = part === ',' || part === ':';
      const closes = ')]}'.includes(part);
      if (separates ? due : !closes && !due) return undefined;
      due = separates || '([{'.includes(part);
      if (closes) {
        const { at, comma } = opens.pop()!;
        if (parts.at(-1) === ', ') parts.pop();
        // `()` is an empty tuple, `(x)` is x.
        const tuple = comma || parts.length === at + 1;
        if (part === ')' && parts[at] !== '(') return undefined;
        if (part === ')') parts[at] = tuple ? '[' : '';
        parts.push(part !== ')' ? part : tuple ? ']' : '');
      } else if (separates) {
        const inside = opens.at(-1)!;
        if (part === ',') inside.comma = true;
        else if (!parts.at(-1)!.startsWith('"')) parts.push(`"${parts.pop()}"`);
        parts.push(`${part} `);
      } else {
        if (due) opens.push({ at: parts.length, comma: false });
        const json = string !== undefined ? `"${string.replace(special, unescaped)}"` : due ? part : pythonWord(part);
        if (json === undefined) return undefined;
        parts.push(json);
      }
    }
    const json = parts.join('');
    JSON.parse(json);
    return json;
  } catch {
    return undefined;
  }
}

/** A special unit or escape of a Python string as JSON; an unknown escape keeps its backslash. */
function unescaped(part: string, unicode?: string, byte?: string, long?: string, kind?: string): string {
  if (unicode) return part;
  const point = byte ?? long;
  if (point) return escapeString(String.fromCodePoint(Number.parseInt(point, 16)));
  if (!kind || kind === "'") return escapeString(kind ?? part);
  if ('\\"nrtbf'.includes(kind)) return part;
  return kind === '\n' ? '' : escapeString(part);
}
