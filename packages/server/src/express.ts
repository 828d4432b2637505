import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Handler } from './handler.js';
import { createListener } from './node-listener.js';

/** A request as Express hands it on: a body parser may have read the body already. */
export interface ExpressRequest extends IncomingMessage {
  readonly body?: unknown;
  /** The bytes of the body, where the application keeps them. */
  readonly rawBody?: unknown;
}

/** A middleware of Express 4 and 5. */
export type ExpressMiddleware = (request: ExpressRequest, response: ServerResponse) => Promise<void>;

/**
 * Makes an Express middleware of a handler. It answers every request it gets, so mount it at a path, or after your own
 * routes; before or after `express.json()` makes no difference.
 *
 * @example
 * app.use('/llm', toExpress(createHandler({ engine }))); // POST /llm/v1/chat/completions
 */
export function toExpress(handler: Handler): ExpressMiddleware {
  return createListener((request, incoming) => handler(withReadBody(request, incoming)));
}

/** The request with the body a body parser took from it; reading it again would fail with "Body is unusable". */
function withReadBody(request: Request, incoming: ExpressRequest): Request {
  if (!incoming.readableDidRead || request.method === 'GET' || request.method === 'HEAD') return request;
  const { url, method, signal } = request;
  const headers = new Headers(request.headers);
  // What was read is no longer compressed, nor as long.
  for (const name of ['content-encoding', 'content-length']) headers.delete(name);
  return new Request(url, { method, headers, signal, body: bodyText(incoming) });
}

function bodyText({ rawBody, body }: ExpressRequest): string | Uint8Array<ArrayBuffer> {
  // The bytes come first: parsing and writing again would round large numbers.
  for (const given of [rawBody, body]) {
    if (typeof given === 'string' || given instanceof Uint8Array) return given as string | Uint8Array<ArrayBuffer>;
  }
  return body === undefined ? '' : JSON.stringify(body);
}
