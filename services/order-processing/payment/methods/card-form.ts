import type { OutputOf } from '#platform/calls/service.ts';
import type { Context } from '../payments/payment-store.ts';
import type { Purchase } from './payment-method.ts';

type CardForm = NonNullable<OutputOf<'payment', 'listMethods'>['items'][number]['cardForm']>;

/** Of whoever takes new payments; undefined where it has none, or its key is not set. */
export function cardFormFor(
  { external }: Context,
  { countries, totalMinor, currency }: Pick<Purchase, 'countries' | 'totalMinor' | 'currency'>,
): CardForm | undefined {
  const { cardElement } = external.paymentGateway.chosen;
  if (cardElement === null) return undefined;
  const { publishableKey, scriptUrl, scriptOrigins, frameOrigins, connectOrigins } = cardElement;
  const isKnown = totalMinor !== null && currency !== null;
  return {
    ...external.paymentGateway.newAt,
    publishableKey,
    scriptUrl,
    scriptOrigins: [...scriptOrigins],
    frameOrigins: [...frameOrigins],
    connectOrigins: [...connectOrigins],
    country: countries.at(-1) ?? null,
    currency,
    amountMinor: totalMinor,
    amountInForm: isKnown ? cardElement.amountOf(totalMinor, currency) : null,
  };
}
