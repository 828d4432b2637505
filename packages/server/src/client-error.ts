import { type Server, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { errorBody, ProtocolError } from '@smg/oai-protocol';

/** Answers what is no HTTP request with an error object as everything else is: Node.js alone sends no body. */
export function answerClientErrors(server: Server): void {
  // An answer under way must not be mixed with another one.
  const answering = new WeakSet<Duplex>();
  server.on('request', ({ socket }, response) => {
    answering.add(socket);
    response.once('close', () => answering.delete(socket));
  });
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    if (!socket.writable || error.code === 'ECONNRESET' || answering.has(socket)) socket.destroy();
    else socket.end(write(toError(error.code)));
  });
}

function toError(code: string | undefined): ProtocolError {
  switch (code) {
    case 'HPE_HEADER_OVERFLOW':
      return new ProtocolError({
        status: 431,
        message: 'The request headers are too large.',
        code: 'headers_too_large',
      });
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return new ProtocolError({ status: 408, message: 'The request took too long to arrive.', code: 'timeout' });
    default:
      return new ProtocolError({ status: 400, message: 'The request is malformed.', code: 'invalid_value' });
  }
}

function write(error: ProtocolError): string {
  const body = JSON.stringify(errorBody(error));
  const head = [
    `HTTP/1.1 ${error.status} ${STATUS_CODES[error.status]}`,
    'Content-Type: application/json',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
  ];
  return `${head.join('\r\n')}\r\n\r\n${body}`;
}
