import type { Rate } from '#external/shipping-provider/port.ts';
import type { Address } from '#contracts/shapes.ts';
import * as clock from '#kernel/clock.ts';
import type { Invocation } from '#kernel/invocation.ts';
import { postalAddressOf, postalAddressOfShop } from '#kernel/postal-address/postal-address.ts';
import type { ServiceContext } from '#platform/calls/service.ts';
import { timeToWait } from '#platform/ground/settings.ts';
import { weightOf, type Option, type Request } from './price-methods.ts';

const timeoutMs = 800;
const retentionMs = 60_000;
/** A carrier that did not answer is left alone for a moment: purchases do not wait for it each time. */
const silenceRetentionMs = 5_000;
const stepGrams = 500;
const quotesCached = 2_000;

interface Stored {
  readonly option: Promise<Option | undefined>;
  untilMs: number;
}

/**
 * The carrier's cheapest quote to a destination. Quotes are kept for a minute by sender, country,
 * region, start of the postal code and weight step, so that few purchases wait for the carrier.
 */
export class LiveQuotes {
  private readonly stored = new Map<string, Stored>();

  private readonly context: ServiceContext<'shipping'>;

  constructor(context: ServiceContext<'shipping'>) {
    this.context = context;
  }

  /** @param sender Where it would be sent from; null: from the shop's own address. */
  cheapest(
    request: Request,
    sender: Address | null,
    invocation: Invocation,
  ): Promise<Option | undefined> {
    const { countryCode, regionCode = '', postalCode } = request.destination;
    const weightGrams = Math.max(1, Math.ceil(weightOf(request) / stepGrams)) * stepGrams;
    const area = postalCode.slice(0, 2);
    const from = sender && JSON.stringify(sender);
    const key = [countryCode, regionCode, area, weightGrams, request.currency, from].join(' ');
    const known = this.stored.get(key);
    if (known && known.untilMs > clock.nowMs()) return known.option;
    if (this.stored.size >= quotesCached) this.stored.clear();
    const option = this.ask(request, { sender, weightGrams }, invocation);
    const entry = { option, untilMs: clock.nowMs() + retentionMs };
    this.stored.set(key, entry);
    void this.forgetSilence(entry);
    return option;
  }

  private async forgetSilence(entry: Stored): Promise<void> {
    if (!(await entry.option)) entry.untilMs = clock.nowMs() + silenceRetentionMs;
  }

  private async ask(
    request: Request,
    { sender, weightGrams }: { sender: Address | null; weightGrams: number },
    invocation: Invocation,
  ): Promise<Option | undefined> {
    const { external, settings, log } = this.context;
    const leftMs = invocation.deadlineMs - clock.nowMs();
    const patienceMs = Math.min(timeToWait(settings, timeoutMs), leftMs);
    try {
      const answer = await external.shippingProvider.chosen.quoteRates(
        {
          shipFrom: sender ? postalAddressOf(sender) : postalAddressOfShop(settings.shop),
          shipTo: postalAddressOf(request.destination),
          parcels: [{ weightGrams }],
          currency: request.currency,
        },
        {
          traceparent: invocation.traceparent,
          signal: AbortSignal.timeout(Math.max(1, patienceMs)),
        },
      );
      if (answer.status === 'quoted') return optionOf(cheapestOf(answer.rates, request.currency));
      const reason = answer.status === 'refused' ? answer.code : answer.reason;
      log.warn({ invocation, reason }, 'carrier gave no quote; its option is left out');
    } catch (error) {
      log.error(
        { invocation, error: String(error) },
        'carrier could not be asked; its option is left out',
      );
    }
    return undefined;
  }
}

function cheapestOf(rates: readonly Rate[], currency: string): Rate | undefined {
  return rates
    .filter((rate) => rate.currency === currency)
    .toSorted((a, b) => a.amountMinor - b.amountMinor)[0];
}

function optionOf(rate: Rate | undefined): Option | undefined {
  if (!rate) return undefined;
  return {
    optionId: `live.${rate.carrierCode}.${rate.serviceCode}`,
    name: rate.serviceName,
    priceMinor: rate.amountMinor,
    carrierCode: rate.carrierCode,
    serviceCode: rate.serviceCode,
    carrierId: rate.carrierId,
    earliestDays: rate.deliveryDays,
    latestDays: rate.deliveryDays,
  };
}
