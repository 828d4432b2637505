const { createHandler } = require('@smg/server');
const { createSimulatedEngine } = require('@smg/server/engines/simulated');
const { toExpress } = require('@smg/server/express');
const express = require('express');

const llm = toExpress(
  createHandler({
    // Any text source will do here, down to `async function* () { yield 'Hello!'; }`.
    engine: createSimulatedEngine({ toolFormat: 'hermes', reasoningFormat: 'qwen3' }),
    toolParser: 'hermes',
    reasoningParser: 'qwen3',
  }),
);

const app = express();
app.use('/llm', llm);

// Where the app parses all bodies first, the handler takes what was parsed.
app.use(express.json({ limit: '10mb' }));
app.use('/after-json', llm);

const server = app.listen(Number(process.env.PORT ?? 3000), '127.0.0.1', () => {
  console.log(`http://127.0.0.1:${server.address().port}`);
});
