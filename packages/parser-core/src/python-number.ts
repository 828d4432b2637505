/** A Python number as JSON, digits kept; `undefined` where it is none, or none that JSON has. */
export function pythonNumber(token: string): string | undefined {
  // Underscores stand between digits only.
  const plain = token.replace(/(?<=\w)_(?=[\da-f])/gi, '').replace(/^\+/, '');
  const [, sign = '', digits = ''] = /^(-?)(.*)$/s.exec(plain)!;
  if (/^0(?:x[\da-f]+|o[0-7]+|b[01]+)$/i.test(digits)) return sign + BigInt(digits);
  // Python writes integers without leading zeros, but allows them in floats.
  const [whole, integer = '', fraction = '', exponent = ''] = /^(\d*)(\.\d*)?(e[+-]?\d+)?$/i.exec(digits) ?? [];
  if (!whole || (!integer && fraction.length < 2) || /^0+[1-9]\d*$/.test(whole)) return undefined;
  return sign + (integer.replace(/^0+(?=\d)/, '') || '0') + (fraction.length > 1 ? fraction : '') + exponent;
}
