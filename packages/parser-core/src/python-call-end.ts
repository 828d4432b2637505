/**
 * Finds the `)` that ends a Python call whose arguments could not be read: strings are passed over and brackets are
 * counted, whatever stands in them.
 */
export class PythonCallEnd {
  private quote = 0;
  private escaped = false;

  /** `depth`: how many brackets are open, the call's own among them. */
  constructor(private depth: number) {}

  /** How far to read, and whether the call ends there. */
  find(text: string, from: number, end: number): { readonly to: number; readonly which: number } {
    for (let at = from; at < end; at++) {
      const code = text.charCodeAt(at);
      if (this.escaped) this.escaped = false;
      else if (this.quote !== 0) {
        if (code === 92) this.escaped = true;
        else if (code === this.quote) this.quote = 0;
      } else if (code === 34 || code === 39) this.quote = code;
      else if (code === 40 || code === 91 || code === 123) this.depth++;
      else if (code === 41 || code === 93 || code === 125) {
        this.depth--;
        if (this.depth === 0) return { to: at + 1, which: 0 };
      }
    }
    return { to: end, which: -1 };
  }
}
