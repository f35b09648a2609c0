import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { newId } from '#kernel/ids.ts';
import { must } from '#kernel/result.ts';
import { armFailpoints } from '#platform/ground/failpoints.ts';
import type { InputOf } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';
import { openTestKontor, type TestKontor } from '#platform/test-kit/testing.ts';
import { crossesCustomsBorder } from './customs.ts';
import { shipmentService } from './service.ts';

let shop: TestKontor;
beforeAll(async () => {
  shop = await openTestKontor({ services: [shipmentService], sandbox: true });
  await shop.sandbox.control('parcels', { stepMs: null });
});
afterEach(async () => {
  armFailpoints(undefined);
  await shop.sandbox.clearFaults();
});
afterAll(() => shop.close());

/** Labels in the carrier's own book, of one parcel. */
async function labelsOf(parcelId: string) {
  const labels = (await shop.sandbox.read('labels')) as {
    externalShipmentId: string;
    voided: boolean;
    serviceCode: string;
  }[];
  return labels.filter((label) => label.externalShipmentId === parcelId);
}

function asked(more: Partial<InputOf<'shipment', 'purchaseLabel'>> = {}) {
  return {
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
    serviceCode: 'sandbox_express',
    carrierId: null,
    goods: [],
    ...more,
  };
}

const buy = (input: ReturnType<typeof asked>) =>
  shop.client('shipment').purchaseLabel(input, shop.invocation());
const giveBack = (parcelId: string) =>
  shop.client('shipment').voidLabel({ parcelId }, shop.invocation());

const newYork = {
  name: 'Ada Lovelace',
  street: '350 5th Avenue',
  postalCode: '10118',
  city: 'New York',
  regionCode: 'NY',
  countryCode: 'US',
};
const beans = { sku: 'BK-1', description: 'Yirgacheffe', quantity: 2, weightGrams: 250 };

describe('customs', () => {
  const declared = async (more: Partial<InputOf<'shipment', 'purchaseLabel'>>) => {
    const input = asked({ carrierId: 'se-100', ...more });
    must(await buy(input), 'buy');
    const [label] = (await labelsOf(input.parcelId)) as unknown as Record<string, unknown>[];
    return label;
  };

  test('hear what is in a parcel that crosses their border', async () => {
    const unitValue = { amountMinor: 1_290, currency: 'EUR' };
    const goods = [{ ...beans, unitValue, hsCode: '090121', countryOfOrigin: 'ET' }];
    expect(await declared({ shipTo: newYork, goods })).toMatchObject({
      carrierId: 'se-100',
      customs: { contents: 'merchandise', non_delivery: 'return_to_sender' },
      products: [
        {
          description: 'Yirgacheffe',
          quantity: 2,
          value: { amount: 12.9, currency: 'eur' },
          harmonized_tariff_code: '090121',
          country_of_origin: 'ET',
        },
      ],
    });
  });

  test('are told the shop’s country of goods whose origin nobody has said', async () => {
    const label = await declared({ shipTo: newYork, goods: [beans] });
    expect(label).toMatchObject({ products: [{ country_of_origin: 'DE' }] });
  });

  test('ask nothing inside of their union', async () => {
    const shipTo = { ...newYork, regionCode: undefined, countryCode: 'FR', postalCode: '75001' };
    expect(await declared({ shipTo, goods: [beans] })).toMatchObject({ customs: null });
  });

  const at = (countryCode: string, postalCode = '1') => ({ countryCode, postalCode });
  test.each([
    [at('DE'), at('DE'), false],
    [at('DE'), at('AT'), false],
    [at('US'), at('US'), false],
    [at('DE'), at('CH'), true],
    [at('DE'), at('GB'), true],
    [at('CH'), at('DE'), true],
    [at('DE'), at('ES', '28001'), false],
    [at('DE'), at('ES', '35001'), true],
    [at('DE'), at('DE', '27498'), true],
    [at('IT', '00100'), at('IT', '23041'), true],
    [at('FR', '75001'), at('FR', '97400'), true],
    [at('FR', '75001'), at('FR', '98800'), true],
    [at('FR', '97 110'), at('FR', '97200'), false],
    [at('DE'), at('FR', '97 110'), true],
    [at('DE'), at('FR', '69007'), false],
    [at('FI', '00100'), at('FI', '22100'), true],
    [at('US', '10001'), at('US', '09012-1234'), true],
    [at('US', '10001'), at('US', '96201'), true],
    [at('US', '10001'), at('US', '34002'), true],
    [at('US', '10001'), at('US', '96701'), false],
    [at('US', '34101'), at('US', '90001'), false],
  ])('from %o to %o: %s', (from, to, crosses) => {
    expect(crossesCustomsBorder(from, to)).toBe(crosses);
  });
});

