import { request as overHttp, type IncomingMessage } from 'node:http';
import { request as overHttps } from 'node:https';
import { publicAddressesOf, type Found } from './public-addresses.ts';

/** An address that nothing is fetched from, or one where nothing was to be had; for people. */
export class NotFetched extends Error {
  readonly code: 'address_refused' | 'unreachable';

  constructor(code: NotFetched['code'], message: string) {
    super(message);
    this.code = code;
  }
}

export interface Fetching {
  /** Addresses of a host that may be connected to; none: it is refused. */
  readonly addressesOf: (host: string) => Promise<readonly Found[]>;
  readonly ports: readonly string[];
  /** For all of it: names, connections, redirects and bytes. */
  readonly withinMs: number;
}

/** Less than whoever asked waits, so that there is time to look at what came. */
export const publicFetching: Fetching = {
  addressesOf: publicAddressesOf,
  ports: ['', '80', '443'],
  withinMs: 8_000,
};

const redirectsMost = 3;

/**
 * What is at an address of the public internet. Connected is to the very address that was
 * looked at, and each redirect is looked at anew: no name can lead inwards between the two.
 * @param mostBytes more is not taken
 * @throws NotFetched
 */
export async function fetchPublic(
  address: string,
  mostBytes: number,
  fetching = publicFetching,
): Promise<Buffer> {
  const signal = AbortSignal.timeout(fetching.withinMs);
  let url = parsed(address);
  for (let redirects = 0; ; redirects += 1) {
    const response = await reached(url, fetching, signal);
    const { statusCode = 0, headers } = response;
    const isRedirect = [301, 302, 303, 307, 308].includes(statusCode) && headers.location;
    if (!isRedirect) {
      if (statusCode === 200) return read(response, mostBytes, url, signal);
      response.destroy();
      throw unreachable(url, `it answers ${statusCode}`);
    }
    response.destroy();
    if (redirects === redirectsMost) throw unreachable(url, 'it redirects too often');
    url = parsed(headers.location!, url);
  }
}

function parsed(address: string, base?: URL): URL {
  const url = URL.parse(address, base?.href);
  const isWeb = url?.protocol === 'http:' || url?.protocol === 'https:';
  if (!url || !isWeb || url.username !== '' || url.password !== '') {
    throw new NotFetched(
      'address_refused',
      'Only http and https addresses without a user name are fetched from.',
    );
  }
  return url;
}

async function reached(
  url: URL,
  { addressesOf, ports }: Fetching,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  if (!ports.includes(url.port)) {
    throw new NotFetched('address_refused', 'Only ports 80 and 443 are fetched from.');
  }
  const found = await inTime(addressesOf(url.hostname), signal).catch(() => {
    throw unreachable(url, 'its host is not known');
  });
  const [first] = found;
  if (first === undefined) {
    throw new NotFetched(
      'address_refused',
      `${url.hostname} is not an address of the public internet. Upload what is there instead.`,
    );
  }
  const send = url.protocol === 'https:' ? overHttps : overHttp;
  return new Promise((resolve, reject) => {
    const request = send(url, {
      signal,
      agent: false,
      headers: { Accept: 'image/*', 'User-Agent': 'Kontor' },
      lookup: (_host, options, answer) => {
        if (options.all) answer(null, [...found]);
        else answer(null, first.address, first.family);
      },
    });
    request.once('response', resolve);
    request.once('error', () => reject(unreachable(url, 'it does not answer in time')));
    request.end();
  });
}

function inTime<Value>(work: Promise<Value>, signal: AbortSignal): Promise<Value> {
  return new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => reject(new Error('late')), { once: true });
    work.then(resolve, reject);
  });
}

async function read(
  response: IncomingMessage,
  mostBytes: number,
  url: URL,
  signal: AbortSignal,
): Promise<Buffer> {
  const parts: Buffer[] = [];
  let bytes = 0;
  const late = () => response.destroy(new Error('late'));
  signal.addEventListener('abort', late, { once: true });
  try {
    for await (const part of response as AsyncIterable<Buffer>) {
      bytes += part.length;
      if (bytes > mostBytes) throw unreachable(url, `it has more than ${mostBytes} bytes`);
      parts.push(part);
    }
  } catch (error) {
    throw error instanceof NotFetched ? error : unreachable(url, 'it broke off');
  } finally {
    signal.removeEventListener('abort', late);
    response.destroy();
  }
  return Buffer.concat(parts);
}

function unreachable(url: URL, why: string): NotFetched {
  return new NotFetched('unreachable', `What is at ${url.origin} could not be fetched: ${why}.`);
}
