import { deepseek31 } from '@smg/tool-parsers/formats/deepseek31';
import { hermes } from '@smg/tool-parsers/formats/hermes';
import { pythonic } from '@smg/tool-parsers/formats/pythonic';
import { qwenXml } from '@smg/tool-parsers/formats/qwen_xml';
import { describe, expect, test } from 'vitest';
import { getToolFormat, toolFormatNames } from '../src/index.js';

const formats = [deepseek31, hermes, pythonic, qwenXml];

test('every registered format has its own subpath', () => {
  expect(formats.map((format) => format.name).sort()).toEqual(toolFormatNames().sort());
  for (const format of formats) expect(getToolFormat(format.name)).toBe(format);
});

describe.each(formats)('$name alone', (format) => {
  const calls = [{ name: 'f', arguments: { a: 'x' } }];

  test('prints, reads whole and reads in pieces', () => {
    const printed = format.print(calls);
    const { toolCalls } = format.parse(printed);
    expect(toolCalls.map((call) => [call.name, JSON.parse(call.arguments), call.done])).toEqual([
      ['f', { a: 'x' }, true],
    ]);
    const parser = format.createParser();
    const names = [...printed].flatMap((unit) => parser.push(unit).calls.flatMap((call) => call.name ?? []));
    expect(names).toEqual(['f']);
    expect(parser.finish().issues).toEqual([]);
  });

  test('says what it is', () => {
    expect(format).toMatchObject({
      name: expect.any(String),
      family: expect.any(String),
      specialTokens: expect.any(Boolean),
    });
    expect(format.models.length).toBeGreaterThan(0);
    expect(format.canCarry(calls[0]!)).toBe(true);
    expect(format.constraint([{ type: 'function', name: 'f' }], 'required')).toBeDefined();
  });
});
