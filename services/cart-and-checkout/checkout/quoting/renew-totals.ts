import { whyUntold } from '#contracts/tax/untold.ts';
import type { Invocation } from '#kernel/invocation.ts';
import { fail } from '#kernel/result.ts';
import type { ServiceContext } from '#platform/calls/service.ts';
import { renewTotals, saveCheckout, versionConflict } from '../checkouts/checkout-store.ts';
import { freezeAgain, otherTerms, sameTerms, type Frozen } from './freeze-again.ts';

/** Where the provider is silent by now, one that it made of the same amounts before is still to be told. */
export function calculationOf(
  { content: { taxCalculationId: before } }: Pick<Frozen, 'content'>,
  { content: { taxCalculationId: latest } }: Pick<Frozen, 'content'>,
): Pick<Frozen['content'], 'taxCalculationId'> {
  const isUntold = latest !== undefined && whyUntold(latest) !== undefined;
  const taxCalculationId = isUntold ? (before ?? latest) : latest;
  return taxCalculationId === undefined ? {} : { taxCalculationId };
}

/**
 * Of a checkout whose totals were frozen too long ago, or that was short of stock when it was
 * frozen: all is looked at anew. Undefined where the buyer would be shown the same, which then
 * holds from now on; otherwise why it cannot be completed like this.
 */
export async function renewOrRefuse(
  context: ServiceContext<'checkout'>,
  frozen: Frozen,
  invocation: Invocation,
) {
  const again = await freezeAgain(context, frozen, invocation);
  if (!again.ok) return again;
  const { next, short } = again.value;
  const onlyShort = next.content.problems.every(({ code }) => code === 'not_enough_stock');
  const same = sameTerms(frozen.content, next.content) && onlyShort;
  if (same && short.length > 0) {
    const message = 'Not enough units are left. Order fewer, or leave these lines out.';
    return fail('out_of_stock', message, { lines: short });
  }
  const moved = same
    ? renewTotals(frozen, next.totalsUntil!, calculationOf(frozen, next))
    : saveCheckout(next);
  const name = same ? 'renew_totals' : 'refreeze_checkout';
  const won = await context.database.move(name, { moved }, invocation);
  if (!won) return versionConflict(next.version);
  return same ? undefined : otherTerms(next);
}
