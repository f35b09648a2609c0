import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { expectStatus, type ApiRequest } from '../people/api-client.ts';
import { Shopper } from '../people/shopper.ts';
import type { JourneyShop } from '../shop-kit/journey-shop.ts';

const channel = 'trade';
const standardRate = 0.19;
const priceMinor = 1_000;
const quantity = 3;
const untilMs = 120_000;

class Trader extends Shopper {
  override send<Body>(method: string, path: string, request: ApiRequest) {
    return super.send<Body>(method, path, { ...request, headers: { channel, ...request.headers } });
  }
}

interface Totals {
  readonly pricesIncludeTax: boolean;
  readonly subtotalMinor: number;
  readonly shippingMinor: number;
  readonly shippingTaxMinor: number;
  readonly taxMinor: number;
  readonly totalMinor: number;
}

/** A shop for trade, through the public door: what its shelf says is without tax. */
export function netPriceJourneys(shopNow: () => JourneyShop, clean: () => Promise<void>): void {
  test('where prices are net, goods and delivery are taxed on top, and all of it is paid', async () => {
    const shop = shopNow();
    const { handle, sku } = await openChannel(shop);
    const guest = await shop.guest();
    const trader = new Trader(shop.url, guest.token!, shop.journal);
    const isThere = async () => {
      const { body } = await trader.get<{ variants?: { available: number | null }[] }>(
        `/v1/products/${handle}`,
      );
      return (body.variants?.[0]?.available ?? 0) > 0;
    };
    await expect.poll(isThere, { timeout: untilMs, interval: 50 }).toBe(true);

    const checkout = await trader.readyCheckout({ sku, quantity });
    const totals = checkout.totals as unknown as Totals;
    const { shippingMinor } = totals;
    expect(shippingMinor).toBeGreaterThan(0);
    const goodsTax = Math.round(priceMinor * quantity * standardRate);
    const shippingTaxMinor = Math.round(shippingMinor * standardRate);
    const totalMinor = priceMinor * quantity + goodsTax + shippingMinor + shippingTaxMinor;
    expect(totals).toMatchObject({
      pricesIncludeTax: false,
      subtotalMinor: priceMinor * quantity,
      shippingTaxMinor,
      taxMinor: goodsTax + shippingTaxMinor,
      totalMinor,
    });

    const placed = expectStatus(await trader.complete(checkout), 200);
    const order = await trader.orderWhen(placed.orderId, ({ state }) => state === 'confirmed');
    expect(order).toMatchObject({ paymentState: 'captured', totals: { totalMinor } });
    const charged = (await shop.book.read('payments')).filter((payment) =>
      JSON.stringify(payment).includes(placed.orderNumber),
    );
    expect(charged.map((payment) => payment['amountReceived'])).toEqual([totalMinor]);
    const invoices = await shop.staff.get<{ items: { totalMinor: number }[] }>(
      `/v1/admin/orders/${placed.orderId}/documents`,
    );
    expect(expectStatus(invoices, 200).items.map((one) => one.totalMinor)).toEqual([totalMinor]);
    await clean();
  });
}

/** A channel with net prices and one product of its own. */
async function openChannel({ staff }: JourneyShop) {
  const put = async (path: string, body: object) =>
    expect([path, (await staff.put(path, body)).status]).toEqual([path, 200]);
  const name = { name: 'Trade', defaultLocale: 'en', locales: ['en'] };
  const channelPath = `/v1/admin/channels/${channel}`;
  await put(channelPath, { ...name, currency: 'EUR', pricesIncludeTax: false, active: true });
  const handle = `crate-${randomUUID()}`;
  const sku = handle.toUpperCase();
  const headers = { channel };
  const made = await staff.post<{ productId: string }>(
    '/v1/admin/products',
    { handle, title: 'Crate' },
    { headers },
  );
  const path = `/v1/admin/products/${expectStatus(made, 201).productId}`;
  expectStatus(await staff.patch(`${path}/variants/${sku}`, { weightGrams: 300 }), 200);
  await put(`${path}/variants/${sku}/prices/${channel}`, {
    amountMinor: priceMinor,
    compareAtMinor: null,
  });
  expectStatus(await staff.patch(path, { status: 'active' }), 200);
  await put(`${path}/channels`, { channels: [channel] });
  const receipt = { receiptId: randomUUID(), lines: [{ sku, quantity: 20 }] };
  expectStatus(await staff.post('/v1/admin/stock/receipts', receipt), 200);
  return { handle, sku };
}
