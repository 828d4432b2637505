/** A Python number as JSON, digits kept; `undefined` where it is none, or none that JSON has. */
export function pythonNumber(token: string): string | undefined {
  if (!/^[+-]?[\d.]/.test(token) || /__|_$|_[.eE]|[.eE+-]_/.test(token)) return undefined;
  const sign = token.startsWith('-') ? '-' : '';
  const digits = token.replace(/^[+-]/, '').replaceAll('_', '');
  if (/^0(?:x[\da-f]+|o[0-7]+|b[01]+)$/i.test(digits)) return sign + BigInt(digits).toString();
  const parts = /^(\d*)(?:\.(\d*))?(?:e([+-]?\d+))?$/i.exec(digits);
  if (parts === null) return undefined;
  const [, whole = '', fraction, exponent] = parts;
  if (whole === '' && (fraction ?? '') === '') return undefined;
  if (/^0\d/.test(whole)) {
    // Python writes integers without leading zeros, but allows them in floats.
    if (fraction === undefined && exponent === undefined && /[1-9]/.test(whole)) return undefined;
    return `${sign}${whole.replace(/^0+(?=\d)/, '')}${tail(fraction, exponent)}`;
  }
  return `${sign}${whole === '' ? '0' : whole}${tail(fraction, exponent)}`;
}

function tail(fraction: string | undefined, exponent: string | undefined): string {
  return `${fraction ? `.${fraction}` : ''}${exponent === undefined ? '' : `e${exponent}`}`;
}
