import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { textOfPdf } from '#platform/test-kit/text-of-pdf.ts';
import { expectStatus } from '../people/api-client.ts';
import { Customer } from '../people/customer.ts';
import { hamburg, newYork, type Checkout } from '../people/shopper.ts';
import type { JourneyShop } from '../shop-kit/journey-shop.ts';

const untilMs = 120_000;
const issuedBy = 'Finanzamt Hamburg-Mitte';

interface Sold {
  readonly lines: readonly { totalMinor: number; taxCategory: string }[];
  readonly totals: { shippingMinor: number; taxMinor: number; totalMinor: number };
}

/** Who has a certificate buys without tax, from the shop's own record of it to the paper. */
export function exemptionJourneys(shopNow: () => JourneyShop, clean: () => Promise<void>): void {
  test('a customer with a certificate buys without tax where it counts, and gets it back so', async () => {
    const shop = shopNow();
    const sku = await shop.staff.stockedSku(1_000);
    const customer = await Customer.register(shop, `exempt-${randomUUID()}@kontor.example`);
    const taxed = await quoted(customer, sku, hamburg);
    expect(taxed.totals!.taxMinor).toBeGreaterThan(0);

    const number = `EX-${randomUUID().slice(0, 8)}`;
    await record(shop, customer.email, number);
    let exempt: Checkout | undefined;
    const counts = async () => (exempt = await quoted(customer, sku, hamburg)).totals?.taxMinor;
    await expect.poll(counts, { timeout: untilMs, interval: 250 }).toBe(0);
    // What a price that includes tax is stays what it is.
    const { totalMinor } = exempt!.totals!;
    expect(totalMinor).toBe(taxed.totals!.totalMinor);

    const { orderId, orderNumber } = expectStatus(await customer.complete(exempt!), 200);
    await customer.orderWhen(orderId, ({ paymentState }) => paymentState === 'captured');
    const order = expectStatus(await customer.get<Sold>(`/v1/orders/${orderId}`), 200);
    expect(order).toMatchObject({ totals: { taxMinor: 0, totalMinor } });
    expect(order.lines.map(({ taxCategory }) => taxCategory)).toEqual(['exempt']);
    expect(await charged(shop, orderNumber)).toEqual([totalMinor]);
    const [invoice] = await papers(customer, orderId, 1);
    expect(invoice).toContain(`Certificate: ${number} (${issuedBy})`);
    await clean();

    // What is given back bears no tax either.
    const asked = { amountMinor: totalMinor, reason: 'returned' };
    const preview = await shop.staff.post(`/v1/admin/orders/${orderId}/refunds/preview`, asked);
    expect(expectStatus(preview, 200)).toMatchObject({
      amountMinor: totalMinor,
      creditNote: { taxMinor: 0 },
    });
    expectStatus(await shop.staff.refund(orderId, asked), 201);
    const notes = await papers(customer, orderId, 2);
    expect(notes.join(' ')).toContain('returned');
    await clean();
  }, 300_000);

  test('where the certificate does not count, and once it is ended, tax is paid', async () => {
    const shop = shopNow();
    const sku = await shop.staff.stockedSku(1_000);
    const customer = await Customer.register(shop, `ended-${randomUUID()}@kontor.example`);
    const { end } = await record(shop, customer.email, `EX-${randomUUID().slice(0, 8)}`);
    const tax = async (address: typeof hamburg) =>
      (await quoted(customer, sku, address)).totals?.taxMinor ?? -1;
    await expect.poll(() => tax(hamburg), { timeout: untilMs, interval: 250 }).toBe(0);
    expect(await tax(newYork)).toBeGreaterThan(0);
    await end();
    await expect.poll(() => tax(hamburg), { timeout: untilMs, interval: 250 }).toBeGreaterThan(0);
    await clean();
  }, 300_000);
}

/** A checkout of one piece that waits for its payment. */
function quoted(customer: Customer, sku: string, address: typeof hamburg): Promise<Checkout> {
  return customer.readyCheckout({ sku, address, email: customer.email });
}

/** Staff has the customer's certificate, which counts in Germany. */
async function record({ staff }: JourneyShop, email: string, certificateNumber: string) {
  const listed = await staff.get<{ items: { customerId: string }[] }>(
    `/v1/admin/customers?search=${encodeURIComponent(email)}`,
  );
  const { customerId } = expectStatus(listed, 200).items[0]!;
  const path = `/v1/admin/customers/${customerId}/tax-exemptions`;
  const certificate = { certificateNumber, issuedBy, places: ['DE'], validFrom: '2020-01-01' };
  const body = { reason: 'resale', ...certificate, validUntil: null };
  const { exemptionId } = expectStatus(await staff.post<{ exemptionId: string }>(path, body), 201);
  return {
    end: async () => expectStatus(await staff.send('DELETE', `${path}/${exemptionId}`, {}), 204),
  };
}

async function charged(shop: JourneyShop, orderNumber: string): Promise<unknown[]> {
  const payments = await shop.book.read('payments');
  return payments
    .filter((payment) => JSON.stringify(payment).includes(orderNumber))
    .map((payment) => payment['amountReceived']);
}

/** What the order's documents say, once there are so many. */
async function papers(customer: Customer, orderId: string, count: number): Promise<string[]> {
  const path = `/v1/orders/${orderId}/documents`;
  let ids: string[] = [];
  const found = async () => {
    const reply = await customer.get<{ items: { documentId: string }[] }>(path);
    ids = expectStatus(reply, 200).items.map(({ documentId }) => documentId);
    return ids.length;
  };
  await expect.poll(found, { timeout: untilMs, interval: 250 }).toBe(count);
  const headers = { Authorization: `Bearer ${customer.token}` };
  return Promise.all(
    ids.map(async (id) => {
      const pdf = await fetch(`${customer.url}${path}/${id}/pdf`, { headers });
      expect(pdf.status).toBe(200);
      return textOfPdf(Buffer.from(await pdf.arrayBuffer())).replaceAll(/\s+/g, ' ');
    }),
  );
}
