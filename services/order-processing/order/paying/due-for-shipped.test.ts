import fc from 'fast-check';
import { expect, test } from 'vitest';
import { allocate, sumMinor } from '#kernel/money.ts';
import { dueForShipped } from './due-for-shipped.ts';

const line = (lineId: string, quantity: number, totalMinor: number) => ({
  lineId,
  quantity,
  totalMinor,
});

test('half of what was ordered leaves: its goods and the delivery are due, then the rest', () => {
  const order = { lines: [line('a', 4, 4_000)], totals: { totalMinor: 4_490 } };
  const shipped = (units: number, cancelled = 0) =>
    dueForShipped(order, [{ lineId: 'a', shipped: units, cancelled }]);
  expect(dueForShipped(order, [])).toMatchObject({ dueMinor: 0, isLast: false });
  expect(shipped(2)).toMatchObject({ dueMinor: 2_490, isLast: false });
  expect(shipped(4)).toMatchObject({ dueMinor: 4_490, isLast: true, unsent: [] });
  expect(shipped(2, 2)).toEqual({
    dueMinor: 2_490,
    isLast: true,
    hasLeft: true,
    unsent: [{ lineId: 'a', quantity: 2, amountMinor: 2_000 }],
  });
  expect(shipped(0, 4)).toMatchObject({ dueMinor: 0, isLast: true, hasLeft: false });
});

/** An order as its checkout freezes it: each line and the delivery a multiple of the step. */
const sold = fc
  .record({
    step: fc.constantFrom(1, 10),
    lines: fc.array(
      fc.record({
        quantity: fc.integer({ min: 1, max: 9 }),
        unitSteps: fc.integer({ min: 0, max: 90_000 }),
        discountSteps: fc.integer({ min: 0, max: 90_000 }),
        taxPpm: fc.constantFrom(0, 70_000, 190_000),
      }),
      { minLength: 1, maxLength: 6 },
    ),
    deliverySteps: fc.integer({ min: 0, max: 5_000 }),
  })
  .map(({ step, lines: drawn, deliverySteps }) => {
    const lines = drawn.map(({ quantity, unitSteps, discountSteps, taxPpm }, index) => {
      const netSteps = Math.max(0, quantity * unitSteps - discountSteps);
      const steps = netSteps + Math.round((netSteps * taxPpm) / 1_000_000);
      return { lineId: `line ${index}`, quantity, totalMinor: steps * step };
    });
    const totalMinor = sumMinor(lines.map((one) => one.totalMinor)) + deliverySteps * step;
    return { step, order: { lines, totals: { totalMinor, stepMinor: step } } };
  });

/** In which order its units leave, and after how many units a parcel is closed. */
const split = fc.record({ shuffle: fc.infiniteStream(fc.nat()), parcels: fc.nat({ max: 7 }) });

test('however an order is split, its captures are its total to the last unit of money', () => {
  fc.assert(
    fc.property(sold, split, ({ step, order }, { shuffle, parcels }) => {
      const units = order.lines
        .flatMap(({ lineId, quantity }) => Array.from({ length: quantity }, () => lineId))
        .map((lineId) => ({ lineId, at: shuffle.next().value! }))
        .toSorted((one, other) => one.at - other.at);
      const counts = allocate(
        units.length,
        Array.from({ length: parcels + 1 }, () => 1),
      );
      const shipped = new Map<string, number>();
      const captures: number[] = [];
      let capturedMinor = 0;
      for (const count of counts.filter((size) => size > 0)) {
        for (const { lineId } of units.splice(0, count)) {
          shipped.set(lineId, (shipped.get(lineId) ?? 0) + 1);
        }
        const left = [...shipped].map(([lineId, sent]) => ({
          lineId,
          shipped: sent,
          cancelled: 0,
        }));
        const due = dueForShipped(order, left);
        const unsentMinor = sumMinor(due.unsent.map(({ amountMinor }) => amountMinor));
        expect(due.dueMinor + unsentMinor).toBe(order.totals.totalMinor);
        expect(due.isLast).toBe(units.length === 0);
        captures.push(due.dueMinor - capturedMinor);
        capturedMinor = due.dueMinor;
      }
      expect(sumMinor(captures)).toBe(order.totals.totalMinor);
      for (const amountMinor of captures) {
        expect(amountMinor).toBeGreaterThanOrEqual(0);
        expect(amountMinor % step).toBe(0);
      }
    }),
    { numRuns: 1_000 },
  );
});
