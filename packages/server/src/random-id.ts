const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** A prefix and 24 random letters and digits (143 bits), from the platform's cryptographic generator. */
export function randomId(prefix: string): string {
  let id = prefix;
  while (id.length < prefix.length + 24) {
    for (const byte of crypto.getRandomValues(new Uint8Array(32))) {
      // 248 is the last multiple of 62 in a byte: dropping the rest keeps every letter equally likely.
      if (byte < 248 && id.length < prefix.length + 24) id += alphabet[byte % 62];
    }
  }
  return id;
}
