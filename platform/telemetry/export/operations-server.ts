import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What an operator's tools ask a process. It is not for the public: bind it where they are. */
export interface OperationsServer {
  readonly port: number;
  close(): Promise<void>;
}

export interface OperationsAddress {
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
}

export interface Operations {
  /** Prometheus' text. */
  readonly metrics: () => Promise<string>;
  /** False while the process opens and while it drains: it should be given nothing new. */
  readonly ready: () => boolean;
}

const metricsType = 'text/plain; version=0.0.4; charset=utf-8';
const patienceMs = 10_000;

/**
 * `/metrics`, `/health/live` and `/health/ready` of this process.
 * @throws with one line when it cannot listen there
 */
export async function serveOperations(
  address: OperationsAddress,
  operations: Operations,
): Promise<OperationsServer> {
  const server = createServer({ requestTimeout: patienceMs }, (request, response) => {
    answer(request, response, operations).catch(() => {
      if (!response.headersSent) response.writeHead(500);
      response.end();
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(explained(error, address)));
    server.listen(address.port, address.host, resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer(
  { method, url }: IncomingMessage,
  response: ServerResponse,
  { metrics, ready }: Operations,
): Promise<void> {
  const path = (url ?? '').split('?', 1)[0];
  if (method !== 'GET' && method !== 'HEAD') report(response, 405, 'method not allowed');
  else if (path === '/health/live') report(response, 200, 'live');
  else if (path === '/health/ready') {
    if (ready()) report(response, 200, 'ready');
    else report(response, 503, 'not_ready');
  } else if (path === '/metrics') {
    const text = await metrics();
    response.writeHead(200, { 'Content-Type': metricsType }).end(text);
  } else report(response, 404, 'not found; there are /metrics, /health/live and /health/ready');
}

function report(response: ServerResponse, code: number, status: string): void {
  response
    .writeHead(code, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' })
    .end(JSON.stringify({ status }));
}

function explained(error: NodeJS.ErrnoException, { host, port }: OperationsAddress): Error {
  const { code } = error;
  if (code === 'EADDRINUSE')
    return new Error(`KONTOR_OPERATIONS_PORT ${port} is taken by another program; choose another.`);
  if (code === 'EACCES')
    return new Error(`KONTOR_OPERATIONS_PORT ${port} is reserved for root; take one above 1023.`);
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND' || code === 'EINVAL')
    return new Error(
      `KONTOR_OPERATIONS_HOST is "${host}"; an address of this machine such as 127.0.0.1 or 0.0.0.0 is accepted.`,
    );
  return error;
}
