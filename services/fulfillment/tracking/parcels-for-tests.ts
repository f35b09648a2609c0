import { createHmac } from 'node:crypto';
import type { SandboxAddress } from '#external/exchange/sandbox-keys.ts';
import { shipEngine } from '#external/shipping-provider/shipengine/index.ts';
import * as clock from '#kernel/clock.ts';
import { newId } from '#kernel/ids.ts';
import { must } from '#kernel/result.ts';
import { sql } from '#platform/ground/sql.ts';
import type { TestKontor } from '#platform/test-kit/testing.ts';

export const relaySecret = 'of-the-relay';

/** ShipEngine as the sandbox stands in for it, but for the secret of a relay. */
export function ofRelay(sandbox: SandboxAddress) {
  const connection = { ...shipEngine.sandboxConnection!(sandbox), webhookSecrets: [relaySecret] };
  return { chosen: shipEngine.id, connections: { [shipEngine.id]: connection } };
}

const codes = {
  in_transit: ['IT', 'IN_TRANSIT'],
  out_for_delivery: ['IT', 'OUT_FOR_DELIVERY'],
  exception: ['EX', 'PICKUP_FAILED'],
  delivered: ['DE', 'DELIVERED'],
} as const;
export type Step = keyof typeof codes;

const startMs = Date.parse('2026-11-01T08:00:00.000Z');

/** A carrier's webhook as it goes over the wire, signed. */
export function webhook(
  trackingNumber: string,
  steps: readonly Step[],
  id = `trk_${newId()}`,
  estimatedAt = '2026-11-03T12:00:00Z',
) {
  const events = steps.map((step, index) => ({
    occurred_at: new Date(
      startMs + Object.keys(codes).indexOf(step) * 60_000 + index,
    ).toISOString(),
    description: `it is ${step}`,
    city_locality: 'Hamburg',
    country_code: 'DE',
    status_code: codes[step][0],
    status_detail_code: codes[step][1],
  }));
  const last = codes[steps.at(-1)!];
  const body = JSON.stringify({
    resource_url: '/v1/tracking',
    resource_type: 'API_TRACK',
    data: {
      tracking_number: trackingNumber,
      carrier_code: 'sandbox_post',
      status_code: last[0],
      status_detail_code: last[1],
      estimated_delivery_date: estimatedAt,
      events,
    },
  });
  const seconds = Math.floor(clock.nowMs() / 1_000);
  const signature = createHmac('sha256', relaySecret)
    .update(`${id}.${seconds}.${body}`)
    .digest('base64');
  return {
    rawBodyBase64: Buffer.from(body).toString('base64'),
    clientAddress: '127.0.0.1',
    provider: 'shipengine',
    headers: {
      'webhook-id': id,
      'webhook-timestamp': String(seconds),
      'webhook-signature': `v1,${signature}`,
    },
  };
}

export const receiveIn = (shop: TestKontor, raw: ReturnType<typeof webhook>) =>
  shop.client('tracking').receiveWebhook(raw, shop.invocation());

export interface Reported {
  readonly parcelId: string;
  readonly email: string;
}

export async function followIn(
  shop: TestKontor,
  trackingNumber = `SBX${newId().slice(-12).toUpperCase()}`,
) {
  const email = `follow-${newId().slice(-10)}@example.com`;
  const parcel = {
    parcelId: newId(),
    fulfillmentId: newId(),
    orderId: newId(),
    orderNumber: 'K-1',
    carrierCode: 'sandbox_post',
    trackingNumber,
    email,
    phone: null,
    customerId: null,
    customerName: 'Ada Lovelace',
    provider: null,
    sandbox: null,
  };
  must(await shop.client('tracking').followParcel(parcel, shop.invocation()), 'follow');
  return parcel;
}

export async function reportedIn(shop: TestKontor, { parcelId, email }: Reported) {
  await shop.settle();
  const [events, messages, parcels] = await Promise.all([
    shop
      .database('tracking')
      .query<{ type: string }>(
        sql`select type from outbox where aggregate_id = ${parcelId} order by aggregate_version`,
      ),
    shop
      .database('notification')
      .query<{ template: string }>(sql`select template from message where email = ${email}`),
    shop
      .database('tracking')
      .query<{ state: string }>(sql`select state from parcel where id = ${parcelId}`),
  ]);
  return {
    state: parcels[0]?.state,
    events: events.map(({ type }) => type),
    messages: messages.map(({ template }) => template).toSorted(),
  };
}
