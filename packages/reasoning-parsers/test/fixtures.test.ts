import { pipe } from '@smg/parser-core';
import {
  createReasoningParser,
  parseReasoning,
  type ReasoningParserOptions,
  reasoningFormatNames,
} from '@smg/reasoning-parsers';
import { describe, expect, test } from 'vitest';
import { expectAtEveryCut, expectResult } from '../../../fixtures/expect.js';
import { readFixtures } from '../../../fixtures/read.js';
// By path: neither parser package depends on the other, pipes are the caller's to make.
import { createToolParser } from '../../tool-parsers/src/index.js';

const files = readFixtures('reasoning');

for (const { name: format, cases } of files) {
  describe(format, () => {
    for (const fixture of cases) {
      test(fixture.name, () => {
        const options: ReasoningParserOptions = fixture.options;
        expectResult(fixture, parseReasoning(format, fixture.output, options), 'parseReasoning');
        expectAtEveryCut(fixture, () => createReasoningParser(format, options));
      });
    }
  });
}

for (const { name, cases } of readFixtures('pipes')) {
  const [reasoning, tools] = name.split('+') as [string, string];
  describe(name, () => {
    for (const fixture of cases) {
      test(fixture.name, () => {
        const { prompt, startsInReasoning, streamReasoning, ...toolOptions } =
          fixture.options as ReasoningParserOptions;
        expectAtEveryCut(fixture, () =>
          pipe(
            createReasoningParser(reasoning, { prompt, startsInReasoning, streamReasoning }),
            createToolParser(tools, { ...toolOptions, tools: fixture.tools }),
          ),
        );
      });
    }
  });
}

const kinds = [
  'thinking, then an answer',
  'no thinking',
  'the prompt opened it',
  'the prompt closed it',
  'the caller says it is open',
  'closer without an opener',
  'opener after content',
  'repeated openers',
  'unclosed',
  'white space',
  'marks cut off',
  'unicode and emoji',
  'a call inside reasoning',
  'a tool mark inside reasoning',
  'one delta for each block',
];

describe('every registered format has a fixture of each kind', () => {
  for (const format of reasoningFormatNames()) {
    test(format, () => {
      const names = files.find((file) => file.name === format)?.cases.map((fixture) => fixture.name) ?? [];
      const missing = kinds.filter((kind) => !names.some((name) => name === kind || name.startsWith(`${kind}: `)));
      expect(missing, `kinds missing in fixtures/reasoning/${format}.md`).toEqual([]);
    });
  }

  test('and every fixture file a registered format', () => {
    expect(reasoningFormatNames()).toEqual(expect.arrayContaining(files.map((file) => file.name)));
  });
});
