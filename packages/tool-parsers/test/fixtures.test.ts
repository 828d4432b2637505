import { createToolParser, parseToolCalls, type ToolParserOptions, toolFormatNames } from '@smg/tool-parsers';
import { describe, expect, test } from 'vitest';
import { expectAtEveryCut, expectResult } from '../../../fixtures/expect.js';
import { readFixtures } from '../../../fixtures/read.js';

const files = readFixtures('tools');

for (const { name: format, cases } of files) {
  describe(format, () => {
    for (const fixture of cases) {
      test(fixture.name, () => {
        const options: ToolParserOptions = { ...fixture.options, tools: fixture.tools };
        expectResult(fixture, parseToolCalls(format, fixture.output, options), 'parseToolCalls');
        expectAtEveryCut(fixture, () => createToolParser(format, options));
      });
    }
  });
}

const kinds = [
  'one call',
  'parallel calls',
  'text around',
  'zero arguments',
  'unicode and emoji',
  'end mark inside a string',
  'malformed',
  'prose that mentions the mark',
  'cut off',
  'unknown tool',
];

describe('every registered format has a fixture of each kind', () => {
  for (const format of toolFormatNames()) {
    test(format, () => {
      const names = files.find((file) => file.name === format)?.cases.map((fixture) => fixture.name) ?? [];
      const missing = kinds.filter((kind) => !names.some((name) => name === kind || name.startsWith(`${kind}: `)));
      expect(missing, `kinds missing in fixtures/tools/${format}.md`).toEqual([]);
    });
  }

  test('and every fixture file a registered format', () => {
    expect(toolFormatNames()).toEqual(expect.arrayContaining(files.map((file) => file.name)));
  });
});
