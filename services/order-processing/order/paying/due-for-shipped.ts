import type { OrderSnapshot, SnapshotLine } from '#contracts/shapes.ts';
import { multiplyRatio, sumMinor } from '#kernel/money.ts';

/** How much of a line has left, and how much never will. */
export interface UnitsOfLine {
  readonly lineId: string;
  readonly shipped: number;
  readonly cancelled: number;
}

export interface DueForShipped {
  /** What may be captured in all by now. */
  readonly dueMinor: number;
  /** Nothing more is to be sent. */
  readonly isLast: boolean;
  /** Something was sent, also of what costs nothing. */
  readonly hasLeft: boolean;
  /** What is not sent, at what it costs: with `dueMinor` it is the order's total. */
  readonly unsent: readonly { lineId: string; quantity: number; amountMinor: number }[];
}

interface Sold {
  readonly lines: readonly Pick<SnapshotLine, 'lineId' | 'quantity' | 'totalMinor'>[];
  readonly totals: Pick<OrderSnapshot['totals'], 'totalMinor' | 'stepMinor'>;
}

/**
 * What of an order's total may be captured by what has left: all but the goods that have not. So the
 * delivery, and what rounding leaves, comes with the first part, and all parts together are the total
 * to the last cent, however the goods are split.
 */
export function dueForShipped(
  { lines, totals }: Sold,
  units: readonly UnitsOfLine[],
): DueForShipped {
  const { totalMinor, stepMinor = 1 } = totals;
  const of = (lineId: string) => units.find((one) => one.lineId === lineId);
  const unsent = lines.flatMap(({ lineId, quantity, totalMinor: lineMinor }) => {
    const left = quantity - Math.min(quantity, of(lineId)?.shipped ?? 0);
    if (left === 0) return [];
    const share = multiplyRatio(lineMinor, left, quantity * stepMinor, 'half_up') * stepMinor;
    const amountMinor = left === quantity ? lineMinor : Math.min(lineMinor, share);
    return [{ lineId, quantity: left, amountMinor }];
  });
  const isLast = lines.every(({ lineId, quantity }) => {
    const { shipped = 0, cancelled = 0 } = of(lineId) ?? {};
    return shipped + cancelled >= quantity;
  });
  const hasLeft = units.some(({ shipped }) => shipped > 0);
  const unsentMinor = sumMinor(unsent.map(({ amountMinor }) => amountMinor));
  const dueMinor = hasLeft ? Math.max(0, totalMinor - unsentMinor) : 0;
  return { dueMinor, isLast, hasLeft, unsent };
}
