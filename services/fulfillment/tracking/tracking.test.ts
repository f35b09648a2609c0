import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newId } from '#kernel/ids.ts';
import { must } from '#kernel/result.ts';
import { sql } from '#platform/ground/sql.ts';
import { openTestKontor, type TestKontor } from '#platform/test-kit/testing.ts';
import { notificationService } from '../../customer-service/notification/service.ts';
import { shipmentService } from '../shipment/service.ts';
import { outdatedWebhooks } from './outdated-webhooks.ts';
import {
  followIn,
  ofRelay,
  receiveIn,
  relaySecret,
  reportedIn,
  webhook,
  type Reported,
  type Step,
} from './parcels-for-tests.ts';
import { trackingService } from './service.ts';

let shop: TestKontor;
beforeAll(async () => {
  shop = await openTestKontor({
    services: [trackingService, shipmentService, notificationService],
    sandbox: true,
    external: (sandbox) => ({ set: { 'shipping-provider': ofRelay(sandbox) } }),
  });
  await shop.sandbox.control('parcels', { stepMs: null });
});
afterAll(() => shop.close());

const receive = (raw: ReturnType<typeof webhook>) => receiveIn(shop, raw);
const follow = (trackingNumber?: string) => followIn(shop, trackingNumber);
const reported = (parcel: Reported) => reportedIn(shop, parcel);

describe('receiveWebhook', () => {
  test('tells each state once, in events and to the customer', async () => {
    const parcel = await follow();
    const walked: Step[] = [];
    for (const step of ['in_transit', 'out_for_delivery', 'delivered'] as const) {
      walked.push(step);
      const raw = webhook(parcel.trackingNumber, walked);
      expect(must(await receive(raw), 'receive').outcome).toBe('applied');
      expect(must(await receive(raw), 'again').outcome).toBe('duplicate');
    }
    expect(await reported(parcel)).toEqual({
      state: 'delivered',
      events: ['tracking.shipped', 'tracking.out_for_delivery', 'tracking.delivered'],
      messages: ['parcel_delivered', 'parcel_out_for_delivery', 'parcel_shipped'],
    });
  });

  test('the same event ten times at once counts once', async () => {
    const parcel = await follow();
    const raw = webhook(parcel.trackingNumber, ['in_transit']);
    const replies = await Promise.all(Array.from({ length: 10 }, () => receive(raw)));
    const outcomes = replies.map((reply) => must(reply, 'receive').outcome);
    expect(outcomes.filter((outcome) => outcome === 'applied')).toHaveLength(1);
    expect(await reported(parcel)).toMatchObject({
      events: ['tracking.shipped'],
      messages: ['parcel_shipped'],
    });
  });

  const steps: Step[] = ['in_transit', 'out_for_delivery', 'exception', 'delivered'];
  test.each(permutations(steps))(
    'in the order %s, %s, %s, %s it ends delivered',
    async (...order) => {
      const parcel = await follow();
      for (const step of order) await receive(webhook(parcel.trackingNumber, [step]));
      const { state, events } = await reported(parcel);
      expect(state).toBe('delivered');
      expect(events.at(-1)).toBe('tracking.delivered');
      expect(new Set(events).size).toBe(events.length);
    },
  );

  test('one that comes before the parcel is followed is applied when it is', async () => {
    const trackingNumber = `SBX${newId().slice(-12).toUpperCase()}`;
    const early = webhook(trackingNumber, ['in_transit']);
    expect(must(await receive(early), 'receive').outcome).toBe('ignored');
    const parcel = await follow(trackingNumber);
    expect(await reported(parcel)).toMatchObject({
      state: 'in_transit',
      events: ['tracking.shipped'],
      messages: ['parcel_shipped'],
    });
  });

  test.each([
    ['another secret', (raw: ReturnType<typeof webhook>) => sign(raw, 'another secret')],
    [
      'another body',
      ({ headers }: ReturnType<typeof webhook>) => ({
        headers,
        clientAddress: '127.0.0.1',
        provider: 'shipengine',
        rawBodyBase64: Buffer.from('{"resource_type":"API_TRACK"}').toString('base64'),
      }),
    ],
    ['no signature', (raw: ReturnType<typeof webhook>) => ({ ...raw, headers: {} })],
  ])('is not believed with %s', async (_what, change) => {
    const parcel = await follow();
    const reply = await receive(change(webhook(parcel.trackingNumber, ['delivered'])) as never);
    expect(reply).toMatchObject({ ok: false, failure: { code: 'webhook_signature_invalid' } });
    expect(await reported(parcel)).toMatchObject({ state: 'label_purchased', events: [] });
  });

  test('an old one is not believed again', async () => {
    const parcel = await follow();
    const raw = webhook(parcel.trackingNumber, ['in_transit']);
    await shop.moveClock(301_000);
    expect(await receive(raw)).toMatchObject({ failure: { code: 'webhook_signature_invalid' } });
  });
});

