import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newId } from '#kernel/ids.ts';
import { must } from '#kernel/result.ts';
import { textOfPdf } from '#platform/test-kit/text-of-pdf.ts';
import { openTestKontor, type TestKontor } from '#platform/test-kit/testing.ts';
import { requestFor, warehouseOf } from '../fulfillments-for-tests.ts';
import { fulfillmentService } from '../service.ts';

let shop: TestKontor;
let warehouse: ReturnType<typeof warehouseOf>;
beforeAll(async () => {
  shop = await openTestKontor({ services: [fulfillmentService] });
  warehouse = warehouseOf(shop);
});
afterAll(() => shop.close());

const here = newId();
const there = newId();

describe('requestFulfillment', () => {
  test('splits by location, and what is not on hand waits', async () => {
    const lineId = newId();
    const request = requestFor([
      { lineId, locationId: here, quantity: 3, backordered: 1 },
      { locationId: there, quantity: 2 },
    ]);
    const ids = await warehouse.request(request);
    const parts = await warehouse.of(request.orderId);
    expect(parts.map((part) => part.fulfillmentId).toSorted()).toEqual(ids.toSorted());
    const reported = parts
      .map(({ locationId, state, holdReason, lines }) => ({
        where: locationId === here ? 'here' : 'there',
        state,
        holdReason,
        units: lines.map(({ quantity }) => quantity),
      }))
      .toSorted((a, b) => `${a.where}${a.state}`.localeCompare(`${b.where}${b.state}`));
    expect(reported).toEqual([
      { where: 'here', state: 'on_hold', holdReason: 'awaiting_stock', units: [1] },
      { where: 'here', state: 'open', holdReason: null, units: [2] },
      { where: 'there', state: 'open', holdReason: null, units: [2] },
    ]);
  });

  test('makes the same parts once, also when asked many times at once', async () => {
    const request = requestFor([{ locationId: here, quantity: 1 }]);
    await Promise.all(Array.from({ length: 10 }, () => warehouse.request(request)));
    expect(await warehouse.of(request.orderId)).toHaveLength(1);
  });

  test('refuses a line whose units come from nowhere', async () => {
    const request = { ...requestFor([{ locationId: here, quantity: 1 }]), allocations: [] };
    await expect(warehouse.request(request)).rejects.toThrow('not allocated');
  });
});

describe('picking', () => {
  test('fewer than asked splits the rest into a part of its own', async () => {
    const [first, second] = [newId(), newId()];
    const request = requestFor([
      { lineId: first, locationId: here, quantity: 3 },
      { lineId: second, locationId: here, quantity: 1 },
    ]);
    const [id] = await warehouse.request(request);
    const picked = must(await warehouse.pick(id!, [{ lineId: first, quantity: 2 }]), 'pick');
    expect(picked).toMatchObject({
      state: 'picking',
      lines: [{ lineId: first, quantity: 2, pickedQuantity: 2 }],
    });
    const rest = (await warehouse.of(request.orderId)).find(
      ({ fulfillmentId }) => fulfillmentId !== id,
    );
    expect(rest).toMatchObject({
      state: 'open',
      lines: [
        { lineId: first, quantity: 1, pickedQuantity: 0 },
        { lineId: second, quantity: 1, pickedQuantity: 0 },
      ],
    });
  });

  test.each([
    ['more than the line has', (lineId: string) => [{ lineId, quantity: 4 }]],
    ['a line that it does not have', () => [{ lineId: newId(), quantity: 1 }]],
    [
      'more in several parts',
      (lineId: string) => [
        { lineId, quantity: 2 },
        { lineId, quantity: 2 },
      ],
    ],
  ])('refuses %s', async (_what, lines) => {
    const lineId = newId();
    const [id] = await warehouse.request(requestFor([{ lineId, locationId: here, quantity: 3 }]));
    const reply = await warehouse.pick(id!, lines(lineId));
    expect(reply).toMatchObject({ ok: false, failure: { code: 'picked_exceeds_ordered' } });
    expect(await warehouse.get(id!)).toMatchObject({ state: 'open', version: 1 });
  });
});

