import { randomUUID } from 'node:crypto';
import { ApiClient, expectStatus } from './api-client.ts';
import type { Journal } from './journal.ts';
import { plainField } from './plain-field.ts';

export interface Fulfillment {
  fulfillmentId: string;
  state: string;
  lines: { lineId: string; quantity: number }[];
  parcel: { trackingNumber: string } | null;
}

/** The warehouse and the office: an API key with every permission. */
export class Staff extends ApiClient {
  readonly journal: Journal;

  constructor(url: string, apiKey: string, journal: Journal) {
    super(url, apiKey);
    this.journal = journal;
  }

  async fulfillmentsOf(orderId: string): Promise<Fulfillment[]> {
    const reply = await this.get<{ items: Fulfillment[] }>(
      `/v1/admin/fulfillments?orderId=${orderId}`,
    );
    return expectStatus(reply, 200).items;
  }

  /** Pick, pack, ship: the parcel is then with the carrier. */
  async ship(fulfillmentId: string): Promise<Fulfillment> {
    const path = `/v1/admin/fulfillments/${fulfillmentId}`;
    expectStatus(await this.post(`${path}/pick`), 200);
    expectStatus(await this.post(`${path}/pack`), 200);
    return expectStatus(await this.post<Fulfillment>(`${path}/ship`), 200);
  }

  async refund(orderId: string, body: Record<string, unknown>, key?: string) {
    const reply = await this.post<{ refundId: string; amountMinor: number; state: string }>(
      `/v1/admin/orders/${orderId}/refunds`,
      { reason: 'damaged in transit', ...body },
      key ? { key } : {},
    );
    if (reply.status === 201) {
      this.journal.report({
        kind: 'refund_made',
        id: reply.body.refundId,
        idempotencyKey: key ?? '',
        reply: reply.text,
      });
    }
    return reply;
  }

  /** Lets people pay by invoice: whoever the rule says. */
  async allowInvoice(rule: Record<string, unknown>): Promise<void> {
    const reply = await this.patch('/v1/admin/payment-methods/invoice', { active: true, rule });
    expectStatus(reply, 200);
  }

  /** A field of order lines that shoppers fill in, defined by the API alone. */
  letFillIn(key: string, given: Record<string, unknown>): Promise<void> {
    return this.defineField(`order_line/${key}`, given);
  }

  /** A field for shoppers to see, by the API alone; `place` is its owner and key. */
  async defineField(place: string, given: Record<string, unknown>): Promise<void> {
    const whole = { ...plainField, ...given };
    expectStatus(await this.put(`/v1/admin/fields/${place}`, whole), 200);
  }

  /** A SKU of the demo store, with at least so many units counted in. */
  async stockedSku(units: number, index = 0): Promise<string> {
    const page = expectStatus(
      await this.get<{ items: { handle: string }[] }>('/v1/products?limit=50'),
      200,
    );
    const found: string[] = [];
    for (const { handle } of page.items) {
      const detail = expectStatus(
        await this.get<{
          variants: { sku: string; requiresShipping: boolean; available: number | null }[];
        }>(`/v1/products/${handle}`),
        200,
      );
      const variant = detail.variants.find(
        (each) => each.requiresShipping && (each.available ?? 0) > 0,
      );
      if (variant) found.push(variant.sku);
      if (found.length > index) break;
    }
    const sku = found[index];
    if (!sku) throw new Error('the demo store has nothing in stock');
    expectStatus(
      await this.post('/v1/admin/stock/receipts', {
        receiptId: randomUUID(),
        reason: 'for a test',
        lines: [{ sku, quantity: units }],
      }),
      200,
    );
    return sku;
  }

  /** Counts a SKU to so many units that can be sold; answers what can be sold then. */
  async countTo(sku: string, units: number): Promise<number> {
    const reply = await this.post('/v1/admin/stock/counts', {
      countId: randomUUID(),
      reason: 'for a test',
      lines: [{ sku, quantity: units }],
    });
    expectStatus(reply, 200);
    const stock = await this.get<{ items: { sku: string; available: number }[] }>(
      `/v1/admin/stock?sku=${encodeURIComponent(sku)}`,
    );
    return expectStatus(stock, 200).items.reduce((sum, item) => sum + item.available, 0);
  }
}
