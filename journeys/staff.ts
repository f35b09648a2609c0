import { ApiClient, expectStatus } from './api-client.ts';
import type { Journal } from './journal.ts';

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
      this.journal.tell({
        kind: 'refund_made',
        id: reply.body.refundId,
        idempotencyKey: key ?? '',
        reply: reply.text,
      });
    }
    return reply;
  }
}
