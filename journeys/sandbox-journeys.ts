import { createHmac, randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { sandboxKeys } from '#external/exchange/sandbox-keys.ts';
import { expectStatus } from './people/api-client.ts';
import type { JourneyShop } from './shop-kit/journey-shop.ts';
import { expectClean } from './purchase-journeys.ts';
import type { Completion, Shopper } from './people/shopper.ts';

/** What earlier versions had in their source. */
const formerSecret = (system: string) => ['sandbox', system, 'webhook', 'secret'].join('-');
const untilMs = 120_000;

/** What the shop owes to the sandbox beside it: belief in it alone, and its life. */
export function sandboxJourneys(shopNow: () => JourneyShop): void {
  describe('the sandbox', () => {
    let shop: JourneyShop;
    let sku: string;

    beforeAll(async () => {
      shop = shopNow();
      sku = await shop.staff.stockedSku(100);
    });

    test('is believed by its own keys, and from its own machine alone', async () => {
      await (await shop.guest()).buy({ sku });
      const { paymentWebhookSecret } = sandboxKeys(shop.sandbox.secret);
      expect(await reportOfPayment(shop, paymentWebhookSecret)).toEqual([200, undefined]);
      const unsigned = [401, 'webhook_signature_invalid'];
      expect(await reportOfPayment(shop, formerSecret('payment'))).toEqual(unsigned);
      expect(await reportOfParcel(shop, formerSecret('carrier'))).toEqual(unsigned);
      for (const header of ['x-forwarded-for', 'forwarded', 'x-real-ip', 'via']) {
        const proxied = { [header]: '192.0.2.7' };
        expect(await reportOfPayment(shop, paymentWebhookSecret, proxied)).toEqual([
          403,
          'webhook_sender_refused',
        ]);
      }
      const carrier = await post(shop, 'carrier', '{}', { 'x-forwarded-for': '192.0.2.7' });
      expect(carrier).toEqual([403, 'webhook_sender_refused']);
    });

    test('is started again when it dies, and purchases by card work by themselves', async () => {
      const { pid, restarts } = shop.sandbox;
      process.kill(pid, 'SIGKILL');
      await expect
        .poll(() => shop.sandbox.restarts, { timeout: untilMs, interval: 50 })
        .toBe(restarts + 1);
      expect(shop.sandbox.pid).not.toBe(pid);
      const guest = await shop.guest();
      const placed = await buyWhenItWorks(guest, sku);
      const order = await guest.orderWhen(
        placed.orderId,
        ({ paymentState }) => paymentState === 'captured',
        untilMs,
      );
      expect(order.state).toBe('confirmed');
      // What was on its way when it died, a mail perhaps, is tried again by itself a while later.
      const found = () => expectClean(shop).then(() => 'clean', String);
      await expect.poll(found, { timeout: untilMs, interval: 500 }).toBe('clean');
    });
  });
}

type Reported = [status: number, type: string | undefined];

async function reportOfPayment(
  shop: JourneyShop,
  secret: string,
  headers: Record<string, string> = {},
): Promise<Reported> {
  const reported = await shop.book.read('webhooks');
  const body = String(reported.find(({ system }) => system === 'payment')?.['body']);
  const seconds = Math.floor(Date.now() / 1_000);
  const signature = createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex');
  return post(shop, 'payment', body, {
    ...headers,
    'stripe-signature': `t=${seconds},v1=${signature}`,
  });
}

/** As a relay of the carrier signs. */
async function reportOfParcel(shop: JourneyShop, secret: string): Promise<Reported> {
  const [id, seconds, body] = [randomUUID(), Math.floor(Date.now() / 1_000), '{}'];
  const signature = createHmac('sha256', secret).update(`${id}.${seconds}.${body}`);
  return post(shop, 'carrier', body, {
    'webhook-id': id,
    'webhook-timestamp': String(seconds),
    'webhook-signature': `v1,${signature.digest('base64')}`,
  });
}

async function post(
  shop: JourneyShop,
  system: 'payment' | 'carrier',
  body: string,
  headers: Record<string, string>,
): Promise<Reported> {
  const reply = await fetch(`${shop.url}/v1/webhooks/${system}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
  });
  const answer = (await reply.json()) as { code?: string };
  return [reply.status, answer.code];
}

/** For a moment nobody may be there yet, or be asked: what is refused then is refused politely. */
async function buyWhenItWorks(guest: Shopper, sku: string): Promise<Completion> {
  const endMs = Date.now() + untilMs;
  for (;;) {
    const email = `again-${randomUUID()}@kontor.example`;
    const reply = await guest.complete(await guest.readyCheckout({ sku, email }));
    const completed = reply.status === 200 && reply.body.status === 'completed';
    if (completed || Date.now() > endMs) return expectStatus(reply, 200);
    // While fraud detection is away a proof is asked for: that purchase waits, and another is tried.
    expect([200, 409, 503]).toContain(reply.status);
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}
