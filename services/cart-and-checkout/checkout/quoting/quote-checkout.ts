import type { Address } from '#contracts/shapes.ts';
import { untoldTax, whyUntold } from '#contracts/tax/untold.ts';
import type { KnownExemption } from '#contracts/tax-exemption.ts';
import type { Invocation } from '#kernel/invocation.ts';
import { ok } from '#kernel/result.ts';
import type { ServiceContext } from '#platform/calls/service.ts';
import type { CheckoutContent, StoredCheckout } from '../checkouts/checkout-store.ts';
import { exemptionFor } from './exemptions.ts';
import { findProblems, rateProblems } from './find-problems.ts';
import { amountStepOf } from './amount-step.ts';
import { freezeLines, freezeTotals, type Cart, type TaxQuote } from './freeze-totals.ts';
import { downToStep, roundToStep } from './round-to-step.ts';

/** What the person has said so far. */
export interface Wishes {
  readonly email: string | null;
  readonly phone: string | null;
  readonly shippingAddress: Address | null;
  readonly billingAddress: Address | null;
  readonly vatId: string | undefined;
  readonly deliveryOptionId: string | undefined;
  /** Price of the delivery chosen before: taxes are then quoted beside the delivery, not after it. */
  readonly deliveryPriceMinor: number | undefined;
  /** What carriers quoted for these goods and this address before. */
  readonly quotesOffered: Options;
  /** Certificates of the buyer, wherever and whenever they count. */
  readonly exemptions: readonly KnownExemption[];
}

/** Of a checkout that is quoted anew, what carriers quoted for the goods as they are. */
export function quotesOffered(
  { content, cartVersion }: Pick<StoredCheckout, 'content' | 'cartVersion'>,
  cart: Cart,
): Options {
  if (cartVersion !== cart.version) return [];
  return content.deliveryOptions.filter(({ carrierId }) => carrierId);
}