describe('purchaseLabel', () => {
  test('buys the service asked for, and the cheapest when none was', async () => {
    const express = asked();
    expect(must(await buy(express), 'buy')).toMatchObject({
      parcelId: express.parcelId,
      state: 'purchased',
      serviceCode: 'sandbox_express',
      carrierCode: 'sandbox_post',
      trackingNumber: expect.stringMatching(/^SBX/),
      labelUrl: expect.stringContaining('/sandbox/labels/'),
    });
    const any = asked({ serviceCode: null });
    expect(must(await buy(any), 'buy')).toMatchObject({ serviceCode: 'sandbox_standard' });
  });

  test('buys one label per parcel, also when asked many times at once', async () => {
    const input = asked();
    const replies = await Promise.all(Array.from({ length: 6 }, () => buy(input)));
    const again = must(await buy(input), 'again');
    for (const reply of replies.filter(({ ok }) => ok)) expect(must(reply, 'buy')).toEqual(again);
    expect(await labelsOf(input.parcelId)).toHaveLength(1);
  });

  test.each(['lost_answer', 'html', 'truncated'])(
    'finds the label whose answer came as %s',
    async (kind) => {
      const input = asked();
      await shop.sandbox.control('faults', {
        system: 'carrier',
        operation: 'label',
        kind,
        times: 1,
      });
      let reply = await buy(input);
      if (!reply.ok) reply = await buy(input);
      expect(must(reply, 'buy').state).toBe('purchased');
      expect(await labelsOf(input.parcelId)).toHaveLength(1);
    },
  );

  test('an unreachable carrier is told, and bought from later', async () => {
    const input = asked();
    await shop.sandbox.control('faults', { system: 'carrier', kind: 'reset' });
    expect(await buy(input)).toMatchObject({ failure: { code: 'carrier_unavailable' } });
    expect(await buy(input)).toMatchObject({ failure: { code: 'carrier_unavailable' } });
    await shop.sandbox.clearFaults();
    expect(must(await buy(input), 'buy').state).toBe('purchased');
    expect(await labelsOf(input.parcelId)).toHaveLength(1);
  });

  test('a refusal stands, with the carrier’s code', async () => {
    const input = asked({ serviceCode: 'no_such_service' });
    const refused = { ok: false, failure: { code: 'label_refused' } };
    const first = await buy(input);
    expect(first).toMatchObject(refused);
    expect(await buy(input)).toEqual(first);
    expect(await labelsOf(input.parcelId)).toEqual([]);
  });
});

