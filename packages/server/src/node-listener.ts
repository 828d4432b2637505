import type { IncomingMessage, ServerResponse } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { errorBody, invalidRequest } from '@smg/oai-protocol';

/** What `node:http` calls for each request. */
export type NodeListener = (incoming: IncomingMessage, outgoing: ServerResponse) => Promise<void>;

/** Makes a `node:http` listener of a function that answers web requests; it is given the Node.js request too. */
export function createListener(
  answer: (request: Request, incoming: IncomingMessage) => Promise<Response>,
): NodeListener {
  return getRequestListener((request, { incoming }) => answer(request, incoming as IncomingMessage), {
    overrideGlobalObjects: false,
    // What cannot be made a web request (a bad Host header) is still answered as everything else is.
    errorHandler: () => Response.json(errorBody(invalidRequest('The request is malformed.')), { status: 400 }),
  }) as NodeListener;
}
