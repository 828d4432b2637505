/** Writes a comment, which readers skip: what keeps a silent connection open. Each line of `text` becomes one. */
export function encodeComment(text: string): string {
  return `: ${text.split(/\r\n|\r|\n/).join('\n: ')}\n\n`;
}
