import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { must } from '#kernel/result.ts';
import type { MediaSettings } from '#platform/ground/settings.ts';
import type { Fetching } from '#platform/public-internet/fetch-public.ts';
import { startBucket, type BucketForTests } from '#platform/test-kit/s3-for-tests.ts';
import { openCatalog, type Catalog } from '../catalog-for-tests.ts';
import { fetchMedia } from './fetch-media.ts';
import { storeCases } from './stores/store-cases-for-tests.ts';
import { storing, type Storing } from './stores/stored-world-for-tests.ts';

const drawing = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20"><rect width="40" height="20"/></svg>`;

let catalog: Catalog;
let bucket: BucketForTests;
let folder: string;
let keepsIn: (store: MediaSettings['store']) => Storing;
let server: Server;
let fetching: Fetching;
beforeAll(async () => {
  bucket = await startBucket();
  folder = await mkdtemp(join(tmpdir(), 'kontor-pictures-'));
  // New ones go to the database here, and what lies elsewhere is shown from there.
  const media: MediaSettings = { store: 'database', folder, s3: bucket.settings };
  catalog = await openCatalog('direct', { media });
  keepsIn = (store) => storing(catalog.shop, { ...media, store });
  server = createServer(({ url }, response) => {
    if (url === '/words') response.end('no picture');
    else if (url === '/none') response.writeHead(404).end();
    else response.end(drawing);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  // `cdn.example` lies here.
  const addressesOf = async () => [{ address: '127.0.0.1', family: 4 as const }];
  fetching = { addressesOf, ports: [String(port)], withinMs: 60_000 };
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await catalog.shop.close();
  await bucket.close();
  await rm(folder, { recursive: true, force: true });
});

test('a picture of another address is kept once, however often it is fetched', async () => {
  const { shop } = catalog;
  const handler = fetchMedia(keepsIn('database').keeping, fetching);
  const staff = () => shop.invocation({ actor: shop.staff(['catalog:read', 'catalog:write']) });
  const at = (path: string) => ({ url: `http://cdn.example:${fetching.ports[0]}${path}` });
  const first = must(await handler(at('/cup.svg'), staff()), 'fetched');
  expect(first).toMatchObject({ url: expect.stringMatching(/\.svg$/), width: 40, height: 20 });
  expect(must(await handler(at('/other-name.svg'), staff()), 'fetched again')).toEqual(first);
  const kept = must(await catalog.client.listMedia({ limit: 20 }, staff()), 'listed');
  expect(kept.items).toEqual([first]);
  const refused = [await handler(at('/words'), staff()), await handler(at('/none'), staff())];
  expect(refused).toMatchObject([
    { failure: { code: 'picture_type_unsupported' } },
    { failure: { code: 'picture_unreachable' } },
  ]);
});

storeCases(() => ({ ...catalog, bucket, folder, keepsIn }));
