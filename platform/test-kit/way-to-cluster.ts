import { connect, createServer, type Server } from 'node:net';

/**
 * A server that leads on to PostgreSQL, wherever that listens, for who wants to come between: it hands on
 * what it is told after `afterMs`.
 */
export function wayToCluster(
  { host, port }: { readonly host: string; readonly port: number },
  afterMs = 0,
): Server {
  return createServer((near) => {
    const far = host.startsWith('/') ? connect(`${host}/.s.PGSQL.${port}`) : connect(port, host);
    near.on('error', () => far.destroy());
    far.on('error', () => near.destroy());
    near.on('close', () => far.destroy());
    far.pipe(near);
    setTimeout(() => near.pipe(far), afterMs);
  });
}
