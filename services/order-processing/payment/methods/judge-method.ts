import type { z } from 'zod';
import type { notOfferedReason, purchaseAsked } from '#contracts/payment/methods.ts';
import { fail } from '#kernel/result.ts';
import type { PaymentMethodRow } from './payment-method-store.ts';

export type NotOffered = z.output<typeof notOfferedReason>;

/** What a method is looked at for. */
export interface Purchase extends z.output<typeof purchaseAsked> {
  /** The assessment asks for proof, or nobody could make one: who pays later gives none. */
  readonly doubted: boolean;
}

/** Nothing is held anywhere: the buyer's word is all there is. */
export function isPromise({ kind }: Pick<PaymentMethodRow, 'kind'>): boolean {
  return kind !== 'card';
}

/**
 * The first reason why a method is not offered for a purchase, undefined where it is. What a
 * purchase does not say yet is not looked at. Ceilings need what is owed, which `owedBy` tells.
 */
export function judgeMethod(
  method: PaymentMethodRow | undefined,
  purchase: Purchase,
): NotOffered | undefined {
  if (!method) return 'unknown';
  if (!method.active) return 'inactive';
  const { currency, totalMinor, countries } = purchase;
  if (currency !== null && !allows(method.currencies, currency)) return 'currency';
  if (countries.some((country) => !allows(method.countries, country))) return 'country';
  if (totalMinor !== null) {
    if (method.minMinor !== null && totalMinor < method.minMinor) return 'below_minimum';
    if (method.maxMinor !== null && totalMinor > method.maxMinor) return 'above_maximum';
  }
  return judgeBuyer(method, purchase);
}

function judgeBuyer(
  method: PaymentMethodRow,
  { buyer, doubted, totalMinor }: Purchase,
): NotOffered | undefined {
  const { rule } = method;
  const groups = rule?.groups ?? [];
  if ((rule?.registered || groups.length > 0) && buyer.customerId === null) {
    return 'account_required';
  }
  if (groups.length > 0 && !groups.some((group) => buyer.groups.includes(group))) {
    return 'group_required';
  }
  if (isPromise(method) && doubted) return 'risk';
  const ceilingMinor = rule?.ceilingMinor ?? null;
  if (ceilingMinor !== null && (totalMinor ?? 0) > ceilingMinor) return 'above_ceiling';
  return undefined;
}

/** An empty list allows all. */
function allows(list: readonly string[], one: string): boolean {
  return list.length === 0 || list.includes(one);
}

const messages: Record<NotOffered, string> = {
  unknown: 'This way to pay is not offered here.',
  inactive: 'This way to pay is not offered here.',
  currency: 'This way to pay is not offered in this currency.',
  country: 'This way to pay is not offered for this address.',
  below_minimum: 'This way to pay is offered for larger orders.',
  above_maximum: 'This way to pay is offered for smaller orders.',
  account_required: 'This way to pay asks for an account. Sign in first.',
  group_required: 'This way to pay is not offered to this account.',
  risk: 'This way to pay is not offered for this purchase.',
  above_ceiling: 'With what is open already, this purchase is more than may be paid later.',
};

export function methodUnavailable(reason: NotOffered) {
  const message = `${messages[reason]} Choose another of the checkout’s payment methods.`;
  return fail('payment_method_unavailable', message, { reason });
}
