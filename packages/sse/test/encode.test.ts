import { encodeComment, encodeEvent } from '@smg/sse';
import { describe, expect, test } from 'vitest';

describe('encodeEvent', () => {
  test('writes one line of data as it is', () => {
    expect(encodeEvent({ data: '{"a":1}' })).toBe('data: {"a":1}\n\n');
    expect(encodeEvent({ data: '' })).toBe('data: \n\n');
    expect(encodeEvent({ data: ' led by a space' })).toBe('data:  led by a space\n\n');
  });

  test('writes a data line for each line, however it ends', () => {
    expect(encodeEvent({ data: 'a\nb\rc\r\nd\n' })).toBe('data: a\ndata: b\ndata: c\ndata: d\ndata: \n\n');
    expect(encodeEvent({ data: '\n\r' })).toBe('data: \ndata: \ndata: \n\n');
  });

  test('writes event, id and retry before the data', () => {
    expect(encodeEvent({ data: 'x', event: 'delta', id: '7', retry: 1500 })).toBe(
      'event: delta\nid: 7\nretry: 1500\ndata: x\n\n',
    );
    expect(encodeEvent({ data: 'x', event: '', id: '' })).toBe('id: \ndata: x\n\n');
    expect(encodeEvent({ data: 'a\nb', retry: 0 })).toBe('retry: 0\ndata: a\ndata: b\n\n');
  });

  test.each([
    ['event', { event: 'a\nb' }],
    ['event', { event: '\r' }],
    ['id', { id: '1\r\n2' }],
    ['id', { id: '1\n' }],
    ['id', { id: '1\0' }],
    ['retry', { retry: -1 }],
    ['retry', { retry: 1.5 }],
    ['retry', { retry: Number.NaN }],
    ['retry', { retry: Number.POSITIVE_INFINITY }],
  ])('refuses what %s cannot carry: %j', (name, fields) => {
    const encode = () => encodeEvent({ data: 'x', ...fields });
    expect(encode).toThrow(TypeError);
    expect(encode).toThrow(`\`${name}\``);
  });
});

test('encodeComment writes a comment for each line', () => {
  expect(encodeComment('keep-alive')).toBe(': keep-alive\n\n');
  expect(encodeComment('a\nb\r\nc\rd')).toBe(': a\n: b\n: c\n: d\n\n');
  expect(encodeComment('')).toBe(': \n\n');
});
