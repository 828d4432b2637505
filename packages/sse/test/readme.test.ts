import { readFileSync } from 'node:fs';
import * as sse from '@smg/sse';
import { expect, test } from 'vitest';

test('the example in the README runs', async () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
  const example = /```js\n(.*?)```/s.exec(readme)![1]!;
  const code = example.replace(/^import (\{.*?\}) from '@smg\/sse';$/m, 'const $1 = sse;');
  const logged: unknown[] = [];
  const AsyncFunction = (async () => {}).constructor as FunctionConstructor;
  await new AsyncFunction('sse', 'console', code)(sse, { log: (value: unknown) => logged.push(value) });
  expect(logged).toEqual(['Hello', 'world']);
});
