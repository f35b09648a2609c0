import https from 'node:https';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { connect as connectTls, createServer } from 'node:tls';
import { certificateOf } from '#external/exchange/certificate-for-tests.ts';

export interface TlsServer {
  readonly port: number;
  /** Whoever is told believes it. */
  readonly cert: string;
  close(): Promise<void>;
}

/** Speaks TLS as a host and hands what it is told to a plain address. */
export async function openTlsServer(
  host: string,
  target: string,
  ends?: string,
): Promise<TlsServer> {
  const { key, cert } = certificateOf(host, ends);
  const { hostname, port } = new URL(target);
  const sockets = new Set<Socket>();
  const server = createServer({ key, cert }, (incoming) => {
    const outgoing = connect(Number(port), hostname);
    for (const [one, other] of [
      [incoming, outgoing],
      [outgoing, incoming],
    ] as const) {
      sockets.add(one);
      one.on('error', () => other.destroy());
      one.on('close', () => sockets.delete(one));
      one.pipe(other);
    }
  });
  // Who does not believe the certificate leaves.
  server.on('tlsClientError', () => {});
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    cert,
    async close(): Promise<void> {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/**
 * For a client that speaks nothing but TLS to port 443 of a host: a front that hands what it is told
 * to a plain address, and an agent that leads there. The certificate is checked as ever.
 */
export async function openTlsFront(host: string, target: string) {
  const server = await openTlsServer(host, target);
  const at = { host: '127.0.0.1', port: server.port };
  const agent = new https.Agent();
  agent.createConnection = () => connectTls({ ...at, servername: host, ca: server.cert });
  return {
    agent,
    async close(): Promise<void> {
      agent.destroy();
      await server.close();
    },
  };
}
