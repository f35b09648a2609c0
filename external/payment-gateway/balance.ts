import { z } from 'zod';
import { unknownSchema, type ExternalCall } from '../exchange/external-call.ts';

/** What moved the shop's account at a provider; `other`: nobody here knows, `reported` says it. */
export const balanceLineKinds = [
  'charge',
  'charge_failure',
  'refund',
  'refund_failure',
  'dispute',
  'dispute_reversal',
  'fee',
  'payout',
  'payout_failure',
  'other',
] as const;

/** Whatever it is, also one that nobody has invented yet: it is money, so no line is dropped. */
const currency = z.string().min(1).max(20);
const signed = z.number().int();

export const balanceLineSchema = z.object({
  gatewayLineId: z.string().min(1).max(255),
  kind: z.enum(balanceLineKinds),
  /** The provider's own word for it. */
  reported: z.string().max(255),
  /** What came in, or went out where it is negative, before the fee. */
  amountMinor: signed,
  /** Negative where a fee is given back. */
  feeMinor: signed,
  currency,
  /** The provider's id of the charge, refund, dispute or payout. */
  sourceId: z.string().nullable(),
  gatewayPaymentId: z.string().nullable(),
  /** In the currency that the buyer paid in; null where nothing says so. */
  paid: z.object({ amountMinor: signed, currency }).nullable(),
  /** UTC, ISO 8601. */
  createdAt: z.string(),
});

export const gatewayPayoutStates = ['pending', 'in_transit', 'paid', 'failed', 'canceled'] as const;

export const gatewayPayoutSchema = z.object({
  gatewayPayoutId: z.string().min(1).max(255),
  state: z.enum([...gatewayPayoutStates, 'other']),
  reported: z.string().max(255),
  amountMinor: signed,
  currency,
  /** Its lines can be listed. */
  isComplete: z.boolean(),
  /** Asked for by a person there: the provider names no lines of it, and never will. */
  isByHand: z.boolean().optional(),
  createdAt: z.string(),
  arrivesAt: z.string(),
});

/** One page; `next` leads to the following one, and is null on the last. */
const pageOf = <Item extends z.ZodType>(item: Item) =>
  z.discriminatedUnion('status', [
    z.object({ status: z.literal('listed'), items: z.array(item), next: z.string().nullable() }),
    unknownSchema,
  ]);

export const listLinesResultSchema = pageOf(balanceLineSchema);
export const listPayoutsResultSchema = pageOf(gatewayPayoutSchema);

export type BalanceLine = z.infer<typeof balanceLineSchema>;
export type GatewayPayout = z.infer<typeof gatewayPayoutSchema>;
export type ListLinesResult = z.infer<typeof listLinesResultSchema>;
export type ListPayoutsResult = z.infer<typeof listPayoutsResultSchema>;

export interface Since {
  /** Epoch ms; all that was made from then on, the newest first. */
  readonly fromMs: number;
  /** What the page before said. */
  readonly after: string | null;
}

/** What a provider says of the shop's account. Every answer is one page of it. */
export interface BalanceBook {
  listLines(request: Since, call?: ExternalCall): Promise<ListLinesResult>;
  listPayouts(request: Since, call?: ExternalCall): Promise<ListPayoutsResult>;
  /** What was sent to the bank with a payout, its own line among it. */
  listLinesOfPayout(
    request: { readonly gatewayPayoutId: string; readonly after: string | null },
    call?: ExternalCall,
  ): Promise<ListLinesResult>;
}
