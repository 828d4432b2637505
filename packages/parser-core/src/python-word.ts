import { pythonNumber } from './python-number.js';

const words: Readonly<Record<string, string>> = {
  True: 'true',
  False: 'false',
  None: 'null',
  true: 'true',
  false: 'false',
  null: 'null',
};

/** A Python name or number as JSON; `undefined` where it is neither a constant nor a number. */
export function pythonWord(token: string): string | undefined {
  return Object.hasOwn(words, token) ? words[token] : pythonNumber(token);
}
