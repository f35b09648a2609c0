import type { Address } from '#contracts/shapes.ts';
import type { Invocation } from '#kernel/invocation.ts';
import { ok } from '#kernel/result.ts';
import type { ServiceContext } from '#platform/calls/service.ts';
import type { CheckoutContent } from '../checkouts/checkout-store.ts';
import { findProblems } from './find-problems.ts';
import { freezeLines, freezeTotals, type Cart, type TaxQuote } from './freeze-totals.ts';

/** What the person has said so far. */
export interface Wishes {
  readonly email: string | null;
  readonly phone: string | null;
  readonly shippingAddress: Address | null;
  readonly billingAddress: Address | null;
  readonly deliveryOptionId: string | undefined;
  /** Price of the delivery chosen before: taxes are then quoted beside the delivery, not after it. */
  readonly deliveryPriceMinor: number | undefined;
}

/** What was said before, for quoting it anew. */
export function saidOf({ delivery, ...content }: CheckoutContent): Wishes {
  const { email, phone, shippingAddress, billingAddress } = content;
  return {
    email,
    phone,
    shippingAddress,
    billingAddress,
    deliveryOptionId: delivery?.optionId,
    deliveryPriceMinor: delivery?.priceMinor,
  };
}

type Options = CheckoutContent['deliveryOptions'];

/**
 * Freezes the cart with its delivery and tax. What is missing is a problem in the content;
 * `delivery` and `tax` tell when a neighbour refused.
 */
export async function quoteCheckout(
  context: ServiceContext<'checkout'>,
  cart: Cart,
  wishes: Wishes,
  reference: string,
  invocation: Invocation,
) {
  const shipped = cart.lines.some((line) => line.requiresShipping);
  const destination = wishes.shippingAddress ?? (shipped ? null : wishes.billingAddress);
  if (!destination) return freeze(cart, wishes, shipped, { options: [], quote: undefined });
  const taxOf = (shippingMinor: number) =>
    quoteTax(context, cart, destination, shippingMinor, reference, invocation);
  if (!shipped) {
    const quote = await taxOf(0);
    return freeze(cart, wishes, shipped, { options: [], quote });
  }
  const guessMinor = wishes.deliveryPriceMinor;
  const [delivery, guessed] = await Promise.all([
    quoteDelivery(context, cart, destination, invocation),
    guessMinor === undefined ? undefined : taxOf(guessMinor),
  ]);
  if (!delivery.ok) {
    return freeze(cart, wishes, shipped, { options: [], quote: undefined, refused: delivery });
  }
  const chosen = chooseDelivery(delivery.value.options, wishes.deliveryOptionId);
  const priceMinor = chosen?.priceMinor ?? 0;
  const quote = guessed && guessMinor === priceMinor ? guessed : await taxOf(priceMinor);
  return freeze(cart, wishes, shipped, { options: delivery.value.options, quote });
}

interface Quotes {
  readonly options: Options;
  readonly quote: Awaited<ReturnType<typeof quoteTax>> | undefined;
  readonly refused?: Extract<Awaited<ReturnType<typeof quoteDelivery>>, { ok: false }>;
}

function freeze(cart: Cart, wishes: Wishes, shipped: boolean, quotes: Quotes) {
  const quote: TaxQuote | undefined = quotes.quote?.ok ? quotes.quote.value : undefined;
  const delivery = chooseDelivery(quotes.options, wishes.deliveryOptionId);
  const lines = freezeLines(cart, quote);
  const { deliveryOptionId: _id, deliveryPriceMinor: _price, ...contact } = wishes;
  const totals = quote ? freezeTotals(cart, lines, delivery?.priceMinor ?? 0, quote) : null;
  const frozen = { ...contact, lines, deliveryOptions: quotes.options, delivery, totals };
  const failures = [quotes.refused, quotes.quote].flatMap((reply) =>
    reply && !reply.ok ? [reply.failure] : [],
  );
  const content: CheckoutContent = {
    ...frozen,
    problems: findProblems(frozen, cart, shipped, failures),
  };
  return {
    content,
    delivery: quotes.refused ?? ok(null),
    tax: quotes.quote && !quotes.quote.ok ? quotes.quote : ok(null),
  };
}

/** The option that was wished for; the cheapest where none was, or where it is not offered any more. */
function chooseDelivery(options: Options, optionId: string | undefined) {
  return options.find((option) => option.optionId === optionId) ?? options[0] ?? null;
}

function quoteDelivery(
  context: ServiceContext<'checkout'>,
  cart: Cart,
  destination: Address,
  invocation: Invocation,
) {
  const lines = cart.lines.filter((line) => line.requiresShipping);
  return context.call.shipping.quoteDelivery(
    {
      currency: cart.currency,
      destination,
      subtotalMinor: lines.reduce((sum, line) => sum + line.subtotalMinor, 0),
      lines: lines.map(({ lineId, quantity, weightGrams, subtotalMinor }) => ({
        lineId,
        quantity,
        weightGrams,
        amountMinor: subtotalMinor,
      })),
    },
    invocation,
  );
}

function quoteTax(
  context: ServiceContext<'checkout'>,
  cart: Cart,
  destination: Address,
  shippingMinor: number,
  reference: string,
  invocation: Invocation,
) {
  return context.call.tax.quoteTax(
    {
      reference,
      currency: cart.currency,
      pricesIncludeTax: cart.pricesIncludeTax,
      destination,
      exempt: false,
      lines: cart.lines.map(({ lineId, quantity, subtotalMinor, taxClass }) => ({
        lineId,
        amountMinor: subtotalMinor,
        quantity,
        taxClass,
      })),
      shippingMinor,
    },
    invocation,
  );
}
