import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { request } from 'undici';
import { sandboxKeys } from '../exchange/sandbox-keys.ts';
import { secretOfFolder } from './secret.ts';
import { listenSandbox } from './server.ts';
import type { Fault } from './book/faults.ts';

export interface ReceivedWebhook {
  path: string;
  headers: IncomingHttpHeaders;
  rawBody: Buffer;
}

/** What the sandbox answers, unchecked: tests say what they expect of it. */
export type Json = ReturnType<typeof JSON.parse>;

/**
 * A real sandbox on loopback, and a real listener in the place of the shop's gateway. What goes over
 * the wire is kept in the file `exchangeLog` of its data folder.
 */
export async function openSandbox() {
  const dataFolder = mkdtempSync(join(tmpdir(), 'kontor-sandbox-'));
  const received: ReceivedWebhook[] = [];
  const shop = { statusCode: 200 };
  const listener = createServer((incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const { url: path = '', headers } = incoming;
      received.push({ path, headers, rawBody: Buffer.concat(chunks) });
      outgoing.writeHead(shop.statusCode).end();
    });
  });
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  const webhookBaseUrl = `http://127.0.0.1:${(listener.address() as AddressInfo).port}`;
  const secret = secretOfFolder(dataFolder);
  const exchangeLog = join(dataFolder, 'exchanges.jsonl');
  const server = await listenSandbox({
    dataFolder,
    secret,
    exchangeLog,
    port: 0,
    smtpPort: 0,
    webhookBaseUrl,
  });
  const { httpUrl, smtpPort } = server;

  const send = async (method: 'GET' | 'POST' | 'DELETE', path: string, body?: object) => {
    const response = await request(httpUrl + path, {
      method,
      headers: { 'content-type': 'application/json' },
      body: body === undefined ? null : JSON.stringify(body),
    });
    const text = await response.body.text();
    const json: Json = JSON.parse(text);
    return { statusCode: response.statusCode, json };
  };
  return {
    httpUrl,
    smtpPort,
    secret,
    keys: sandboxKeys(secret),
    dataFolder,
    exchangeLog,
    received,
    shop,
    send,
    book: async (name: string) => (await send('GET', `/sandbox/book/${name}?limit=1000`)).json.data,
    calls: async () => (await send('GET', '/sandbox/book/counts')).json.calls,
    fault: (fault: Partial<Fault>) => send('POST', '/sandbox/control/faults', fault),
    clearFaults: () => send('DELETE', '/sandbox/control/faults'),
    until,
    async close() {
      await server.close();
      listener.closeAllConnections();
      await new Promise((resolve) => listener.close(resolve));
      rmSync(dataFolder, { recursive: true, force: true });
    },
  };
}

/** Asks until there is an answer. */
async function until<T>(
  probe: () => T | undefined | Promise<T | undefined>,
  withinMs = 60_000,
): Promise<T> {
  const deadlineMs = Date.now() + withinMs;
  for (;;) {
    const found = await probe();
    if (found !== undefined) return found;
    if (Date.now() > deadlineMs) throw new Error(`It did not happen within ${withinMs} ms`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

export type OpenSandbox = Awaited<ReturnType<typeof openSandbox>>;
