import { createSseParser } from '@smg/sse';
import { describe, expect, test } from 'vitest';
import { read } from './read.js';

const events = (text: string) => read([text]).events;

describe('what the standard says', () => {
  test.each([
    ['LF', 'data: a\n\ndata: b\n\n'],
    ['CR', 'data: a\r\rdata: b\r\r'],
    ['CRLF', 'data: a\r\n\r\ndata: b\r\n\r\n'],
    ['a mix', 'data: a\r\n\rdata: b\n\r\n'],
  ])('lines end with %s', (_, text) => {
    expect(events(text)).toEqual([{ data: 'a' }, { data: 'b' }]);
  });

  test('data lines join with LF', () => {
    expect(events('data: a\ndata\ndata:\ndata: b\n\n')).toEqual([{ data: 'a\n\n\nb' }]);
  });

  test('one space after the colon goes, no more', () => {
    expect(events('data:x\n\ndata: x\n\ndata:  x\n\ndata:\tx\n\n').map((event) => event.data)).toEqual([
      'x',
      'x',
      ' x',
      '\tx',
    ]);
    // The space that begins the next line belongs to that line.
    expect(events('data:\n data: y\n\ndata\n \n\n').map((event) => event.data)).toEqual(['', '']);
  });

  test('an event without data is none, and its type is forgotten', () => {
    expect(events('event: a\n\ndata: x\n\n\n\n')).toEqual([{ data: 'x' }]);
    expect(events('data\n\ndata:\n\n')).toEqual([{ data: '' }, { data: '' }]);
  });

  test('the last type of an event counts, an empty one is none', () => {
    expect(events('event: a\nevent: b\ndata: x\n\nevent: a\nevent\ndata: y\n\n')).toEqual([
      { data: 'x', event: 'b' },
      { data: 'y' },
    ]);
  });

  test('an id stays until the next one, also from a block without data', () => {
    expect(events('data: a\n\nid: 1\n\ndata: b\n\ndata: c\nid\n\ndata: d\n\n')).toEqual([
      { data: 'a' },
      { data: 'b', id: '1' },
      { data: 'c', id: '' },
      { data: 'd', id: '' },
    ]);
  });

  test('an id with NUL is ignored', () => {
    expect(events('id: 1\nid: 2\0\ndata: a\n\n')).toEqual([{ data: 'a', id: '1' }]);
  });

  test('retry is digits only and needs no event', () => {
    expect(read(['retry: 10\n\nretry:20\nretry: -1\nretry: 1.5\nretry: 1e3\nretry: \nretry\nretry: ٣\n\n'])).toEqual({
      events: [],
      comments: [],
      retries: [10, 20],
    });
  });

  test('comments are told, unknown fields ignored', () => {
    expect(read([': keep-alive\n\n:\n:x\ndata: a\n:  y\ndatas: no\n data: no\nDATA: no\ndat\n\n'])).toEqual({
      events: [{ data: 'a' }],
      comments: ['keep-alive', '', 'x', ' y'],
      retries: [],
    });
  });

  test('one byte order mark may come first', () => {
    expect(read(['\uFEFF', 'data: a\n\n']).events).toEqual([{ data: 'a' }]);
    expect(events('\uFEFF\uFEFFdata: a\n\ndata: \uFEFFb\n\n')).toEqual([{ data: '\uFEFFb' }]);
    expect(events('data: a\n\n\uFEFFdata: b\n\n')).toEqual([{ data: 'a' }]);
  });

  test('what looks like a property of Object is an unknown field', () => {
    expect(events('__proto__: a\nconstructor: b\ndata: x\n\n')).toEqual([{ data: 'x' }]);
  });
});

describe('cuts', () => {
  test('an event comes with the unit that completes it, and once', () => {
    const parser = createSseParser();
    expect(parser.push('data: a\r')).toEqual([]);
    expect(parser.push('\r')).toEqual([{ data: 'a' }]);
    expect(parser.push('')).toEqual([]);
    expect(parser.push('\n')).toEqual([]); // the other half of the CRLF
    expect(parser.push('data: b\r\n\r')).toEqual([{ data: 'b' }]);
    expect(parser.push('\ndata: c\n')).toEqual([]);
    expect(parser.push('\n')).toEqual([{ data: 'c' }]);
    expect(parser.finish()).toEqual([]);
  });

  test('CR then LF in two pieces is one line end, not an event of its own', () => {
    expect(read(['data: a\r', '\ndata: b\r', '', '\n\r', '\n']).events).toEqual([{ data: 'a\nb' }]);
  });

  test('surrogate pairs are put together again', () => {
    expect(read(['data: \ud83d', '\ude00\n', '\n']).events).toEqual([{ data: '😀' }]);
  });
});

