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
  const whole = provenRefund.byCurrency[currency] ?? provenRefund.ofOthers;
  const limitMinor = whole * 10 ** currencyExponent(currency);
  if (sumMinor <= limitMinor) return undefined;
  const limit = amountText(limitMinor, currency);
  const message = `By whom more than ${limit} of an order is given back shows once more that it is them.`;
  return fail('refund_needs_proof', message, { limitMinor });
}
