import type { z } from 'zod';
import { invalidRequest, type ProtocolError } from './protocol-error.js';
import { oneOfText } from './schema/fields.js';

/** What a schema reported as an error that says what was wrong, where, and what is allowed; only the first issue counts. */
export function validationError(issues: readonly z.core.$ZodIssue[], body: unknown): ProtocolError {
  const issue = issues[0];
  if (issue === undefined) return invalidRequest('The request is not valid.');
  const param = issue.path.length === 0 ? null : paramOf(issue.path);
  const given = valueAt(body, issue.path);
  const expected = expectedOf(issue);
  if (given === undefined) {
    const message = `Missing required parameter: '${param}'; expected ${expected}.`;
    return invalidRequest(message, { param, code: 'missing_required_parameter' });
  }
  const what = param === null ? 'Invalid request body' : `Invalid '${param}'`;
  return invalidRequest(`${what}: expected ${expected}, got ${describe(given)}.`, { param, code: codeOf(issue) });
}

/** A path as OpenAI writes it: `messages[1].role`. */
function paramOf(path: readonly PropertyKey[]): string {
  let param = '';
  for (const key of path) {
    if (typeof key === 'number') param += `[${key}]`;
    else param += param === '' ? String(key) : `.${String(key)}`;
  }
  return param;
}

function expectedOf(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_union' && 'options' in issue && Array.isArray(issue.options))
    return oneOfText(issue.options.map(String));
  return issue.message;
}

function codeOf(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return 'invalid_type';
    case 'too_small':
      if (issue.origin === 'string') return 'empty_string';
      return `${kindOf(issue.message)}_below_min_value`;
    case 'too_big':
      if (issue.origin === 'string') return 'string_above_max_length';
      return `${kindOf(issue.message)}_above_max_value`;
    case 'custom':
      return String(issue.params?.code ?? 'invalid_value');
    default:
      return 'invalid_value';
  }
}

/** OpenAI's codes tell integers from other numbers; a zod range does not, but our message does. */
function kindOf(expected: string): string {
  return expected.includes('integer') ? 'integer' : 'decimal';
}

function valueAt(body: unknown, path: readonly PropertyKey[]): unknown {
  let value = body;
  for (const key of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Record<PropertyKey, unknown>)[key];
  }
  return value;
}

/** A value in a few words: it comes from the caller and may be of any size. */
function describe(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}…` : value);
  if (Array.isArray(value)) return value.length === 0 ? 'an empty array' : `an array of ${value.length}`;
  if (typeof value === 'object' && value !== null) return 'an object';
  return String(value);
}
