import * as clock from '#kernel/clock.ts';
import type { Invocation } from '#kernel/invocation.ts';
import { must } from '#kernel/result.ts';
import type { ServiceContext } from '#platform/calls/service.ts';

export interface ChannelPrices {
  readonly currency: string;
  readonly pricesIncludeTax: boolean;
}

/** ISO 4217's "no currency": what the catalog answers for a channel that does not exist. */
export const noCurrency = 'XXX';
const retentionMs = 300_000;
/** The catalog tells a channel's currency with any answer; unknown SKUs are left out of it. */
const noSku = '-';

/**
 * In which currency a channel sells and whether its prices include tax. An empty cart needs no
 * more, so the answer is kept for five minutes; every line that is added asks anew and corrects it.
 */
export function rememberChannelPrices(context: ServiceContext<'cart'>) {
  const known = new Map<string, ChannelPrices & { askedAtMs: number }>();
  return async (invocation: Invocation): Promise<ChannelPrices> => {
    const stored = known.get(invocation.channel);
    if (stored && clock.nowMs() - stored.askedAtMs < retentionMs) return stored;
    const reply = await context.call.product.getSellableVariants({ skus: [noSku] }, invocation);
    const { currency, pricesIncludeTax } = must(reply, 'asking the currency of a channel');
    // Channels are few; should a caller invent names, forgetting all of them is cheap.
    if (known.size >= 100) known.clear();
    known.set(invocation.channel, { currency, pricesIncludeTax, askedAtMs: clock.nowMs() });
    return { currency, pricesIncludeTax };
  };
}
