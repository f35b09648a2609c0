import { randomBytes, randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { expectStatus } from './people/api-client.ts';
import type { JourneyShop } from './shop-kit/journey-shop.ts';
import { expectClean } from './purchase-journeys.ts';
import { documentedOperations } from './rights/documented.ts';

interface Door {
  /** Where the sandbox is asked to tell something of a kind that nobody knows. */
  readonly control: string;
  readonly report: (kind: string) => object;
  /** Which words of it are to be seen. */
  readonly said: (kind: string) => string;
  /** Where staff see it. */
  readonly list: string;
}

const payments: Door = {
  control: 'events',
  report: (kind) => ({ type: kind, object: { id: kind, object: 'strange' } }),
  said: (kind) => `"id":"${kind}"`,
  list: '/v1/admin/payment-reviews',
};
const parcels: Door = {
  control: 'carrier-events',
  report: (kind) => ({ resourceType: kind, data: { id: kind } }),
  said: (kind) => `"id":"${kind}"`,
  list: '/v1/admin/carrier-reviews',
};

const mails: Door = {
  control: 'mail-events',
  report: (kind) => ({ event: kind, email: 'ada@example.com', more: { id: kind } }),
  said: (kind) => JSON.stringify(`"more":{"id":"${kind}"}`).slice(1, -1),
  list: '/v1/admin/message-reviews',
};
const texts: Door = {
  control: 'sms-events',
  report: (kind) => ({
    MessageSid: `SM${randomBytes(16).toString('hex')}`,
    MessageStatus: kind,
    More: 'strange',
  }),
  said: (kind) => `MessageStatus=${kind}&More=strange`,
  list: '/v1/admin/message-reviews',
};

/** Each door by which a provider tells something. One that comes has to be written down here. */
const doors: Readonly<Record<string, Door>> = {
  '/v1/webhooks/payment-gateway/{provider}': payments,
  '/v1/webhooks/shipping-provider/{provider}': parcels,
  '/v1/webhooks/email/{provider}': mails,
  '/v1/webhooks/sms/{provider}': texts,
};

/** By another address to the same ones. */
const formerDoors = ['/v1/webhooks/payment', '/v1/webhooks/carrier'];
const untilMs = 120_000;

type Review = { reason: string; detail: Record<string, unknown> };

/** Comes after the vendors' descriptions were compared, for these kinds stand in none of them. */
export function unknownEventJourneys(shopNow: () => JourneyShop): void {
  describe('what a provider tells and nobody understands', () => {
    let shop: JourneyShop;
    beforeAll(() => {
      shop = shopNow();
    });

    test('has a list of staff at every door', async () => {
      const documented = await documentedOperations(shop.url);
      const found = documented.map(({ path }) => path).filter((path) => /\bwebhooks\//.test(path));
      const received = found.filter((path) => !path.startsWith('/v1/admin/'));
      expect(received.toSorted()).toEqual([...Object.keys(doors), ...formerDoors].toSorted());
    });

    test.each(Object.entries(doors))(
      'is kept word for word and shown to staff: %s',
      async (_path, { control, report, said, list }) => {
        const kind = `KONTOR_${randomUUID()}`;
        await shop.book.control(control, report(kind));
        const shown = async () => {
          const reply = await shop.staff.get<{ items: Review[] }>(`${list}?limit=100`);
          const { items } = expectStatus(reply, 200);
          return items.filter(({ detail }) => JSON.stringify(detail).includes(said(kind)));
        };
        await expect
          .poll(async () => (await shown()).map(({ reason }) => reason), {
            timeout: untilMs,
            interval: 100,
          })
          .toEqual(['webhook_unknown']);
        await expectClean(shop);
      },
      untilMs * 4,
    );
  });
}
