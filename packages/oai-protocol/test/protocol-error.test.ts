import * as protocol from '@smg/oai-protocol';
import { errorBodySchema, isProtocolError, type ProtocolError, toProtocolError } from '@smg/oai-protocol';
import { expect, test } from 'vitest';

test.each<[ProtocolError, number, string, string]>([
  [protocol.invalidRequest('No.'), 400, 'invalid_request_error', 'invalid_value'],
  [protocol.invalidJson('at 3'), 400, 'invalid_request_error', 'json_parse_error'],
  [protocol.unauthorized(), 401, 'authentication_error', 'invalid_api_key'],
  [protocol.notFound(), 404, 'not_found_error', 'not_found'],
  [protocol.modelNotFound('x'), 404, 'not_found_error', 'model_not_found'],
  [protocol.methodNotAllowed('GET', ['POST']), 405, 'invalid_request_error', 'method_not_allowed'],
  [protocol.payloadTooLarge(5), 413, 'invalid_request_error', 'payload_too_large'],
  [protocol.unsupportedMediaType(null), 415, 'invalid_request_error', 'unsupported_media_type'],
  [protocol.rateLimited(), 429, 'rate_limit_error', 'rate_limit_exceeded'],
  [protocol.serverError(), 500, 'server_error', 'internal_error'],
])('%s', (error, status, type, code) => {
  expect(error.status).toBe(status);
  const body: unknown = JSON.parse(JSON.stringify(error));
  expect(errorBodySchema.parse(body)).toMatchObject({ error: { message: error.message, type, code } });
});

test('a copy of the package makes errors that count', () => {
  const foreign = Object.assign(new Error('No.'), { name: 'ProtocolError', status: 404, toJSON: () => ({}) });
  expect(isProtocolError(foreign)).toBe(true);
  expect(toProtocolError(foreign)).toBe(foreign);
  expect(isProtocolError(new Error('No.'))).toBe(false);
  expect(isProtocolError(null)).toBe(false);
});

test('an error with a status keeps what it says', () => {
  const engine = Object.assign(new Error('Too long.'), {
    status: 400,
    code: 'context_length_exceeded',
    param: 'messages',
  });
  expect(toProtocolError(engine).toJSON()).toEqual({
    error: { message: 'Too long.', type: 'invalid_request_error', param: 'messages', code: 'context_length_exceeded' },
  });
});

test.each([new Error('secret'), 'secret', { status: 200, message: 'secret' }, { status: '404' }, null, undefined])(
  '%j becomes a 500 that says nothing of the inside',
  (thrown) => {
    const error = toProtocolError(thrown);
    expect(error).toMatchObject({ status: 500, type: 'server_error' });
    expect(JSON.stringify(error)).not.toContain('secret');
    expect(error.cause).toBe(thrown);
  },
);

test.each([200, 302, 399, 600, 700, 404.5, Number.NaN])('status_is_an_error_status: %s is read as 500', (status) => {
  expect(new protocol.ProtocolError({ status, message: 'No.' })).toMatchObject({ status: 500, type: 'server_error' });
  const foreign = { name: 'ProtocolError', status, message: 'No.', toJSON: () => ({}) };
  expect(isProtocolError(foreign)).toBe(false);
  expect(toProtocolError(foreign).status).toBe(500);
});

const throwing = () => {
  throw new Error('secret');
};
test.each<[string, object]>([
  [
    'a status',
    {
      get status() {
        return throwing();
      },
    },
  ],
  [
    'a name',
    {
      get name() {
        return throwing();
      },
    },
  ],
  [
    'a message',
    {
      status: 404,
      get message() {
        return throwing();
      },
    },
  ],
  ['a toJSON', { name: 'ProtocolError', status: 404, toJSON: throwing }],
  ['a toJSON of something else', { name: 'ProtocolError', status: 404, toJSON: () => ({ secret: 1 }) }],
])('errors_are_read_safely: %s that throws', (_, thrown) => {
  expect(protocol.errorBody(thrown)).toEqual(protocol.serverError().toJSON());
});
