import type { Handler } from './handler.js';

/** The exports of a Next.js `route.ts`. */
export interface RouteHandlers {
  readonly GET: Handler;
  readonly POST: Handler;
}

/**
 * Makes the exports of a Next.js catch-all route of a handler, on the Node.js or the edge runtime. The handler's `basePath`
 * is the folder the route is in.
 *
 * @example
 * // app/api/[...path]/route.ts
 * export const { GET, POST } = toRouteHandlers(createHandler({ engine, basePath: '/api' }));
 */
export function toRouteHandlers(handler: Handler): RouteHandlers {
  // Next.js passes a second argument, which is none of the handler's business.
  const route: Handler = (request) => handler(request);
  return { GET: route, POST: route };
}
