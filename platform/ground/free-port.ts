import { createServer } from 'node:net';

/**
 * Below what systems hand out by themselves (from 32768 on Linux, from 49152 elsewhere): a server
 * that is stopped finds its port free when it starts again, since no connection in between can have
 * been given it as its own end.
 */
const firstPort = 20_000;
const lastPort = 32_000;
const triesMax = 100;

/** A TCP port on loopback that nobody listens on now, and that the system gives to nobody by itself. */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < triesMax; tries += 1) {
    const port = firstPort + Math.floor(Math.random() * (lastPort - firstPort));
    if (await isFree(port)) return port;
  }
  throw new Error(`no port between ${firstPort} and ${lastPort} is free on 127.0.0.1`);
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EADDRINUSE' || error.code === 'EACCES' ? resolve(false) : reject(error),
    );
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
