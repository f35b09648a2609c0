import { setTimeout as sleep } from 'node:timers/promises';
import { ApiClient, expectStatus } from '#journeys/people/api-client.ts';
import { Buyers } from '../buyers/buyers.ts';
import { askDatabase } from '../buyers/ask-database.ts';
import { waits } from '../buyers/persist.ts';
import { eventually, PatientBuyer } from '../buyers/patient-buyer.ts';
import type { FaultScenario, ScenarioContext } from '../scenario.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const stepsToTheDoor = 6;
const rounds = { quick: 1, full: 4 };
const partnerPauseMs = 100;

/**
 * F42: keys are changed while people buy: a partner's API key is replaced by another, the carrier
 * signs its webhooks with a new one, and the keys that sign the tokens of people follow one upon the
 * other. Nobody who holds a good key is refused; the old API key is.
 */
export const keysRotated: FaultScenario = {
  id: 'F42',
  title: 'keys are rotated under load',
  modes: ['embedded', 'split'],
  mustHappen: ['API keys replaced', 'keys of the carrier', 'signing keys', 'asked by a partner'],
  async run(context) {
    const { shop, size, count } = context;
    const sku = await shop.staff.stockedSku(5_000);
    const partner = new Partner(context, await newKey(context));
    const buyers = new Buyers(context, { buyers: 2, skus: [sku] });
    for (let round = 0; round < rounds[size]; round += 1) {
      await replaceApiKey(context, partner);
      await rotateCarrierKey(context, sku);
    }
    await buyers.placed(4);
    await buyers.stop();
    const before = await signingKeys(context);
    for (const offsetMs of [29 * dayMs + hourMs, 30 * dayMs + 2 * hourMs]) {
      await shop.setClock({ processMs: offsetMs, databaseMs: offsetMs });
      const later = new Buyers(context, { buyers: 2, skus: [sku] });
      await later.placed(2);
      await later.stop();
    }
    count('signing keys', (await signingKeys(context)) - before);
    await partner.stop();
  },
};

interface ApiKey {
  readonly apiKeyId: string;
  readonly key: string;
}

/** Asks all the time, as a program of a partner does, with the key that it has. */
class Partner {
  apiKey: ApiKey;
  private asking = true;
  private readonly context: ScenarioContext;
  private readonly done: Promise<void>;

  constructor(context: ScenarioContext, apiKey: ApiKey) {
    this.context = context;
    this.apiKey = apiKey;
    this.done = this.ask();
    this.done.catch(() => {});
  }

  /** @throws when it was refused once */
  async stop(): Promise<void> {
    this.asking = false;
    await this.done;
  }

  private async ask(): Promise<void> {
    const { shop, count } = this.context;
    while (this.asking) {
      const reply = await asks(shop.url, this.apiKey);
      // A busy machine may tell it to come again, and never that it does not know the key.
      if (!waits.has(reply.status)) expectStatus(reply, 200);
      count('asked by a partner');
      await sleep(partnerPauseMs);
    }
  }
}

const asks = (url: string, { key }: ApiKey) =>
  new ApiClient(url, key).get('/v1/admin/orders?limit=1');

async function newKey({ shop }: ScenarioContext): Promise<ApiKey> {
  const made = await shop.staff.post<{ apiKey: { apiKeyId: string }; key: string }>(
    '/v1/admin/api-keys',
    { name: 'a partner', permissions: ['orders:read'] },
  );
  const { apiKey, key } = expectStatus(made, 201);
  return { apiKeyId: apiKey.apiKeyId, key };
}

/** As docs say: first the new one, then the old one goes. */
async function replaceApiKey(context: ScenarioContext, partner: Partner): Promise<void> {
  const { shop, count } = context;
  const old = partner.apiKey;
  partner.apiKey = await newKey(context);
  // What it asks now it may have begun with the old one.
  await sleep(partnerPauseMs * 10);
  expectStatus(await shop.staff.send('DELETE', `/v1/admin/api-keys/${old.apiKeyId}`, {}), 204);
  await eventually(
    () => asks(shop.url, old),
    ({ status }) => status === 401,
  );
  count('API keys replaced');
}

/** The parcel's way is told under the new key. */
async function rotateCarrierKey(context: ScenarioContext, sku: string): Promise<void> {
  const { shop, random, count } = context;
  const buyer = await PatientBuyer.ready(shop, { sku }, random);
  const { orderId } = await buyer.buy();
  const [fulfillment] = await eventually(
    () => shop.staff.fulfillmentsOf(orderId),
    ({ length }) => length > 0,
  );
  const { parcel } = await shop.staff.ship(fulfillment!.fulfillmentId);
  await shop.book.control('carrier-keys', { rotate: true });
  count('keys of the carrier');
  for (let step = 0; step < stepsToTheDoor; step += 1)
    await shop.book.control('parcels', { advance: parcel!.trackingNumber, steps: 1 });
  await buyer.order(orderId, ({ parcels }) => parcels[0]?.status === 'delivered');
}

async function signingKeys({ shop }: ScenarioContext): Promise<number> {
  return (await askDatabase(shop, 'auth', 'select from auth.signing_key')).length;
}
