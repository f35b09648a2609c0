import { currencyExponent } from '#kernel/money.ts';
import type { Invocation } from '#kernel/invocation.ts';
import { fail } from '#kernel/result.ts';
import type { Settings } from '#platform/ground/settings.ts';
import { amountText } from '../orders/timeline.ts';

/** What staff are about to give back of an order. */
interface Giving {
  /** With all that was given back of it before: many small ones are as one. */
  readonly sumMinor: number;
  readonly currency: string;
  /** They showed lately that it is them. */
  readonly isProven: boolean;
}

/** Refuses staff who give back much and have not shown lately that it is them. */
export function refuseUnproven(
  { provenRefund }: Settings,
  { actor }: Invocation,
  { sumMinor, currency, isProven }: Giving,
) {
  if (provenRefund === undefined || isProven || actor.kind !== 'staff') return undefined;
  const limitMinor = limitOf(provenRefund, currency);
  return sumMinor > limitMinor ? needsProof(limitMinor, currency) : undefined;
}

/** The same of several sums, one for each currency: their shares of the limits are added up. */
export function refuseUnprovenSum(
  { provenRefund }: Settings,
  { actor }: Invocation,
  sums: readonly Pick<Giving, 'sumMinor' | 'currency'>[],
  isProven: boolean,
) {
  if (provenRefund === undefined || isProven || actor.kind !== 'staff') return undefined;
  const shares = sums
    .map(({ sumMinor, currency }) => {
      const limitMinor = limitOf(provenRefund, currency);
      return { limitMinor, currency, share: sumMinor / limitMinor };
    })
    .toSorted((one, other) => other.share - one.share);
  const [most] = shares;
  if (!most || shares.reduce((sum, { share }) => sum + share, 0) <= 1) return undefined;
  return needsProof(most.limitMinor, most.currency);
}

function limitOf(limits: NonNullable<Settings['provenRefund']>, currency: string): number {
  const whole = limits.byCurrency[currency] ?? limits.ofOthers;
  return whole * 10 ** currencyExponent(currency);
}

function needsProof(limitMinor: number, currency: string) {
  const limit = amountText(limitMinor, currency);
  const message = `By whom more than ${limit} of an order is given back shows once more that it is them.`;
  return fail('refund_needs_proof', message, { limitMinor });
}
