import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newId } from '#kernel/ids.ts';
import { must } from '#kernel/result.ts';
import { sql } from '#platform/ground/sql.ts';
import { openOrdering, type Ordering } from '../ordering-for-tests.ts';
import { soldLine } from '../orders-for-tests.ts';

let kit: Ordering;
beforeAll(async () => {
  kit = await openOrdering();
});
afterAll(() => kit.close());

const vat = (ratePpm: number, taxableMinor: number, taxMinor: number) => ({
  name: `VAT ${ratePpm / 10_000}%`,
  ratePpm,
  taxableMinor,
  taxMinor,
});

/** Bread of 30.00 at 7 %, a sample for nothing, and delivery of 4.90 at 19 %. */
const bread = (pricesIncludeTax = true) => {
  const goods = pricesIncludeTax
    ? { totalMinor: 3_000, taxMinor: 196, net: 2_804 }
    : { totalMinor: 3_210, taxMinor: 210, net: 3_000 };
  const shipping = pricesIncludeTax ? { net: 412, taxMinor: 78 } : { net: 490, taxMinor: 93 };
  const lines = [
    soldLine({
      quantity: 3,
      unitPriceMinor: 1_000,
      totalMinor: goods.totalMinor,
      taxMinor: goods.taxMinor,
      taxes: [vat(70_000, goods.net, goods.taxMinor)],
    }),
    soldLine({ quantity: 1, unitPriceMinor: 0, totalMinor: 0, taxMinor: 0, taxes: [] }),
  ];
  const totals = {
    currency: 'EUR',
    pricesIncludeTax,
    subtotalMinor: 3_000,
    discountMinor: 0,
    shippingMinor: 490,
    shippingTaxMinor: shipping.taxMinor,
    taxMinor: goods.taxMinor + shipping.taxMinor,
    totalMinor: goods.totalMinor + shipping.net + shipping.taxMinor,
    taxes: [vat(70_000, goods.net, goods.taxMinor), vat(190_000, shipping.net, shipping.taxMinor)],
  };
  return { lines, snapshot: { totals } };
};

async function notesOf(orderId: string) {
  const rows = await kit.shop.database('invoice').query<{ snapshot: object }>(sql`
    select snapshot from document where kind = 'credit_note' and order_id = ${orderId}
    order by sequence`);
  return rows.map(({ snapshot }) => snapshot);
}

