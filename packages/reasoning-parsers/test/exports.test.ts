import * as parsers from '@smg/reasoning-parsers';
import { expect, test } from 'vitest';

test('the names this package exports', () => {
  expect(Object.keys(parsers).sort()).toMatchInlineSnapshot(`
    [
      "createReasoningFormats",
      "createReasoningParser",
      "getReasoningFormat",
      "hasReasoningFormat",
      "opensReasoning",
      "parseReasoning",
      "reasoningFormatForModel",
      "reasoningFormatNames",
      "taggedReasoning",
    ]
  `);
});
