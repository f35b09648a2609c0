import { z } from 'zod';
import { minorFromDecimal } from '#external/exchange/currency-exponent.ts';

/** What both sides of the wire speak: orders of JSON, amounts as decimal texts. */
export const money = z.object({
  value: z.string().regex(/^\d{1,12}(\.\d{1,3})?$/),
  currency: z.string().regex(/^[A-Z]{3}$/),
});

export const refundOnWire = z.object({
  refundNumber: z.string(),
  merchantReference: z.string().nullable(),
  amount: money,
  at: z.string(),
});

export const orderOnWire = z.object({
  orderNumber: z.string(),
  merchantReference: z.string(),
  stage: z.enum(['waiting', 'reserved', 'charged', 'released', 'rejected']),
  amount: money,
  charged: money,
  payPage: z.string(),
  refunds: z.array(refundOnWire),
});
export type OrderOnWire = z.infer<typeof orderOnWire>;

export const noticeOnWire = z.object({
  noticeNumber: z.string(),
  at: z.string(),
  order: orderOnWire,
});

export const refusalOnWire = z.object({ problem: z.string() });

/** In minor units; undefined where that is no amount of the currency. */
export function minorOf({ value, currency }: z.infer<typeof money>): number | undefined {
  return minorFromDecimal(Number(value), currency);
}
