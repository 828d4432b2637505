import { createHandler } from '@smg/server';
import { createSimulatedEngine } from '@smg/server/engines/simulated';
import { toRouteHandlers } from '@smg/server/next';

const handler = createHandler({
  // Any text source will do here, down to `async function* () { yield 'Hello!'; }`.
  engine: createSimulatedEngine({ toolFormat: 'hermes', reasoningFormat: 'qwen3' }),
  toolParser: 'hermes',
  reasoningParser: 'qwen3',
  basePath: '/api',
});

export const { GET, POST } = toRouteHandlers(handler);
