import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { textOfPdf } from '#platform/test-kit/text-of-pdf.ts';
import { expectStatus } from './people/api-client.ts';
import type { Checkout, Shopper } from './people/shopper.ts';
import type { JourneyShop } from './shop-kit/journey-shop.ts';

/** What shoppers fill in for a line, in a field that the shop adds by the API alone. */
export function filledInJourneys(shopNow: () => JourneyShop, clean: () => Promise<void>): void {
  test('what is filled in for a line is in order, invoice and mail, whatever becomes of the field', async () => {
    const shop = shopNow();
    const sku = await shop.staff.stockedSku(1_000);
    const key = `dedication_${randomUUID().slice(0, 8)}`;
    await shop.staff.letFillIn(key, { names: { en: 'Dedication', de: 'Widmung' } });
    const offered = await shop.staff.get<{ items: { key: string; name: string }[] }>(
      '/v1/fields/order_line',
    );
    expect(expectStatus(offered, 200).items).toContainEqual(
      expect.objectContaining({ key, name: 'Dedication' }),
    );

    const guest = await shop.guest();
    const email = `dedicated-${randomUUID()}@kontor.example`;
    const text = `For Ada ${randomUUID().slice(0, 8)}`;
    const ready = await guest.readyCheckout({ sku, email, attributes: { [key]: text } });
    const filledIn = { key, name: 'Dedication', value: text, text };
    expect(linesOf(ready)).toMatchObject([{ attributes: [filledIn] }]);
    expectStatus(await shop.staff.send('DELETE', `/v1/admin/fields/order_line/${key}`, {}), 204);

    const placed = expectStatus(await guest.complete(ready), 200);
    const order = await guest.orderWhen(placed.orderId, ({ state }) => state === 'confirmed');
    expect(order.lines).toMatchObject([{ sku, attributes: [filledIn] }]);
    expect(await invoiceOf(guest, placed.orderId)).toContain(`Dedication: ${text}`);
    const mails = await shop.book.mailsTo(email, 1, 60_000);
    expect(JSON.stringify(mails)).toContain(`Dedication: ${text}`);
    await clean();
  }, 240_000);
}

function linesOf(checkout: Checkout): unknown {
  return (checkout as unknown as { lines: unknown }).lines;
}

/** What its only page shows. */
async function invoiceOf(guest: Shopper, orderId: string): Promise<string> {
  const documents = `/v1/orders/${orderId}/documents`;
  const { items } = expectStatus(
    await guest.get<{ items: { documentId: string }[] }>(documents),
    200,
  );
  expect(items).toHaveLength(1);
  const pdf = await fetch(`${guest.url}${documents}/${items[0]!.documentId}/pdf`, {
    headers: { Authorization: `Bearer ${guest.token}` },
  });
  expect(pdf.status).toBe(200);
  return textOfPdf(Buffer.from(await pdf.arrayBuffer())).replaceAll(/\s+/g, ' ');
}
