import type { OutgoingSseEvent } from './event.js';

const lineEnd = /\r\n|\r|\n/;

/**
 * Writes an event as a `text/event-stream` frame, blank line included.
 *
 * Line ends in `data` (LF, CR, CRLF) become separate `data` lines, so a reader sees them all as LF.
 * Throws `TypeError` where `event` or `id` has a line end, `id` has a NUL, or `retry` is no whole number from 0.
 * Source: WHATWG HTML, "Server-sent events".
 */
export function encodeEvent(event: OutgoingSseEvent): string {
  const { data } = event;
  const body = data.includes('\n') || data.includes('\r') ? data.split(lineEnd).join('\ndata: ') : data;
  if (event.event === undefined && event.id === undefined && event.retry === undefined) return `data: ${body}\n\n`;
  return `${encodeFields(event)}data: ${body}\n\n`;
}

function encodeFields({ event, id, retry }: OutgoingSseEvent): string {
  let fields = '';
  if (event !== undefined && event !== '') {
    if (lineEnd.test(event)) throw badField('event', 'has a line end');
    fields += `event: ${event}\n`;
  }
  if (id !== undefined) {
    if (lineEnd.test(id)) throw badField('id', 'has a line end');
    // Readers ignore an id with a NUL, so the client would silently resume from the wrong place.
    if (id.includes('\0')) throw badField('id', 'has a NUL');
    fields += `id: ${id}\n`;
  }
  if (retry !== undefined) {
    if (!Number.isSafeInteger(retry) || retry < 0) throw badField('retry', 'is no whole number from 0');
    fields += `retry: ${retry}\n`;
  }
  return fields;
}

function badField(name: string, fault: string): TypeError {
  return new TypeError(`SSE event: \`${name}\` ${fault}.`);
}