describe('moves', () => {
  test('a part that is held goes on where it was', async () => {
    const [id] = await warehouse.request(requestFor([{ locationId: here, quantity: 1 }]));
    await warehouse.packed(id!);
    const held = must(await warehouse.hold(id!, 'damaged box'), 'hold');
    expect(held).toMatchObject({ state: 'on_hold', holdReason: 'damaged box' });
    const resumed = must(await warehouse.resume(id!), 'resume');
    expect(resumed).toMatchObject({ state: 'packed', holdReason: null });
  });

  test('an illegal step is refused with the state, and changes nothing', async () => {
    const [id] = await warehouse.request(requestFor([{ locationId: here, quantity: 1 }]));
    const conflict = {
      ok: false,
      failure: { code: 'fulfillment_state_conflict', detail: { state: 'open' } },
    };
    expect(await warehouse.pack(id!)).toMatchObject(conflict);
    expect(await warehouse.ship(id!)).toMatchObject(conflict);
    expect(await warehouse.resume(id!)).toMatchObject(conflict);
    expect(await warehouse.get(id!)).toMatchObject({ state: 'open', version: 1 });
  });

  test('staff of another channel do not find it', async () => {
    const [id] = await warehouse.request(requestFor([{ locationId: here, quantity: 1 }]));
    const actor = { ...shop.staff(['fulfillment:read', 'fulfillment:write']), channels: ['other'] };
    const fulfillment = shop.client('fulfillment');
    const invocation = () => shop.invocation({ actor, channel: 'other' });
    const code = 'fulfillment_not_found';
    for (const reply of [
      await fulfillment.getFulfillment({ fulfillmentId: id! }, invocation()),
      await fulfillment.pickFulfillment({ fulfillmentId: id! }, invocation()),
    ]) {
      expect(reply).toMatchObject({ ok: false, failure: { code } });
    }
  });
});

describe('papers', () => {
  const fulfillment = () => shop.client('fulfillment');
  const asStaff = (more = {}) => shop.invocation({ actor: warehouse.staff, ...more });
  const textOf = ({ pdfBase64 }: { pdfBase64: string }) =>
    textOfPdf(Buffer.from(pdfBase64, 'base64'));

  test('a packing slip says what is in a parcel and to whom it goes, many of them each on its page', async () => {
    const place = newId();
    const one = requestFor([
      { sku: 'TEA-100', locationId: place, quantity: 2 },
      { sku: 'CUP-1', locationId: place, quantity: 1 },
    ]);
    const other = requestFor([{ sku: 'POT-7', locationId: place, quantity: 4 }]);
    const [first] = await warehouse.request(one);
    const [second] = await warehouse.request(other);
    const single = must(
      await fulfillment().getPackingSlips({ fulfillmentIds: [first!] }, asStaff()),
      'slip',
    );
    expect(single.fileName).toBe(`packing-slip-${one.orderNumber}.pdf`);
    const said = textOf(single);
    for (const word of [one.orderNumber, 'Ada Lovelace', '20457 Hamburg', 'TEA-100', 'CUP-1'])
      expect(said).toContain(word);
    expect(said).not.toContain('POT-7');
    const both = must(
      await fulfillment().getPackingSlips({ orderIds: [one.orderId, other.orderId] }, asStaff()),
      'slips',
    );
    expect(both.fileName).toBe('packing-slips.pdf');
    expect(textOf(both)).toContain('Page 2 of 2');
    expect(textOf(both)).toContain('POT-7');
    // What was given up is sent to nobody, and another shop's parcels are nobody's here.
    must(await warehouse.cancel(second!, 'gone'), 'cancel');
    const nothing = { failure: { code: 'nothing_to_print' } };
    const gone = fulfillment().getPackingSlips({ orderIds: [other.orderId] }, asStaff());
    expect(await gone).toMatchObject(nothing);
    const actor = { ...warehouse.staff, channels: ['elsewhere'] };
    const foreign = shop.invocation({ actor, channel: 'elsewhere' });
    const asked = fulfillment().getPackingSlips({ fulfillmentIds: [first!] }, foreign);
    expect(await asked).toMatchObject(nothing);
    expect(await fulfillment().getPackingSlips({}, asStaff())).toMatchObject(nothing);
    const many = requestFor(
      Array.from({ length: 51 }, () => ({ locationId: newId(), quantity: 1 })),
    );
    await warehouse.request(many);
    const tooMany = fulfillment().getPackingSlips({ orderIds: [many.orderId] }, asStaff());
    expect(await tooMany).toMatchObject({ failure: { code: 'too_many_packing_slips' } });
  });

  test('a pick list sums up what is missing of each SKU, for whom, where it lies', async () => {
    const shelf = newId();
    const requests = [2, 3].map((quantity) =>
      requestFor([{ sku: 'JAR-5', locationId: shelf, quantity }]),
    );
    for (const request of requests) await warehouse.request(request);
    const list = async (state: 'open' | 'picking') =>
      fulfillment().getPickList({ state, locationId: shelf }, asStaff({ locale: 'de-DE' }));
    const said = textOf(must(await list('open'), 'list'));
    for (const word of ['Pickliste', 'JAR-5', '5', ...requests.map((each) => each.orderNumber)])
      expect(said).toContain(word);
    expect(await list('picking')).toMatchObject({ failure: { code: 'nothing_to_print' } });
    expect(
      must(await fulfillment().getPickList({ state: 'open' }, asStaff()), 'all'),
    ).toMatchObject({ fileName: 'pick-list.pdf' });
  });
});
