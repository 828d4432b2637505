import { unknownName } from './unknown-name.js';

/** What one server may use. A time or count of `Infinity` is no limit. */
export interface Limits {
  /** The largest request body, in bytes; 8 MiB by default. Larger ones get a 413. */
  readonly maxBodyBytes: number;
  /** How many requests may generate at once; no limit by default. */
  readonly maxConcurrent: number;
  /** How many requests may wait for their turn; 100 by default. Further ones get a 429 with `Retry-After`. */
  readonly maxQueue: number;
  /** The longest a request may take from its turn to its last byte, in ms; 10 minutes by default. */
  readonly requestTimeoutMs: number;
  /** The longest an engine may take for one chunk, in ms; no limit by default, since long prompts take their time. */
  readonly idleTimeoutMs: number;
  /** How long a stream may be silent before a comment keeps it alive, in ms; 15 seconds by default. */
  readonly keepAliveMs: number;
  /** The most UTF-16 units one choice may have; 10 Mi by default. Past it, the choice ends as `length`. */
  readonly maxOutputChars: number;
}

const defaultLimits: Limits = {
  maxBodyBytes: 8 * 1024 * 1024,
  maxConcurrent: Number.POSITIVE_INFINITY,
  maxQueue: 100,
  requestTimeoutMs: 600_000,
  idleTimeoutMs: Number.POSITIVE_INFINITY,
  keepAliveMs: 15_000,
  maxOutputChars: 10 * 1024 * 1024,
};

/** Fills in the limits that are not given; `problems` gets a line for each that makes no sense. */
export function readLimits(given: Partial<Limits> | undefined, problems: string[]): Limits {
  const limits: Record<string, number> = { ...defaultLimits };
  if (given !== undefined && (typeof given !== 'object' || given === null || Array.isArray(given))) {
    problems.push('limits must be an object.');
    return defaultLimits;
  }
  for (const [key, value] of Object.entries(given ?? {})) {
    if (value === undefined) continue;
    if (!Object.hasOwn(defaultLimits, key)) problems.push(unknownName('limit', key, Object.keys(defaultLimits)));
    else if (typeof value !== 'number' || !(value > 0 || (value === 0 && key === 'maxQueue'))) {
      problems.push(`The limit ${key} must be a positive number, not ${String(value)}.`);
    } else limits[key] = value;
  }
  return limits as unknown as Limits;
}
