import { connect } from 'node:net';
import { expect, it } from 'vitest';
import { serveForTest } from './support/server.js';

/** Sends bytes, and reads until the server hangs up. */
function send(url: string, text: string): Promise<string> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => socket.write(text));
    let got = '';
    socket.setTimeout(3000, () => socket.destroy(new Error('no end')));
    socket.on('data', (data) => {
      got += data;
    });
    socket.on('error', (error) => (got === '' ? reject(error) : resolve(got)));
    socket.on('close', () => resolve(got));
  });
}

it.each([
  ['headers that are too large', `GET / HTTP/1.1\r\nHost: x\r\nA: ${'a'.repeat(100_000)}\r\n\r\n`, 431],
  ['no HTTP at all', 'hello\r\n\r\n', 400],
  ['a header that is none', 'GET / HTTP/1.1\r\nHost: x\r\nno header\r\n\r\n', 400],
  ['no host', 'GET /health HTTP/1.1\r\nConnection: close\r\n\r\n', 400],
])('http_errors_have_a_body: %s', async (_, text, status) => {
  const server = await serveForTest({
    engine: async function* () {
      yield 'ok';
    },
  });
  const [head = '', body = ''] = (await send(server.url, text)).split('\r\n\r\n');
  expect(head).toContain(`HTTP/1.1 ${status} `);
  expect(head.toLowerCase()).toContain('content-type: application/json');
  const json = body.slice(body.indexOf('{'), body.lastIndexOf('}') + 1);
  expect(JSON.parse(json)).toMatchObject({ error: { message: expect.any(String), type: 'invalid_request_error' } });
  expect((await fetch(`${server.url}/health`)).status).toBe(200);
});
