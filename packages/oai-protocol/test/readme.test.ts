import { readFileSync } from 'node:fs';
import * as protocol from '@smg/oai-protocol';
import { expect, test } from 'vitest';

test('the example in the README runs', () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
  const example = /```ts\n(.*?)```/s.exec(readme)![1]!;
  const code = example.replace(/^import (\{.*?\}) from '@smg\/oai-protocol';$/m, 'const $1 = protocol;');
  const logged: unknown[] = [];
  new Function('protocol', 'console', code)(protocol, { log: (value: unknown) => logged.push(value) });
  expect(logged).toEqual(['Hello!']);
});