describe('a refund of goods, delivery and an adjustment', () => {
  test('of the delivery corrects the tax of the delivery alone', async () => {
    const { orderId } = await kit.placed(bread());
    const refund = must(await kit.refund(orderId, { shippingMinor: 490 }), 'refund');
    expect(refund).toMatchObject({ amountMinor: 490, lines: [], shippingMinor: 490 });
    await kit.shop.settle();
    expect(await notesOf(orderId)).toMatchObject([
      { taxes: [vat(190_000, 412, 78)], shippingMinor: 490, adjustmentMinor: 0, totalMinor: 490 },
    ]);
    expect(await kit.refund(orderId, { shippingMinor: 1 })).toMatchObject({
      failure: { code: 'refund_delivery_exceeded', detail: { leftMinor: 0 } },
    });
  });

  test.each([
    ['with', true, 3_490],
    ['without', false, 3_793],
  ])('of all in two parts is all that was paid, at prices %s tax', async (_how, gross, total) => {
    const { orderId, lines } = await kit.placed(bread(gross));
    const of = (at: number, quantity: number) => ({ lineId: lines[at]!.lineId, quantity });
    const shippingMinor = gross ? 490 : 583;
    must(await kit.refund(orderId, { lines: [of(0, 1)], shippingMinor: 100 }), 'first');
    const rest = { lines: [of(0, 2), of(1, 1)], shippingMinor: shippingMinor - 100 };
    must(await kit.refund(orderId, rest), 'rest');
    await kit.shop.settle();
    expect(await kit.order(orderId)).toMatchObject({
      paymentState: 'refunded',
      refundedMinor: total,
      lines: [{ refundedQuantity: 3 }, { refundedQuantity: 1 }],
    });
    const notes = (await notesOf(orderId)) as { taxMinor: number }[];
    const taxMinor = notes.reduce((sum, note) => sum + note.taxMinor, 0);
    expect(taxMinor).toBe(gross ? 196 + 78 : 210 + 93);
  });

  test('what is held back takes its share of the taxes that go back', async () => {
    const { orderId, lines } = await kit.placed(bread());
    const units = [{ lineId: lines[0]!.lineId, quantity: 3 }];
    const refund = await kit.refund(orderId, { lines: units, adjustmentMinor: -1_000 });
    expect(must(refund, 'refund')).toMatchObject({ amountMinor: 2_000, adjustmentMinor: -1_000 });
    await kit.shop.settle();
    expect(await notesOf(orderId)).toMatchObject([
      {
        lines: [{ totalMinor: 3_000 }],
        adjustmentMinor: -1_000,
        taxes: [vat(70_000, 1_869, 131)],
      },
    ]);
  });

  test('a preview says what it would be and claims nothing', async () => {
    const { orderId, lines } = await kit.placed(bread());
    const asked = {
      lines: [{ lineId: lines[0]!.lineId, quantity: 1 }],
      shippingMinor: 490,
      adjustmentMinor: 10,
    };
    const as = kit.shop.invocation({ actor: kit.staff });
    const preview = () => kit.orders.previewRefund({ orderId, of: 'refund', ...asked }, as);
    const before = await kit.order(orderId);
    const shown = must(await preview(), 'preview');
    expect(shown).toMatchObject({
      amountMinor: 1_500,
      lines: [{ amountMinor: 1_000 }],
      availableMinor: 3_490,
      creditNote: { totalMinor: 1_500, shippingTaxes: [vat(190_000, 412, 78)] },
    });
    expect(must(await preview(), 'again')).toEqual(shown);
    expect(await kit.order(orderId)).toEqual(before);
    expect(await notesOf(orderId)).toEqual([]);
    must(await kit.refund(orderId, asked), 'refund');
    await kit.shop.settle();
    const { taxes, taxMinor } = shown.creditNote!;
    expect(await notesOf(orderId)).toMatchObject([{ taxes, taxMinor, totalMinor: 1_500 }]);
    expect(await preview()).toMatchObject({ failure: { code: 'refund_delivery_exceeded' } });
    const lost = { orderId: newId(), of: 'credit' as const, ...asked };
    expect(await kit.orders.previewRefund(lost, as)).toMatchObject({
      failure: { code: 'order_not_found' },
    });
  });

  test('units that cost nothing come back without asking the gateway', async () => {
    const { orderId, paymentId, lines } = await kit.placed(bread());
    const sample = [{ lineId: lines[1]!.lineId, quantity: 1 }];
    expect(must(await kit.refund(orderId, { lines: sample }), 'refund').amountMinor).toBe(0);
    await kit.shop.settle();
    expect(await kit.order(orderId)).toMatchObject({
      refundedMinor: 0,
      lines: [{ refundedQuantity: 0 }, { refundedQuantity: 1 }],
    });
    const [refund] = must(
      await kit.orders.listRefunds({ orderId }, kit.shop.invocation({ actor: kit.staff })),
      'list',
    ).items;
    expect(refund).toMatchObject({ state: 'refunded', amountMinor: 0 });
    expect(await kit.payment(paymentId)).toMatchObject({ refundedMinor: 0 });
    expect(await notesOf(orderId)).toEqual([]);
    expect(await kit.openStories()).toEqual([]);
  });

  test('a free order by card is confirmed, its units come back, and it is cancelled', async () => {
    const sample = { quantity: 2, unitPriceMinor: 0, totalMinor: 0, taxMinor: 0, taxes: [] };
    const { orderId, paymentId, lines } = await kit.placed({ lines: [sample] });
    expect(await kit.order(orderId)).toMatchObject({
      state: 'confirmed',
      paymentState: 'captured',
      tenders: [{ state: 'captured' }],
    });
    expect(await kit.payment(paymentId)).toMatchObject({ provider: 'shop', state: 'authorized' });
    const units = [{ lineId: lines[0]!.lineId, quantity: 1 }];
    must(await kit.refund(orderId, { lines: units }), 'refund');
    await kit.shop.settle();
    must(await kit.cancel(orderId), 'cancel');
    await kit.shop.settle();
    expect(await kit.order(orderId)).toMatchObject({ state: 'cancelled', paymentState: 'voided' });
    expect(await kit.openStories()).toEqual([]);
  });

  test('of a free order on account nothing is waited for', async () => {
    const sample = { unitPriceMinor: 0, totalMinor: 0, taxMinor: 0, taxes: [] };
    const free = await kit.placed({ lines: [sample], method: 'invoice' });
    const dear = await kit.placed({ method: 'invoice' });
    const as = kit.shop.invocation({ actor: kit.staff });
    const { items } = must(
      await kit.orders.listReceivables({ limit: 100, due: 'all' }, as),
      'list',
    );
    const ids = items.map(({ orderId }) => orderId);
    expect(ids).toContain(dear.orderId);
    expect(ids).not.toContain(free.orderId);
    expect(await kit.order(free.orderId)).toMatchObject({ paymentState: 'captured' });
    expect(await kit.order(dear.orderId)).toMatchObject({ paymentState: 'authorized' });
    const paymentsOf = async (orderId: string) =>
      must(await kit.orders.listPayments({ orderId }, as), 'payments').items;
    expect(await paymentsOf(free.orderId)).toMatchObject([{ state: 'captured', amountMinor: 0 }]);
    expect(await paymentsOf(dear.orderId)).toMatchObject([{ state: 'authorized' }]);
    for (const [paymentState, isPaid] of [
      ['captured', true],
      ['authorized', false],
    ] as const) {
      const asked = { limit: 100, paymentState };
      const listed = must(await kit.orders.listOrders(asked, as), 'orders').items;
      const found = listed.map(({ orderId }) => orderId);
      expect(found.includes(free.orderId)).toBe(isPaid);
      expect(found.includes(dear.orderId)).toBe(!isPaid);
    }
    must(await kit.cancel(free.orderId), 'cancel');
    await kit.shop.settle();
    expect(await kit.order(free.orderId)).toMatchObject({ state: 'cancelled' });
  });

  test('where amounts come in steps, so does what is given back, and all of it in the end', async () => {
    const lines = [{ quantity: 3, unitPriceMinor: 1_234, totalMinor: 3_700, discountMinor: 2 }];
    const totals = { currency: 'EUR', pricesIncludeTax: true, subtotalMinor: 3_702 };
    const rest = { discountMinor: 2, shippingMinor: 0, shippingTaxMinor: 0, taxMinor: 591 };
    const taxes = [vat(190_000, 3_109, 591)];
    const frozen = { ...totals, ...rest, totalMinor: 3_700, taxes, stepMinor: 10 };
    const sold = await kit.placed({ lines, snapshot: { totals: frozen } });
    const { orderId } = sold;
    expect(await kit.refund(orderId, { amountMinor: 5 })).toMatchObject({
      failure: { code: 'refund_off_step', detail: { stepMinor: 10 } },
    });
    const one = { lines: [{ lineId: sold.lines[0]!.lineId, quantity: 1 }] };
    const amounts: number[] = [];
    for (let unit = 0; unit < 3; unit += 1) {
      amounts.push(must(await kit.refund(orderId, one), 'refund').amountMinor);
    }
    expect(amounts).toEqual([1_230, 1_240, 1_230]);
  });

  test('of one delivery at once is given back once', async () => {
    const { orderId, paymentId } = await kit.placed(bread());
    const replies = await Promise.all(
      Array.from({ length: 6 }, () => kit.refund(orderId, { shippingMinor: 490 })),
    );
    expect(replies.filter(({ ok }) => ok)).toHaveLength(1);
    await kit.shop.settle();
    expect(await kit.payment(paymentId)).toMatchObject({ refundedMinor: 490 });
  });

  test('one that the gateway refuses gives its delivery free again', async () => {
    const { orderId } = await kit.placed(bread());
    const fault = { system: 'payment', operation: 'refund', kind: 'status', statusCode: 402 };
    await kit.shop.sandbox.control('faults', { ...fault, times: 1 });
    must(await kit.refund(orderId, { shippingMinor: 490 }), 'refund');
    await kit.shop.settle();
    expect(must(await kit.refund(orderId, { shippingMinor: 490 }), 'again').state).toBe('pending');
  });

  test.each([
    ['an amount beside the delivery', { amountMinor: 5, shippingMinor: 5 }, 'refund_empty'],
    ['more held back than given', { shippingMinor: 5, adjustmentMinor: -6 }, 'refund_empty'],
    ['nothing', { shippingMinor: 0 }, 'refund_empty'],
    ['more than the delivery', { shippingMinor: 491 }, 'refund_delivery_exceeded'],
  ])('refuses %s', async (_what, asked, code) => {
    const { orderId } = await kit.placed(bread());
    expect(await kit.refund(orderId, asked)).toMatchObject({ ok: false, failure: { code } });
  });

  test('a cancelled order’s credit note names what was sold', async () => {
    const { orderId, lines } = await kit.placed(bread());
    await kit.cancel(orderId);
    await kit.shop.settle();
    const rows = lines.map(({ lineId, quantity, totalMinor }) => ({
      lineId,
      quantity,
      totalMinor,
    }));
    expect(await notesOf(orderId)).toMatchObject([
      { lines: rows, shippingMinor: 490, adjustmentMinor: 0, totalMinor: 3_490 },
    ]);
  });
});