describe('what is not understood', () => {
  const list = async () =>
    must(
      await shop.client('tracking').listCarrierReviews({ limit: 100 }, shop.invocation()),
      'list',
    ).items;
  const signed = (body: string, id = `trk_${newId()}`) => {
    const raw = webhook('none', ['in_transit'], id);
    return sign({ ...raw, rawBodyBase64: Buffer.from(body).toString('base64') }, relaySecret);
  };

  test.each([
    ['another kind', { resource_type: 'API_BATCH', data: { batch_id: 'se-1' } }, 'webhook_unknown'],
    ['a kind without data', { resource_type: 'API_NEWS' }, 'webhook_unknown'],
    ['an update that says too little', { resource_type: 'API_TRACK' }, 'webhook_unreadable'],
    [
      'a status that is new',
      {
        resource_type: 'API_TRACK',
        data: { tracking_number: 'SBX1', status_code: 'ZZ', events: [] },
      },
      'webhook_unreadable',
    ],
  ])('%s is kept once and shown', async (_what, body, reason) => {
    const id = `trk_${newId()}`;
    const raw = signed(JSON.stringify(body), id);
    expect(must(await receive(raw), 'receive').outcome).toBe('held_for_review');
    expect(must(await receive(raw), 'again').outcome).toBe('duplicate');
    const stored = (await list()).filter(({ detail }) => detail['event'] === id);
    expect(stored).toMatchObject([{ reason, detail: { kind: body.resource_type, body } }]);
    const gauges = await shop.kontor.opened('tracking').gauges!();
    expect(gauges['kontor.webhooks.kept']).toBeGreaterThan(0);
  });

  test('a long one is cut, and what is no event is refused', async () => {
    const id = `trk_${newId()}`;
    const long = JSON.stringify({ resource_type: 'API_BATCH', data: 'x'.repeat(50_000) });
    expect(must(await receive(signed(long, id)), 'receive').outcome).toBe('held_for_review');
    const stored = (await list()).find(({ detail }) => detail['event'] === id)!;
    expect(JSON.stringify(stored.detail).length).toBeLessThan(20_000);
    // Cut between the halves of a letter, at one of two lengths; and what no database can hold.
    const head = { resource_type: 'API_BATCH' };
    for (const data of ['😀'.repeat(9_000), `a${'😀'.repeat(9_000)}`]) {
      const body = JSON.stringify({ ...head, data });
      expect(must(await receive(signed(body)), 'cut').outcome).toBe('held_for_review');
    }
    const odd = '{"resource_type":"API_BATCH","a\\u0000":"\\u0000\\ud83d"}';
    expect(must(await receive(signed(odd)), 'odd').outcome).toBe('held_for_review');
    for (const body of ['[]', '"x"', '{}', 'no json']) {
      expect(await receive(signed(body))).toMatchObject({ failure: { code: 'webhook_malformed' } });
    }
  });

  test('news of a parcel that nobody claims is shown after an hour, and goes after its time', async () => {
    const id = `trk_${newId()}`;
    const trackingNumber = `SBX${newId().slice(-12).toUpperCase()}`;
    must(await receive(webhook(trackingNumber, ['delivered'], id)), 'receive');
    const shown = async () => (await list()).filter(({ detail }) => detail['event'] === id);
    expect(await shown()).toEqual([]);
    await shop.moveClock(61 * 60_000);
    expect(await shown()).toMatchObject([{ reason: 'parcel_unknown', detail: { trackingNumber } }]);
    const stored = { webhooks: 14 * 86_400 } as never;
    const age = async (days: number) => {
      const database = shop.database('tracking');
      await database.query(sql`
        update carrier_event set received_at = kontor_now() - ${days} * interval '1 day'
        where id = ${id}`);
      for (const statement of outdatedWebhooks(stored, 100)) await database.query(statement);
      return (await shown()).length;
    };
    expect([await age(15), await age(91)]).toEqual([1, 0]);
  });
});

