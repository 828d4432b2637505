const literals = ['true', 'false', 'null'];

type Expected = 'value' | 'first-item' | 'first-key' | 'key' | 'colon' | 'after';

/** Whether a text is a prefix of some strict JSON text (RFC 8259). Written apart from the scanners, to check them. */
export function isJsonPrefix(text: string): boolean {
  const open: string[] = [];
  // What may come next: a value, a first key, a key, a colon, what follows a value, nothing.
  let expect: Expected = 'value';
  let at = 0;
  const rest = () => text.slice(at);
  while (at < text.length) {
    const space = /^[ \t\r\n]+/.exec(rest());
    if (space !== null) {
      at += space[0].length;
      continue;
    }
    const unit = text[at]!;
    const expected = expect as Expected;
    if (expect === 'after') {
      const inside = open.at(-1);
      if (unit === ',' && inside !== undefined) expect = inside === '{' ? 'key' : 'value';
      else if ((unit === '}' && inside === '{') || (unit === ']' && inside === '[')) open.pop();
      else return false;
      at++;
    } else if (expect === 'colon') {
      if (unit !== ':') return false;
      expect = 'value';
      at++;
    } else if ((unit === '}' && expected === 'first-key') || (unit === ']' && expected === 'first-item')) {
      open.pop();
      expect = 'after';
      at++;
    } else if (unit === '"') {
      const string = /^"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*/.exec(rest())![0];
      at += string.length;
      if (text[at] === '"') {
        at++;
        expect = expected === 'key' || expected === 'first-key' ? 'colon' : 'after';
      } else {
        return /^(?:\\(?:u[\da-fA-F]{0,3})?)?$/.test(rest());
      }
    } else if (expected === 'key' || expected === 'first-key') {
      return false;
    } else if (unit === '{' || unit === '[') {
      open.push(unit);
      expect = unit === '{' ? 'first-key' : 'first-item';
      at++;
    } else {
      const word = /^[a-z]+/.exec(rest())?.[0];
      if (word !== undefined) {
        at += word.length;
        if (at === text.length) return literals.some((literal) => literal.startsWith(word));
        if (!literals.includes(word)) return false;
      } else {
        const number = /^[\d.+\-eE]+/.exec(rest())?.[0];
        if (number === undefined) return false;
        at += number.length;
        const whole = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(number);
        const begun = /^-?(?:(?:0|[1-9]\d*)(?:\.\d*)?)?$|^-?(?:0|[1-9]\d*)(?:\.\d+)?[eE][+-]?\d*$/.test(number);
        if (!whole && !(begun && at === text.length)) return false;
      }
      expect = 'after';
    }
  }
  return true;
}
