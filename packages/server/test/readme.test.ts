import { readFileSync } from 'node:fs';
import * as server from '@smg/server';
import { expect, it } from 'vitest';

it('the example in the README runs', async () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
  const [, example = ''] = /```ts\n([\s\S]*?)```/.exec(readme) ?? [];
  const code = example.replace(/^import (\{.*\}) from '@smg\/server';$/m, 'const $1 = smgServer;');
  const printed: unknown[] = [];
  const AsyncFunction = (async () => undefined).constructor as FunctionConstructor;
  await AsyncFunction('smgServer', 'console', code)(server, { log: (value: unknown) => printed.push(value) });
  expect(printed).toEqual([
    expect.objectContaining({
      role: 'assistant',
      content: 'You said: Hello',
      reasoning_content: expect.stringContaining('A question.'),
    }),
  ]);
});
