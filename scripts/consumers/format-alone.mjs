// One format, whose package has lost its index and with it the registry.
import assert from 'node:assert/strict';
import { hermes } from '@smg/tool-parsers/formats/hermes';

await assert.rejects(import('@smg/tool-parsers'), { code: 'ERR_MODULE_NOT_FOUND' });

const parser = hermes.createParser();
const results = [...'Sure.<tool_call>{"name": "f", "arguments": {"a": [1, 2]}}</tool_call>'].map((unit) =>
  parser.push(unit),
);
results.push(parser.finish());
assert.equal(results.map(({ normalText }) => normalText).join(''), 'Sure.');
const calls = results.flatMap((result) => result.calls);
assert.deepEqual(
  calls.flatMap(({ name }) => (name === undefined ? [] : [name])),
  ['f'],
);
assert.deepEqual(JSON.parse(calls.map((call) => call.arguments).join('')), { a: [1, 2] });
assert.ok(calls.some(({ done }) => done === true));
