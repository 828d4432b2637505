import { invalidJson, invalidRequest, ProtocolError, payloadTooLarge } from '@smg/oai-protocol';

/** Reads a JSON body of at most `maxBytes`. Throws a `ProtocolError`: 413 for a larger one, 415 for a compressed one, 400 for bytes that are no UTF-8 or no JSON. */
export async function readJsonBody(request: Request, maxBytes: number): Promise<unknown> {
  const encoding = request.headers.get('content-encoding') ?? 'identity';
  if (encoding.toLowerCase() !== 'identity') {
    const message = `The request body must not be compressed; got content-encoding '${encoding.slice(0, 40)}'.`;
    throw new ProtocolError({ status: 415, message, code: 'unsupported_content_encoding' });
  }
  const text = await readText(request, maxBytes);
  if (text.trim() === '')
    throw invalidRequest('The request body is empty; it must be a JSON object.', { code: 'json_parse_error' });
  try {
    return JSON.parse(text);
  } catch (error) {
    throw invalidJson(shorten((error as Error).message));
  }
}

async function readText(request: Request, maxBytes: number): Promise<string> {
  // What the header says is only a way to refuse early; what comes is counted all the same.
  if (Number(request.headers.get('content-length') ?? 0) > maxBytes) throw payloadTooLarge(maxBytes);
  if (request.body === null) return '';
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const pieces: string[] = [];
  let bytes = 0;
  const reader = request.body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    bytes += value.byteLength;
    if (bytes > maxBytes) {
      reader.cancel().catch(() => undefined);
      throw payloadTooLarge(maxBytes);
    }
    pieces.push(decode(() => decoder.decode(value, { stream: true })));
  }
  pieces.push(decode(() => decoder.decode()));
  return pieces.join('');
}

function decode(run: () => string): string {
  try {
    return run();
  } catch {
    throw invalidRequest('The request body is not valid UTF-8.', { code: 'invalid_utf8' });
  }
}

/** V8 quotes the text around the fault; a short piece of it is enough. */
function shorten(message: string): string {
  return message.length > 120 ? `${message.slice(0, 120)}…` : message;
}
