import { afterAll, beforeAll, expect, test } from 'vitest';
import type { SandboxAddress } from '#external/exchange/sandbox-keys.ts';
import { must } from '#kernel/result.ts';
import { sql } from '#platform/ground/sql.ts';
import { openTestKontor, type TestKontor } from '#platform/test-kit/testing.ts';
import { notificationService } from '../../customer-service/notification/service.ts';
import { shipmentService } from '../shipment/service.ts';
import { trackingService } from './service.ts';
import {
  followIn,
  ofRelay,
  receiveIn,
  reportedIn,
  webhook,
  type Reported,
  type Step,
} from './parcels-for-tests.ts';

let shop: TestKontor;
beforeAll(async () => {
  shop = await openTestKontor({
    services: [trackingService, shipmentService, notificationService],
    sandbox: true,
    external: (sandbox: SandboxAddress) => ({ set: { 'shipping-provider': ofRelay(sandbox) } }),
  });
  await shop.sandbox.control('parcels', { stepMs: null });
});
afterAll(() => shop.close());

const receive = (raw: ReturnType<typeof webhook>) => receiveIn(shop, raw);
const follow = () => followIn(shop);
const reported = (parcel: Reported) => reportedIn(shop, parcel);

test('another day of delivery is told once, and not beside a message that says it', async () => {
  const parcel = await follow();
  const says = async (steps: readonly Step[], estimatedAt: string) =>
    must(await receive(webhook(parcel.trackingNumber, steps, undefined, estimatedAt)), estimatedAt);
  await says(['in_transit'], '2026-11-03T12:00:00Z');
  await says(['in_transit'], '2026-11-03T17:00:00Z');
  expect((await reported(parcel)).messages).toEqual(['parcel_shipped']);
  await says(['in_transit'], '2026-11-05T12:00:00Z');
  await says(['in_transit'], '2026-11-05T12:00:00Z');
  await says(['in_transit', 'out_for_delivery'], '2026-11-06T12:00:00Z');
  expect((await reported(parcel)).messages).toEqual([
    'parcel_out_for_delivery',
    'parcel_shipped',
    'parcel_shipped',
  ]);
  const [message] = await shop.database('notification').query<{ day: string }>(sql`
    select data ->> 'estimatedDeliveryAt' as day from message
    where email = ${parcel.email} and data ->> 'newDay' = 'true'`);
  expect(message!.day).toContain('2026-11-05');
  await says(['in_transit', 'out_for_delivery', 'delivered'], '2026-11-07T12:00:00Z');
  await says(['in_transit', 'out_for_delivery', 'delivered'], '2026-11-08T12:00:00Z');
  expect((await reported(parcel)).messages).toHaveLength(4);
});

test('the day is that of the channel’s time zone, and told to whoever shows the parcel', async () => {
  const parcel = await follow();
  const inZone = (version: number, timeZone: string | null) =>
    shop.deliver('product.channel_changed', 'default', version, {
      code: 'default',
      name: 'Default',
      currency: 'EUR',
      locales: ['en'],
      active: true,
      timeZone,
      defaultLocale: 'en',
      company: null,
    });
  const says = async (steps: readonly Step[], estimatedAt: string) =>
    must(await receive(webhook(parcel.trackingNumber, steps, undefined, estimatedAt)), estimatedAt);
  await inZone(2, 'Asia/Tokyo');
  await inZone(1, 'America/New_York');
  await says(['in_transit'], '2026-11-03T12:00:00Z');
  await says(['in_transit'], '2026-11-03T16:00:00Z');
  await says(['in_transit'], '2026-11-04T14:00:00Z');
  const { events, messages } = await reported(parcel);
  expect(events).toEqual(['tracking.shipped', 'tracking.day_changed']);
  expect(messages).toEqual(['parcel_shipped', 'parcel_shipped']);
  const [told] = await shop.database('tracking').query<{ day: string }>(sql`
    select data ->> 'estimatedDeliveryAt' as day from outbox
    where aggregate_id = ${parcel.parcelId} and type = 'tracking.day_changed'`);
  expect(Date.parse(told!.day)).toBe(Date.parse('2026-11-03T16:00:00Z'));
  await inZone(3, null);
  await says(['in_transit', 'exception'], '2026-11-06T12:00:00Z');
  await says(['in_transit', 'exception'], '2026-11-07T00:00:00Z');
  expect((await reported(parcel)).events).toEqual([
    'tracking.shipped',
    'tracking.day_changed',
    'tracking.exception',
    'tracking.day_changed',
  ]);
});
