import type Stripe from 'stripe';
import { z } from 'zod';
import { unknown } from '../../exchange/exchange.ts';
import type { ExternalCall, Unknown } from '../../exchange/external-call.ts';
import type { StripeClient, StripeRequest } from '../../stripe/stripe-client.ts';
import {
  gatewayPayoutStates,
  type BalanceBook,
  type BalanceLine,
  type GatewayPayout,
  type ListLinesResult,
  type Since,
} from '../balance.ts';
import { fromStripeAmount, roundedMinor } from './stripe-amount.ts';
import { epochSeconds } from './stripe-answers.ts';

const pageSize = 100;
const signed = z.number().int();
const id = z.string().min(1).max(255);
const currency = z.string().min(1).max(20);

/** What is read of a charge, refund or dispute; of other sources nothing is. */
const sourceSchema = z.object({
  id,
  object: z.string(),
  payment_intent: z.string().nullish(),
  currency: z.string().nullish(),
  amount: signed.nullish(),
  amount_captured: signed.nullish(),
});

const lineSchema = z.object({
  id,
  object: z.literal('balance_transaction'),
  type: z.string().max(200),
  reporting_category: z.string().max(200).nullish(),
  amount: signed,
  fee: signed,
  net: signed,
  currency,
  exchange_rate: z.number().positive().nullish(),
  source: z.union([z.string(), sourceSchema]).nullish(),
  created: epochSeconds,
});

const payoutSchema = z.object({
  id,
  object: z.literal('payout'),
  amount: signed,
  currency,
  status: z.string().max(200),
  reconciliation_status: z.string().nullish(),
  automatic: z.boolean().nullish(),
  created: epochSeconds,
  arrival_date: epochSeconds,
});

type Line = z.infer<typeof lineSchema>;
type Source = z.infer<typeof sourceSchema>;
type Kind = BalanceLine['kind'];

const kinds: Readonly<Record<string, Kind>> = {
  charge: 'charge',
  payment: 'charge',
  payment_failure_refund: 'charge_failure',
  refund: 'refund',
  payment_refund: 'refund',
  refund_failure: 'refund_failure',
  stripe_fee: 'fee',
  stripe_fx_fee: 'fee',
  tax_fee: 'fee',
  payout: 'payout',
  payout_failure: 'payout_failure',
  payout_cancel: 'payout_failure',
};
/** Adjustments say by their category what they adjust. */
const adjustments: Readonly<Record<string, Kind>> = {
  dispute: 'dispute',
  dispute_reversal: 'dispute_reversal',
  fee: 'fee',
};

export function stripeBalance(client: StripeClient): BalanceBook {
  return {
    listLines: ({ fromMs, after }: Since, call?: ExternalCall) => {
      const created = { gte: Math.max(0, Math.floor(fromMs / 1_000)) };
      return listLines(client, { ...pageAfter(after), created }, call);
    },
    listLinesOfPayout: ({ gatewayPayoutId, after }, call) =>
      listLines(client, { ...pageAfter(after), payout: gatewayPayoutId }, call),
    async listPayouts({ fromMs, after }, call) {
      const parameters = {
        ...pageAfter(after),
        created: { gte: Math.max(0, Math.floor(fromMs / 1_000)) },
      } satisfies Stripe.PayoutListParams;
      return list(client, { path: '/v1/payouts', parameters }, payoutSchema, toPayout, call);
    },
  };
}

function pageAfter(after: string | null) {
  return { limit: pageSize, ...(after === null ? {} : { starting_after: after }) };
}

/** Sources come along, so that each line says whose it is without another question. */
function listLines(
  client: StripeClient,
  asked: Stripe.BalanceTransactionListParams & { created?: { gte: number } },
  call: ExternalCall | undefined,
): Promise<ListLinesResult> {
  const parameters = { ...asked, expand: ['data.source'] };
  const request = { path: '/v1/balance_transactions', parameters };
  return list(client, request as Omit<StripeRequest, 'method'>, lineSchema, toLine, call);
}

