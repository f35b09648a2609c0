import type { OrderSnapshot, SnapshotLine } from '#contracts/shapes.ts';
import { multiplyRatio, sumMinor } from '#kernel/money.ts';
import { fail, ok } from '#kernel/result.ts';
import { amountText } from '../orders/timeline.ts';
import type { RefundLine } from './refund-store.ts';

/** Of an order, what is given back of it, and what was given back or claimed before. */
export interface Givable {
  readonly currency: string;
  readonly lines: readonly SnapshotLine[];
  readonly totals: Pick<
    OrderSnapshot['totals'],
    'pricesIncludeTax' | 'shippingMinor' | 'shippingTaxMinor' | 'stepMinor'
  >;
  readonly refundedUnits: readonly { lineId: string; refunded: number; shipped: number }[];
  /** All that did not fail. */
  readonly before: readonly { lines: readonly RefundLine[] | null; shippingMinor: number }[];
}

export interface Asked {
  readonly amountMinor?: number | undefined;
  readonly lines?: readonly { lineId: string; quantity: number }[] | undefined;
  readonly shippingMinor?: number | undefined;
  readonly adjustmentMinor?: number | undefined;
}

/** `amountMinor` is what the others sum to. */
export interface GivenBack {
  readonly amountMinor: number;
  readonly lines: readonly Required<RefundLine>[];
  readonly shippingMinor: number;
  readonly adjustmentMinor: number;
}

/** What is asked for, in money that the payment provider takes. */
export function givenBackOf(asked: Asked, order: Givable) {
  const given = partsOf(asked, order);
  const { stepMinor = 1 } = order.totals;
  if (!given.ok || given.value.amountMinor % stepMinor === 0) return given;
  const step = amountText(stepMinor, order.currency);
  return fail('refund_off_step', `Only multiples of ${step} can be paid back.`, { stepMinor });
}

/** An amount alone is an adjustment alone. */
function partsOf(asked: Asked, order: Givable) {
  const { amountMinor, lines, shippingMinor = 0, adjustmentMinor = 0 } = asked;
  const named = lines !== undefined || shippingMinor > 0 || adjustmentMinor !== 0;
  if (named === (amountMinor !== undefined)) {
    const parts = '`lines`, `shippingMinor`, `adjustmentMinor`';
    return fail('refund_empty', `Give either amountMinor, or what is given back: ${parts}.`);
  }
  if (amountMinor !== undefined) {
    return ok({ amountMinor, lines: [], shippingMinor: 0, adjustmentMinor: amountMinor });
  }
  const priced = pricedLines(lines ?? [], order);
  if (!priced.ok) return priced;
  const deliveryLeftMinor =
    deliveryMinor(order) - sumMinor(order.before.map((one) => one.shippingMinor));
  if (shippingMinor > deliveryLeftMinor) {
    const most = amountText(deliveryLeftMinor, order.currency);
    const message = `At most ${most} of the delivery can be given back. What is to be given beyond it is an adjustment.`;
    return fail('refund_delivery_exceeded', message, { leftMinor: deliveryLeftMinor });
  }
  const goodsMinor = sumMinor(priced.value.map((line) => line.amountMinor));
  const sumOfAll = goodsMinor + shippingMinor + adjustmentMinor;
  if (sumOfAll < 0) {
    return fail('refund_empty', 'More is held back than is given.');
  }
  if (sumOfAll === 0 && priced.value.length === 0) {
    return fail('refund_empty', 'Nothing would be given back.');
  }
  return ok({ amountMinor: sumOfAll, lines: priced.value, shippingMinor, adjustmentMinor });
}

/** With its tax, as it was paid. */
export function deliveryMinor({ totals }: Pick<Givable, 'totals'>): number {
  const { pricesIncludeTax, shippingMinor, shippingTaxMinor } = totals;
  return shippingMinor + (pricesIncludeTax ? 0 : shippingTaxMinor);
}

function pricedLines(asked: NonNullable<Asked['lines']>, order: Givable) {
  const priced: Required<RefundLine>[] = [];
  for (const [lineId, group] of Map.groupBy(asked, (line) => line.lineId)) {
    const quantity = group.reduce((units, line) => units + line.quantity, 0);
    const line = order.lines.find((one) => one.lineId === lineId);
    const refunded = order.refundedUnits.find((one) => one.lineId === lineId)?.refunded ?? 0;
    const left = (line?.quantity ?? 0) - refunded;
    if (!line || quantity > left) {
      const message = `Line ${lineId} has ${left} unit(s) left to refund.`;
      const wasThere = line !== undefined && quantity <= line.quantity;
      // Somebody else was first: what was asked for would have been right before.
      return fail(wasThere ? 'refund_line_exceeded' : 'refund_line_invalid', message, {
        lineId,
        left,
      });
    }
    const leftMinor = Math.max(0, line.totalMinor - givenOf(line, refunded, order));
    const { stepMinor = 1 } = order.totals;
    // Of what is left of the line, so that the last unit takes what rounding left.
    const share = multiplyRatio(leftMinor, quantity, left * stepMinor, 'half_up') * stepMinor;
    const amountMinor = quantity === left ? leftMinor : Math.min(share, leftMinor);
    priced.push({ lineId, quantity, amountMinor });
  }
  return ok(priced);
}

/**
 * What of a line was given back, or never charged: units that were given up before they left count as
 * given back and are in no refund. Earlier versions kept the units alone.
 */
function givenOf(
  { lineId, quantity, totalMinor }: SnapshotLine,
  refunded: number,
  { before, totals }: Givable,
) {
  const { stepMinor = 1 } = totals;
  const rows = before.flatMap(({ lines }) => lines ?? []).filter((row) => row.lineId === lineId);
  const inRefunds = rows.reduce((sum, row) => sum + row.quantity, 0);
  const uncharged = Math.max(0, refunded - inRefunds);
  const uncounted = rows.filter((row) => row.amountMinor === undefined);
  const units = uncounted.reduce((sum, row) => sum + row.quantity, 0);
  return (
    sumMinor(rows.map(({ amountMinor = 0 }) => amountMinor)) +
    multiplyRatio(totalMinor, units, quantity, 'half_up') +
    multiplyRatio(totalMinor, uncharged, quantity * stepMinor, 'half_up') * stepMinor
  );
}
