import { asEngine } from './engine.js';
import { createHandler } from './handler.js';
import type { ListenOptions, RunningServer } from './node.js';
import type { HandlerOptions } from './options.js';

/**
 * Serves the OpenAI-compatible API over HTTP, on Node.js. Rejects with `OptionsError` for wrong options.
 * Closing the server closes the engine too.
 *
 * @example
 * const server = await serve({ engine: async function* () { yield 'Hello!'; }, port: 0 });
 * console.log(server.url);
 * await server.close();
 */
export async function serve(options: HandlerOptions & ListenOptions): Promise<RunningServer> {
  const { host, port, ...handled } = options ?? {};
  const handler = createHandler(handled);
  // Loaded only here, so that `createHandler` alone runs where there is no Node.js.
  const { listen } = await import('./node.js');
  const server = await listen(handler, { host, port });
  let closed: Promise<void> | undefined;
  return {
    url: server.url,
    close(graceMs) {
      closed ??= server.close(graceMs).then(() => asEngine(options.engine).close?.());
      return closed;
    },
  };
}
