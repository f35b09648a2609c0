import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fetchPublic, publicFetching, type Fetching } from './fetch-public.ts';
import { isPublicAddress, publicAddressesOf } from './public-addresses.ts';

let server: Server;
let port: string;
let asked: string[] = [];
beforeAll(async () => {
  server = createServer((request, response) => {
    asked.push(`${request.headers.host} ${request.url}`);
    const to = new URL(request.url!, 'http://x').searchParams.get('to');
    if (to !== null) response.writeHead(302, { location: to }).end();
    else if (request.url === '/silent') response.writeHead(200).write('begun');
    else if (request.url === '/none') response.writeHead(404).end();
    else if (request.url === '/endless') {
      response.on('error', () => undefined);
      const more = () => {
        while (!response.destroyed && response.write(Buffer.alloc(65_536)));
        if (!response.destroyed) response.once('drain', more);
      };
      more();
    } else response.end('picture');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  port = String((server.address() as AddressInfo).port);
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

/** `cdn.example` lies here; all else is as it is on the internet. */
const here = (): Fetching => ({
  addressesOf: async (host) =>
    host === 'cdn.example' ? [{ address: '127.0.0.1', family: 4 }] : publicAddressesOf(host),
  ports: [port],
  withinMs: 3_000,
});
const at = (path: string) => `http://cdn.example:${port}${path}`;
const fetched = (address: string, fetching: Fetching) => fetchPublic(address, 1_000_000, fetching);
const codeOf = async (work: Promise<unknown>) =>
  work.then(
    () => 'fetched',
    (error: { code: string }) => error.code,
  );

describe('what is at an address', () => {
  test('is fetched from where its name was found to lead, over redirects too', async () => {
    asked = [];
    expect(String(await fetched(at(`/?to=${at('/cup.jpg')}`), here()))).toBe('picture');
    expect(asked).toEqual([
      `cdn.example:${port} /?to=${at('/cup.jpg')}`,
      `cdn.example:${port} /cup.jpg`,
    ]);
  });

  test.each([
    'http://127.0.0.1/a.png',
    'http://localhost/a.png',
    'http://2130706433/a.png',
    'http://0x7f.1/a.png',
    'http://[::1]/a.png',
    'http://[::ffff:10.0.0.1]/a.png',
    'http://[64:ff9b::a9fe:a9fe]/a.png',
    'http://169.254.169.254/latest/meta-data',
    'https://user:secret@cdn.example/a.png',
    'https://93.184.215.14:22/a.png',
    'ftp://cdn.example/a.png',
    'file:///etc/passwd',
    'data:image/png;base64,AAAA',
    '//cdn.example/a.png',
  ])('is not fetched from %s', async (address) => {
    expect(await codeOf(fetched(address, publicFetching))).toBe('address_refused');
  });

  test('is not fetched from within, whoever leads there', async () => {
    asked = [];
    for (const inside of [`http://127.0.0.1:${port}/secret`, `http://[::1]:${port}/secret`])
      expect(await codeOf(fetched(at(`/?to=${inside}`), here()))).toBe('address_refused');
    expect(asked.filter((one) => one.includes(' /secret'))).toEqual([]);
    const round = at(`/?to=${encodeURIComponent(`?to=${encodeURIComponent('/?to=/?to=/')}`)}`);
    expect(['fetched', 'unreachable']).toContain(await codeOf(fetched(round, here())));
  });

  test('is given up where it is too much, too slow, or not there', async () => {
    expect(await codeOf(fetched(at('/endless'), here()))).toBe('unreachable');
    expect(await codeOf(fetched(at('/none'), here()))).toBe('unreachable');
    const impatient = { ...here(), withinMs: 300 };
    expect(await codeOf(fetched(at('/silent'), impatient))).toBe('unreachable');
  });
});

test.each([
  ['93.184.215.14', true],
  ['2606:4700::6810:84e5', true],
  ['172.31.255.255', false],
  ['172.32.0.1', true],
  ['100.100.100.100', false],
  ['255.255.255.255', false],
  ['fd00::1', false],
  ['fe80::1', false],
  ['2002:7f00:1::', false],
  ['2001:db8::1', false],
  ['::', false],
  ['no address', false],
])('%s is of the public internet: %s', (address, isPublic) => {
  expect(isPublicAddress(address)).toBe(isPublic);
});
