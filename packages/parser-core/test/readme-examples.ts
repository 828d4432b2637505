import { readFileSync } from 'node:fs';
import ts from 'typescript';
import { expect, test } from 'vitest';

/** What an example may import, by specifier. */
export type ExampleModules = Readonly<Record<string, object>>;

/** One test for each `ts` block of a README: it runs, and each line `expression; // → value` gives that value. */
export function testReadmeExamples(readme: URL, modules: ExampleModules): void {
  const examples = [...readFileSync(readme, 'utf8').matchAll(/^```ts\n([\s\S]*?)^```$/gm)].map((block) => block[1]!);
  test('the README has examples that claim something', () => {
    expect(examples.filter((code) => code.includes('// → ')).length).toBeGreaterThan(0);
  });
  for (const [which, code] of examples.entries()) {
    test(`example ${which + 1} of the README runs and gives what it claims`, () => runExample(code, modules));
  }
}

async function runExample(code: string, modules: ExampleModules): Promise<void> {
  const checked = code.replace(/^(\s*)(.*?);[ \t]*\/\/ → (.*)$/gm, '$1$claim(() => ($2), () => ($3), `line: $2`);');
  const { outputText } = ts.transpileModule(checked, { compilerOptions: { target: ts.ScriptTarget.ES2022 } });
  const body = outputText
    .replace(/^import (\{.*?\}) from '(.*?)';$/gm, (_, names: string, from: string) => {
      return `const ${names.replace(/ as /g, ': ')} = $modules[${JSON.stringify(from)}] ?? $missing(${JSON.stringify(from)});`;
    })
    .replace(/^export \{\};$/gm, '');
  const AsyncFunction = (async () => undefined).constructor as FunctionConstructor;
  await new AsyncFunction('$modules', '$claim', '$missing', body)(modules, claim, missing);
}

function claim(actual: () => unknown, expected: () => unknown, line: string): void {
  expect(actual(), line).toEqual(expected());
}

function missing(specifier: string): never {
  throw new Error(`the example imports ${specifier}, which its test does not offer`);
}