test('without webhooks the carrier is asked, ever more rarely, until the parcel is there', async () => {
  const bought = must(
    await shop.client('shipment').purchaseLabel(
      {
        parcelId: newId(),
        fulfillmentId: newId(),
        orderId: newId(),
        shipTo: {
          name: 'Ada Lovelace',
          street: 'Speicherstadt 2',
          postalCode: '20457',
          city: 'Hamburg',
          countryCode: 'DE',
        },
        shipFrom: null,
        weightGrams: 500,
        serviceCode: null,
        carrierId: null,
        goods: [],
      },
      shop.invocation(),
    ),
    'label',
  );
  const parcel = await follow(bought.trackingNumber);
  // The first look, at once, finds nothing new.
  await shop.settle();
  const poll = () => shop.kontor.opened('tracking').jobs!['poll_parcels']!.run({});
  await shop.sandbox.control('parcels', { advance: bought.trackingNumber, steps: 2 });
  await poll();
  expect((await reported(parcel)).state).toBe('label_purchased');
  await shop.moveClock(6 * 60_000);
  await poll();
  expect(await reported(parcel)).toMatchObject({
    state: 'in_transit',
    events: ['tracking.shipped'],
  });
  await shop.sandbox.control('parcels', { advance: bought.trackingNumber, steps: 2 });
  await poll();
  expect((await reported(parcel)).state).toBe('in_transit');
  // Of a provider without keys nothing is heard, and nobody else is asked in its place.
  const database = shop.database('tracking');
  const madeAt = (provider: string | null) =>
    database.query(sql`update parcel set provider = ${provider} where id = ${parcel.parcelId}`);
  const heldAs = () =>
    database.first(sql`select held_as from parcel where id = ${parcel.parcelId}`);
  await madeAt('another');
  await shop.moveClock(11 * 60_000);
  await poll();
  expect((await reported(parcel)).state).toBe('in_transit');
  expect(await heldAs()).toEqual({ heldAs: 'provider_without_keys' });
  await madeAt(null);
  await shop.moveClock(21 * 60_000);
  await poll();
  expect(await heldAs()).toEqual({ heldAs: null });
  expect((await reported(parcel)).state).toBe('delivered');
  const [left] = await shop
    .database('tracking')
    .query<{ count: number }>(
      sql`select count(*) from parcel where id = ${parcel.parcelId} and next_poll_at is not null`,
    );
  expect(left?.count).toBe(0);
});

function permutations<T>(items: readonly T[]): T[][] {
  if (items.length === 0) return [[]];
  return items.flatMap((item, index) =>
    permutations(items.toSpliced(index, 1)).map((rest) => [item, ...rest]),
  );
}

function sign(raw: ReturnType<typeof webhook>, secret: string) {
  const { 'webhook-id': id, 'webhook-timestamp': seconds } = raw.headers;
  const body = Buffer.from(raw.rawBodyBase64, 'base64').toString();
  const signature = createHmac('sha256', secret)
    .update(`${id}.${seconds}.${body}`)
    .digest('base64');
  return { ...raw, headers: { ...raw.headers, 'webhook-signature': `v1,${signature}` } };
}
