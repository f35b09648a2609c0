import { STATUS_CODES, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { newTraceparent, traceIdOf } from '#kernel/invocation.ts';
import { problemContentType, problemText, type Refusal } from '../replies/problem.ts';
import { headersTooLarge, requestMalformed, requestTimeout } from '../replies/refusals.ts';

/**
 * Answers what is no HTTP that a route could see: told like every other refusal, and the end of the
 * connection, for nobody knows where the next request would begin.
 */
export function answerClientErrors(securityHeaders: Readonly<Record<string, string>>) {
  return (error: NodeJS.ErrnoException, socket: Socket): void => {
    if (error.code === 'ECONNRESET' || socket.destroyed) return;
    if (socket.writable && !isAnswering(socket)) {
      socket.write(textOf(refusalOf(error.code), securityHeaders));
    }
    socket.destroy(error);
  };
}

/** Node keeps with a connection what it is about to answer on it. */
function isAnswering(socket: Socket): boolean {
  const answer = Reflect.get(socket, '_httpMessage') as ServerResponse | null | undefined;
  return answer?.headersSent === true;
}

function refusalOf(code: string | undefined): Refusal {
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return requestTimeout;
  return code === 'HPE_HEADER_OVERFLOW' ? headersTooLarge : requestMalformed;
}

function textOf(refused: Refusal, securityHeaders: Readonly<Record<string, string>>): string {
  const traceparent = newTraceparent();
  const body = problemText(refused, traceIdOf(traceparent));
  const headers = {
    ...securityHeaders,
    traceparent,
    'Content-Type': problemContentType,
    'Content-Length': String(Buffer.byteLength(body)),
    Connection: 'close',
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return `HTTP/1.1 ${refused.status} ${STATUS_CODES[refused.status]}\r\n${lines.join('')}\r\n${body}`;
}
