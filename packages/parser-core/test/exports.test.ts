import * as core from '@smg/parser-core';
import * as testing from '@smg/parser-core/testing';
import { expect, test } from 'vitest';

test('the names this package exports', () => {
  expect(Object.keys(core).sort()).toMatchInlineSnapshot(`
    [
      "CUT_MARK",
      "Marks",
      "ReadArguments",
      "ReadValue",
      "TOO_MUCH_SPACE",
      "afterSpace",
      "brokenOff",
      "callArguments",
      "chooseParser",
      "collect",
      "createParser",
      "cutOff",
      "endMark",
      "endsAnyway",
      "escapeString",
      "followedBy",
      "formatForModel",
      "joinResults",
      "jsonArguments",
      "jsonValue",
      "keptValue",
      "leading",
      "marksOf",
      "namedFormats",
      "nearestName",
      "normalizeModelId",
      "notACall",
      "parseWhole",
      "peek",
      "pipe",
      "pythonArguments",
      "pythonToJson",
      "significant",
      "spaceEnd",
      "strayMark",
      "stringValue",
      "textUntil",
      "upTo",
    ]
  `);
});

test('the names its laws export', () => {
  expect(Object.keys(testing).sort()).toMatchInlineSnapshot(`
    [
      "argumentLiveness",
      "callsOf",
      "cutsOf",
      "hostileText",
      "isJsonPrefix",
      "law",
      "lawTools",
      "mergedDeltas",
      "parseOnce",
      "parserLaws",
      "pipeLaws",
      "reasoningFormatLaws",
      "same",
      "stepsOf",
      "textLiveness",
      "toolFormatLaws",
      "tracing",
    ]
  `);
});
