import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Journal } from '#journeys/people/journal.ts';
import { Staff } from '#journeys/people/staff.ts';
import type { Installation } from '#platform/provision/installation.ts';
import { LoadClient, load } from './load.ts';
import { purchase } from './purchase.ts';

const warmUpPurchases = 60;

export interface Buyer {
  readonly client: LoadClient;
  readonly sku: string;
  readonly installation: Installation;
  /** Of the first administrator. */
  readonly apiKey: string;
}

/** A buyer of one well stocked article at the shop of a data folder, after some purchases. */
export async function openBuyer(
  dataFolder: string,
  url: string,
  place: Pick<Installation, 'cluster' | 'prefix'>,
): Promise<Buyer> {
  const read = (file: string) => readFile(join(dataFolder, file), 'utf8');
  const { apiKey } = JSON.parse(await read('admin.json')) as { apiKey: string };
  const secret = Buffer.from(await read('secret'), 'base64url');
  const sku = await new Staff(url, apiKey, new Journal()).stockedSku(900_000);
  const client = new LoadClient(url, 64);
  const warmUp = { seconds: 60, count: warmUpPurchases };
  await load(8, warmUp, async () => void (await purchase(client, sku)));
  return { client, sku, installation: { ...place, secret }, apiKey };
}