async function list<Raw extends { id: string }, Item>(
  client: StripeClient,
  request: Omit<StripeRequest, 'method'>,
  schema: z.ZodType<Raw>,
  read: (raw: Raw) => Item,
  call: ExternalCall | undefined,
): Promise<{ status: 'listed'; items: Item[]; next: string | null } | Unknown> {
  const result = await client.send({ method: 'GET', ...request }, call);
  if (result.status === 'unknown') return result;
  if (result.status === 'refused') return unknown('invalid_answer', 'no', result.code);
  const page = z.object({ data: z.array(schema), has_more: z.boolean() }).safeParse(result.value);
  if (!page.success) return unknown('invalid_answer', 'no', `no page of ${request.path}`);
  const { data, has_more: more } = page.data;
  const last = data.at(-1)?.id ?? null;
  const isStuck = more && (last === null || last === request.parameters?.['starting_after']);
  if (isStuck) return unknown('invalid_answer', 'no', 'a page without an end');
  return { status: 'listed', items: data.map(read), next: more ? last : null };
}

/** One that does not add up, or is no whole number of our units, is of no kind that we know. */
function toLine(line: Line): BalanceLine {
  const source = typeof line.source === 'object' ? line.source : null;
  const settled = line.currency.toUpperCase();
  const amounts = [line.amount, line.fee, line.net].map((amount) => minorOf(amount, settled));
  const isExact = amounts.every(({ isExact: one }) => one) && line.net === line.amount - line.fee;
  const [amountMinor, , netMinor] = amounts.map(({ minor }) => minor) as [number, number, number];
  const { type, reporting_category: category } = line;
  const name = type === 'adjustment' && category ? `${type}/${category}` : type;
  return {
    gatewayLineId: line.id,
    kind: isExact ? kindOf(line) : 'other',
    reported: isExact ? name : `${name} (does not add up)`,
    amountMinor,
    feeMinor: amountMinor - netMinor,
    currency: settled,
    sourceId: typeof line.source === 'string' ? line.source : (source?.id ?? null),
    gatewayPaymentId: source?.payment_intent ?? null,
    paid: source && paidOf(line, source),
    createdAt: isoOf(line.created),
  };
}

function kindOf({ type, reporting_category: category }: Line): Kind {
  const known = type === 'adjustment' ? adjustments : kinds;
  const name = type === 'adjustment' ? (category ?? '') : type;
  return Object.hasOwn(known, name) ? known[name]! : 'other';
}

/**
 * What the buyer paid where it was converted: a part of a charge by its rate, all of one as its
 * source says, for a rate is rounded.
 */
function paidOf(line: Line, source: Source): BalanceLine['paid'] {
  const paidIn = source.currency?.toUpperCase();
  if (paidIn === undefined) return null;
  if (paidIn === line.currency.toUpperCase()) {
    return { amountMinor: minorOf(line.amount, paidIn).minor, currency: paidIn };
  }
  const whole = source.amount_captured ?? source.amount ?? null;
  if (typeof line.exchange_rate !== 'number') return null;
  const byRate = Math.round(line.amount / line.exchange_rate);
  const isWhole = whole !== null && Math.abs(Math.abs(byRate) - whole) <= Math.max(1, whole / 500);
  const paid = isWhole ? Math.sign(line.amount) * whole : byRate;
  return { amountMinor: minorOf(paid, paidIn).minor, currency: paidIn };
}

function toPayout(payout: z.infer<typeof payoutSchema>): GatewayPayout {
  const paidIn = payout.currency.toUpperCase();
  const state = gatewayPayoutStates.find((one) => one === payout.status) ?? 'other';
  return {
    gatewayPayoutId: payout.id,
    state,
    reported: payout.status,
    amountMinor: minorOf(payout.amount, paidIn).minor,
    currency: paidIn,
    isByHand: payout.automatic === false,
    isComplete: payout.automatic !== false && payout.reconciliation_status === 'completed',
    createdAt: isoOf(payout.created),
    arrivesAt: isoOf(payout.arrival_date),
  };
}

/** A currency that is none of ISO 4217 is kept as the provider counts it. */
function minorOf(amount: number, of: string): { minor: number; isExact: boolean } {
  const minor = /^[A-Z]{3}$/.test(of) ? fromStripeAmount(amount, of) : amount;
  return { minor: minor ?? roundedMinor(amount, of), isExact: minor !== undefined };
}

function isoOf(seconds: number): string {
  return new Date(seconds * 1_000).toISOString();
}