describe('voidLabel', () => {
  test('gives a label back, once and again', async () => {
    const input = asked();
    must(await buy(input), 'buy');
    expect(must(await giveBack(input.parcelId), 'void').state).toBe('voided');
    expect(must(await giveBack(input.parcelId), 'again').state).toBe('voided');
    expect(await labelsOf(input.parcelId)).toMatchObject([{ voided: true }]);
    expect(await buy(input)).toMatchObject({ failure: { code: 'label_refused' } });
  });

  test('of a purchase whose answer was lost looks for the label first', async () => {
    const input = asked();
    await shop.sandbox.control('faults', {
      system: 'carrier',
      operation: 'label',
      kind: 'lost_answer',
      times: 1,
    });
    await shop.sandbox.control('faults', {
      system: 'carrier',
      operation: 'find_label',
      kind: 'reset',
    });
    expect(await buy(input)).toMatchObject({ failure: { code: 'carrier_unavailable' } });
    expect(await giveBack(input.parcelId)).toMatchObject({
      failure: { code: 'carrier_unavailable' },
    });
    await shop.sandbox.clearFaults();
    expect(must(await giveBack(input.parcelId), 'void').state).toBe('voided');
    expect(await labelsOf(input.parcelId)).toMatchObject([{ voided: true }]);
  });

  test('that broke off is looked up, not asked for again, however long ago it was', async () => {
    const input = asked();
    must(await buy(input), 'buy');
    armFailpoints('external:shipment>shipping-provider.voidLabel:after=throw');
    await expect(giveBack(input.parcelId)).rejects.toThrow('voidLabel:after');
    armFailpoints(undefined);
    await shop.moveClock(25 * 3_600_000);
    // Whoever asks again is refused: what is void cannot be voided.
    const refused = { system: 'carrier', operation: 'void_label', kind: 'status', statusCode: 400 };
    await shop.sandbox.control('faults', refused);
    expect(must(await giveBack(input.parcelId), 'again').state).toBe('voided');
    expect(await labelsOf(input.parcelId)).toMatchObject([{ voided: true }]);
  });

  test('while the label is being bought leaves none in use', async () => {
    for (const pauseMs of [0, 2, 4, 8, 16]) {
      const input = asked();
      const bought = buy(input);
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
      await giveBack(input.parcelId);
      await bought;
      must(await giveBack(input.parcelId), 'void');
      const labels = await labelsOf(input.parcelId);
      expect(labels.filter(({ voided }) => !voided)).toEqual([]);
      const [row] = await shop
        .database('shipment')
        .query<{ state: string }>(sql`select state from parcel where id = ${input.parcelId}`);
      expect(row?.state).toBe('voided');
    }
  });

  test('a label that the carrier keeps stays bought', async () => {
    const input = asked();
    const { trackingNumber } = must(await buy(input), 'buy');
    await shop.sandbox.control('parcels', { advance: trackingNumber });
    expect(await giveBack(input.parcelId)).toMatchObject({
      failure: { code: 'label_refused', detail: { code: 'void_not_approved' } },
    });
    expect(must(await buy(input), 'again').state).toBe('purchased');
  });

  test('an unknown parcel is told', async () => {
    expect(await giveBack(newId())).toMatchObject({ failure: { code: 'parcel_not_found' } });
  });
});

describe('a label stays with the provider that sold it', () => {
  const write = (parcelId: string, provider: string | null, sandbox: boolean | null) =>
    shop
      .database('shipment')
      .query(
        sql`update parcel set provider = ${provider}, sandbox = ${sandbox} where id = ${parcelId}`,
      );
  const heldAs = async (parcelId: string) => {
    const read = sql`select held_as from parcel where id = ${parcelId}`;
    return (await shop.database('shipment').first<{ heldAs: string | null }>(read))?.heldAs;
  };
  const held = { ok: false, failure: { code: 'label_provider_without_keys' } };

  test('says so when it is bought', async () => {
    const reply = must(await buy(asked()), 'buy');
    expect(reply).toMatchObject({ provider: 'shipengine', sandbox: true });
  });

  test.each([
    ['shipengine', false],
    ['another', false],
  ])('and is held, not asked for elsewhere, without the keys of %s', async (provider, sandbox) => {
    const input = asked();
    must(await buy(input), 'buy');
    await write(input.parcelId, provider, sandbox);
    expect(await giveBack(input.parcelId)).toMatchObject(held);
    expect(await heldAs(input.parcelId)).toBe('provider_without_keys');
    expect(await labelsOf(input.parcelId)).toMatchObject([{ voided: false }]);

    await write(input.parcelId, 'shipengine', true);
    expect(must(await giveBack(input.parcelId), 'void').state).toBe('voided');
    expect(await heldAs(input.parcelId)).toBeNull();
    expect(await labelsOf(input.parcelId)).toMatchObject([{ voided: true }]);
  });

  test('also one whose purchase has no answer yet: nothing is bought twice', async () => {
    const input = asked();
    armFailpoints('external:shipment>shipping-provider.purchaseLabel:before=throw');
    await expect(buy(input)).rejects.toThrow('purchaseLabel:before');
    armFailpoints(undefined);
    await write(input.parcelId, 'another', false);
    expect(await buy(input)).toMatchObject(held);
    expect(await labelsOf(input.parcelId)).toEqual([]);
    await write(input.parcelId, 'shipengine', true);
    must(await buy(input), 'buy');
    expect(await labelsOf(input.parcelId)).toHaveLength(1);
  });

  test('of an earlier version it is known by its carrier', async () => {
    const input = asked();
    must(await buy(input), 'buy');
    await write(input.parcelId, null, null);
    expect(must(await giveBack(input.parcelId), 'void').state).toBe('voided');
  });
});
