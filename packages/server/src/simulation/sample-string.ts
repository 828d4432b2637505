import type { SampleContext } from './sample-schema.js';
import type { SchemaObject } from './schema.js';
import { namesIn, topicsOf } from './words.js';

/** A value for each format that has a fixed look; the ordinal keeps items of an array apart. */
const formats: Readonly<Record<string, (ordinal: number) => string>> = {
  date: (i) => `2026-01-${twoDigits(1 + (i % 28))}`,
  'date-time': (i) => `2026-01-${twoDigits(1 + (i % 28))}T12:00:00Z`,
  time: (i) => `12:${twoDigits(i % 60)}:00Z`,
  duration: (i) => `P${i + 1}D`,
  email: (i) => `user${i || ''}@example.com`,
  hostname: (i) => `host${i || ''}.example.com`,
  ipv4: (i) => `192.0.2.${1 + (i % 254)}`,
  ipv6: (i) => `2001:db8::${(i + 1).toString(16)}`,
  uri: (i) => `https://example.com/${i || ''}`,
  url: (i) => `https://example.com/${i || ''}`,
  uuid: (i) => `00000000-0000-4000-8000-${String(i + 1).padStart(12, '0')}`,
};

/** A client's pattern is tried on short texts only: on a long one it could take for ever, by malice or by accident. */
const longestMatched = 16;

/** Draws a string: by its format, from the names and words of the question, or from the property's own name. */
export function sampleString(schema: SchemaObject, hint: string | undefined, context: SampleContext): string {
  const format = typeof schema.format === 'string' ? formats[schema.format] : undefined;
  const least = typeof schema.minLength === 'number' ? schema.minLength : 0;
  const most = typeof schema.maxLength === 'number' ? schema.maxLength : Number.POSITIVE_INFINITY;
  if (format) return format(context.ordinal);
  context.budget.spend(least);

  const candidates = [...likely(context), ...(hint === undefined ? [] : [hint]), context.name || 'text'];
  const fits = candidates.filter((text) => text.length >= least && text.length <= most);
  const pattern = compile(schema.pattern);
  if (pattern) {
    const match = [...fits, ...simple(least)].find((text) => text.length <= longestMatched && pattern.test(text));
    if (match !== undefined) return match;
  }
  const text = fits[Math.min(context.ordinal, fits.length - 1)] ?? candidates[0] ?? '';
  context.budget.spend(Math.min(text.length, most));
  return fitLength(text, least, most);
}

/** What the question offers: all of it for a query, else the names in it, else what it is about. */
function likely({ question, name, declared }: SampleContext): string[] {
  const asked = question.trim();
  if (asked === '') return [];
  if (/query|question|prompt|text|message|content|input|search/i.test(name)) return [asked.slice(0, 200)];
  const topics = [...topicsOf(asked)];
  // A word the schema does not have itself is more likely to be a value than what a value is of.
  return [...namesIn(asked), ...topics.filter((topic) => !declared().has(topic)), ...topics];
}

function simple(least: number): string[] {
  return ['a', 'A', '0', '1', 'abc', 'ABC', '123', '2026-01-01', '12:00', 'a-b', 'a@example.com', '+15550100'].map(
    (text) => (text.length < least ? (text[0] ?? 'a').repeat(least) : text),
  );
}

function compile(pattern: unknown): RegExp | undefined {
  if (typeof pattern !== 'string') return undefined;
  try {
    return new RegExp(pattern, 'u');
  } catch {
    return undefined;
  }
}

function fitLength(text: string, least: number, most: number): string {
  const points = [...text];
  while (points.length < least) points.push(points.length % 2 === 0 ? 'a' : 'b');
  return points.slice(0, Math.min(points.length, most)).join('');
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}
