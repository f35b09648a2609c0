import { setTimeout as pause } from 'node:timers/promises';
import { settingsOperations as operations } from '#contracts/checkout/settings.ts';
import { systemActor } from '#kernel/actor.ts';
import { useCase } from '../desk/use-case.ts';
import { askWhereDelivered } from './missing-tax-rates.ts';

const { removeTaxRate } = operations;

/** The catalog hears of a change within moments; as often it is asked to hold the rate again. */
const attempts = 12;
const pauseMs = 150;

/**
 * Nobody finds out at the checkout that goods are not sold any more: the catalog holds the rate, or
 * refuses, and tax archives it only while nothing was told of the rates since. Whoever stops between
 * the two leaves a rate by which nothing new goes live, until it is removed again or set again.
 */
export const deleteTaxRate = useCase({
  name: 'adminDeleteTaxRate',
  kind: 'command',
  audience: 'admin',
  access: 'settings:write',
  calls: [
    ['product', 'holdTaxRate'],
    ['checkout', 'removeTaxRate'],
  ],
  input: removeTaxRate.input.pick({ rateId: true, expectedVersion: true }),
  output: removeTaxRate.output,
  perform: async ({ rateId, expectedVersion: expectedRate }, { invocation }, { call }) => {
    const asking = { ...invocation, actor: systemActor('api-gateway') };
    const rates = await call.checkout.listTaxRates({}, asking);
    if (!rates.ok) return rates;
    const rate = rates.value.items.find((one) => one.rateId === rateId);
    // Where a region has no rate of its own, that of its country counts. Who may not act in all channels
    // is refused by tax, before the catalog holds anything.
    const isHeld = rate?.regionCode === null && invocation.actor.channels === '*';
    // Nothing is held for what tax refuses.
    const isOvertaken = expectedRate !== undefined && expectedRate !== rate?.version;
    if (!isHeld || isOvertaken)
      return call.checkout.removeTaxRate({ rateId, expectedRate }, invocation);
    const places = await askWhereDelivered(call, asking);
    if (!places.ok) return places;
    const { countryCode, taxClass } = rate;
    for (let attempt = 1; ; attempt += 1) {
      const held = await call.product.holdTaxRate(
        { countryCode, taxClass, deliveredTo: places.value },
        asking,
      );
      if (!held.ok) return held;
      const expectedVersion = held.value.ratesVersion;
      const asked = { rateId, expectedVersion, expectedRate };
      const removed = await call.checkout.removeTaxRate(asked, invocation);
      const isLate = !removed.ok && removed.failure.code === 'tax_rates_changed';
      if (!isLate || attempt === attempts) return removed;
      await pause(pauseMs);
    }
  },
});
