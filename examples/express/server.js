import { createHandler } from '@smg/server';
import { createSimulatedEngine } from '@smg/server/engines/simulated';
import { toExpress } from '@smg/server/express';
import express from 'express';

const handler = createHandler({
  // Any text source will do here, down to `async function* () { yield 'Hello!'; }`.
  engine: createSimulatedEngine({ toolFormat: 'hermes', reasoningFormat: 'qwen3' }),
  toolParser: 'hermes',
  reasoningParser: 'qwen3',
});

const app = express();
app.get('/', (_request, response) => {
  response.send('The OpenAI base URL is /llm/v1.');
});
app.use('/llm', toExpress(handler));

const server = app.listen(Number(process.env.PORT ?? 3000), '127.0.0.1', () => {
  console.log(`http://127.0.0.1:${server.address().port}`);
});