describe('the end', () => {
  test('an open event comes marked', () => {
    expect(events('data: a\n\ndata: b\ndata: c')).toEqual([
      { data: 'a' },
      { data: 'b\nc', incomplete: 'unterminated' },
    ]);
    expect(events('event: e\nid: 1\ndata: a\n')).toEqual([
      { data: 'a', event: 'e', id: '1', incomplete: 'unterminated' },
    ]);
    expect(events('data:')).toEqual([{ data: '', incomplete: 'unterminated' }]);
  });

  test('a field cut in half is not taken for a whole one', () => {
    expect(events('id: 1\ndata: a\nid: 2')).toEqual([{ data: 'a', id: '1', incomplete: 'unterminated' }]);
    expect(events('data: a\nevent: err')).toEqual([{ data: 'a', incomplete: 'unterminated' }]);
    expect(events('data')).toEqual([]); // may have become `database: x`
    expect(read(['retry: 10'])).toEqual({ events: [], comments: [], retries: [] });
  });

  test('nothing open, nothing given', () => {
    expect(events('')).toEqual([]);
    expect(events('data: a\n\n')).toEqual([{ data: 'a' }]);
    expect(events('id: 1\n')).toEqual([]);
    expect(events(': comment')).toEqual([]);
  });

  test('after finish, push and finish throw', () => {
    const parser = createSseParser();
    parser.finish();
    expect(() => parser.push('')).toThrow(TypeError);
    expect(() => parser.finish()).toThrow(TypeError);
  });
});

describe('maxEventSize', () => {
  test('counts the lines of one event, their ends left out', () => {
    const text = 'data: abcd\ndata: efgh\n\n';
    expect(read([text], { maxEventSize: 20 }).events).toEqual([{ data: 'abcd\nefgh' }]);
    expect(read([text], { maxEventSize: 19 }).events).toEqual([{ data: 'abcd\nefg', incomplete: 'too-long' }]);
  });

  test('the event comes at once, and reading goes on at the next one', () => {
    const parser = createSseParser({ maxEventSize: 10 });
    expect(parser.push('data: abcd')).toEqual([]);
    expect(parser.push('e')).toEqual([{ data: 'abcd', incomplete: 'too-long' }]);
    expect(parser.push('\nid: 9\ndata: f\n')).toEqual([]);
    expect(parser.push('\ndata: g\n\n')).toEqual([{ data: 'g' }]);
    expect(parser.finish()).toEqual([]);
  });

  test('an event is reported even if nothing of its data was read', () => {
    expect(read(['id: 1\nevent: 234567\ndata: x\n\ndata: y\n\n'], { maxEventSize: 10 }).events).toEqual([
      { data: '', id: '1', incomplete: 'too-long' },
      { data: 'y', id: '1' },
    ]);
  });

  test('an event too long at the end is reported once', () => {
    expect(read(['data: 123456789'], { maxEventSize: 10 }).events).toEqual([{ data: '1234', incomplete: 'too-long' }]);
  });

  test('comments do not add up', () => {
    const comments = ': keep-alive\n'.repeat(100);
    expect(read([`${comments}data: a\n${comments}\n`], { maxEventSize: 20 }).events).toEqual([{ data: 'a' }]);
  });

  test('is 1 Mi by default', () => {
    const most = 'x'.repeat(1_048_576 - 'data: '.length);
    expect(events(`data: ${most}\n\n`)).toEqual([{ data: most }]);
    expect(events(`data: ${most}y\n\n`)).toEqual([{ data: most, incomplete: 'too-long' }]);
  });

  test.each([0, -1, Number.NaN])('cannot be %d', (maxEventSize) => {
    expect(() => createSseParser({ maxEventSize })).toThrow(TypeError);
  });
});

test('one event in a million pieces costs little more than in one', () => {
  const data = 'x'.repeat(4_000_000);
  const text = `data: ${data}\n\n`;
  const pieces = Array.from({ length: Math.ceil(text.length / 4) }, (_, index) => text.slice(index * 4, index * 4 + 4));
  // Reading what is held again for each piece would be 2·10¹² steps, hours; the test's own time limit is the bound.
  expect(read(pieces, { maxEventSize: Number.POSITIVE_INFINITY }).events).toEqual([{ data }]);
});