/** What was said before, for quoting it anew. */
export function saidOf(
  { content: known, cartVersion }: Pick<StoredCheckout, 'content' | 'cartVersion'>,
  cart: Cart,
  exemptions: readonly KnownExemption[],
): Wishes {
  const { delivery, ...content } = known;
  const { email, phone, shippingAddress, billingAddress, vatId } = content;
  return {
    email,
    phone,
    shippingAddress,
    billingAddress,
    vatId,
    deliveryOptionId: delivery?.optionId,
    deliveryPriceMinor: delivery?.priceMinor,
    quotesOffered: quotesOffered({ content: known, cartVersion }, cart),
    exemptions,
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
  const step = await amountStepOf(context, cart.currency, invocation);
  const destination = wishes.shippingAddress ?? (shipped ? null : wishes.billingAddress);
  if (!destination) return freeze(cart, wishes, shipped, { step, options: [], quote: undefined });
  const exemption = exemptionFor(wishes.exemptions, destination, context.settings);
  const exempt = exemption !== undefined;
  const taxOf = (shippingMinor: number) =>
    quoteTax(context, { cart, destination, exempt, shippingMinor, step, reference }, invocation);
  if (!shipped) {
    const quote = await taxOf(0);
    return freeze(cart, wishes, shipped, { step, options: [], quote, exemption });
  }
  const guessMinor = wishes.deliveryPriceMinor;
  const [delivery, guessed] = await Promise.all([
    quoteDelivery(context, cart, destination, invocation),
    guessMinor === undefined ? undefined : taxOf(guessMinor),
  ]);
  if (!delivery.ok) {
    return freeze(cart, wishes, shipped, {
      step,
      options: [],
      quote: undefined,
      refused: delivery,
    });
  }
  const answered = delivery.value.options;
  // A carrier that is silent now does not take back what it quoted.
  const isSilent = !answered.some(({ carrierId }) => carrierId);
  const options = [...answered, ...(isSilent ? wishes.quotesOffered : [])].map((option) => {
    return { ...option, priceMinor: downToStep(option.priceMinor, step) };
  });
  const chosen = chooseDelivery(options, wishes.deliveryOptionId);
  const priceMinor = chosen?.priceMinor ?? 0;
  const quote = guessed && guessMinor === priceMinor ? guessed : await taxOf(priceMinor);
  return freeze(cart, wishes, shipped, { step, options, quote, exemption });
}

interface Quotes {
  readonly step: number;
  readonly options: Options;
  readonly quote: Awaited<ReturnType<typeof quoteTax>> | undefined;
  readonly exemption?: KnownExemption | undefined;
  readonly refused?: Extract<Awaited<ReturnType<typeof quoteDelivery>>, { ok: false }>;
}

function freeze(cart: Cart, wishes: Wishes, shipped: boolean, quotes: Quotes) {
  const { step } = quotes;
  const answered: TaxQuote | undefined = quotes.quote?.ok ? quotes.quote.value : undefined;
  const withoutRate = rateProblems(cart, answered);
  const quoted = withoutRate.length > 0 ? undefined : answered;
  const delivery = chooseDelivery(quotes.options, wishes.deliveryOptionId);
  const rounded = roundToStep(cart, delivery?.priceMinor ?? 0, quoted, step);
  const { quote, shippingMinor } = rounded;
  const lines = freezeLines(cart, quote, rounded.discounts);
  const { email, phone, shippingAddress, billingAddress, vatId } = wishes;
  const contact = { email, phone, shippingAddress, billingAddress, ...(vatId && { vatId }) };
  const totals = quote ? freezeTotals(cart, lines, shippingMinor, quote, step) : null;
  const taxExemption = quote && quotes.exemption && appliedOf(quotes.exemption);
  const quotedAs = { lines, deliveryOptions: quotes.options, delivery, totals };
  const frozen = {
    ...contact,
    ...quotedAs,
    ...(taxExemption && { taxExemption }),
    // Amounts that were rounded are not those that the provider taxed.
    ...(quote?.calculationId && {
      taxCalculationId:
        quote === quoted || whyUntold(quote.calculationId)
          ? quote.calculationId
          : untoldTax('rounded_to_step'),
    }),
  };
  const failures = [quotes.refused, quotes.quote].flatMap((reply) =>
    reply && !reply.ok ? [reply.failure] : [],
  );
  const content: CheckoutContent = {
    ...frozen,
    problems: [...findProblems(frozen, cart, shipped, failures), ...withoutRate],
  };
  return {
    content,
    delivery: quotes.refused ?? ok(null),
    tax: quotes.quote && !quotes.quote.ok ? quotes.quote : ok(null),
  };
}

function appliedOf({ exemptionId, reason, certificateNumber, issuedBy }: KnownExemption) {
  return { exemptionId, reason, certificateNumber, issuedBy };
}

/**
 * The option that was wished for. Where none was, or it is not offered any more, the cheapest of the
 * shop's own; what a carrier quotes beside them is chosen by people alone, or where there is nothing else.
 */
function chooseDelivery(options: Options, optionId: string | undefined) {
  const wished = options.find((option) => option.optionId === optionId);
  return wished ?? options.find(({ carrierId }) => !carrierId) ?? options[0] ?? null;
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
      notBefore: expectedOf(lines),
    },
    invocation,
  );
}

/** When the last of the goods is expected; null: of some nobody knows, undefined: all are there. */
function expectedOf(lines: Cart['lines']): string | null | undefined {
  if (lines.some(({ backordered, expectedOn }) => backordered && expectedOn === undefined))
    return null;
  return lines
    .flatMap(({ expectedOn }) => expectedOn ?? [])
    .toSorted()
    .at(-1);
}

interface Taxed {
  readonly cart: Cart;
  readonly destination: Address;
  readonly exempt: boolean;
  readonly shippingMinor: number;
  readonly step: number;
  readonly reference: string;
}

function quoteTax(
  { call }: ServiceContext<'checkout'>,
  { cart, destination, exempt, shippingMinor, step, reference }: Taxed,
  invocation: Invocation,
) {
  const { currency, pricesIncludeTax } = cart;
  const lines = cart.lines.map(({ lineId, quantity, subtotalMinor, taxClass }) => {
    return { lineId, amountMinor: downToStep(subtotalMinor, step), quantity, taxClass };
  });
  const asked = { reference, currency, pricesIncludeTax, destination, exempt, lines };
  return call.tax.quoteTax({ ...asked, shippingMinor }, invocation);
}
