import { z } from 'zod';
import { settingsOperations as operations } from '#contracts/checkout/settings.ts';
import { missingTaxRate } from '#contracts/product/missing-rates.ts';
import { systemActor } from '#kernel/actor.ts';
import { failure } from '#kernel/contract.ts';
import { fail } from '#kernel/result.ts';
import { useCase } from '../desk/use-case.ts';
import { askForMissingRates } from './missing-tax-rates.ts';

const { removeTaxRate } = operations;

/** Nobody finds out at the checkout that goods are not sold any more: the catalog is asked before. */
export const deleteTaxRate = useCase({
  name: 'adminDeleteTaxRate',
  kind: 'command',
  audience: 'admin',
  access: 'settings:write',
  calls: [['checkout', 'removeTaxRate']],
  failures: {
    /** Goods of its class are live that go there; the first of them by channel. */
    tax_rate_in_use: failure(
      'conflict',
      z.strictObject(
        missingTaxRate.pick({ channel: true, countryCode: true, taxClass: true, products: true })
          .shape,
      ),
    ),
  },
  input: removeTaxRate.input,
  output: removeTaxRate.output,
  perform: async (input, { invocation }, { call }) => {
    const asking = { ...invocation, actor: systemActor('api-gateway') };
    const rates = await call.checkout.listTaxRates({}, asking);
    if (!rates.ok) return rates;
    const rate = rates.value.items.find(({ rateId }) => rateId === input.rateId);
    // Where a region has no rate of its own, that of its country counts.
    if (rate?.regionCode === null) {
      const { countryCode, taxClass } = rate;
      const found = await askForMissingRates(call, invocation, { countryCode, taxClass });
      if (!found.ok) return found;
      const used = found.value.items.find(
        (item) => item.countryCode === countryCode && item.taxClass === taxClass,
      );
      if (used) {
        const { channel, products } = used;
        const what = `${products} live products of the tax class "${taxClass}" go to ${countryCode} in the channel ${channel}. Give them another class or archive them first, or take ${countryCode} out of what the channel delivers to.`;
        return fail('tax_rate_in_use', what, { channel, countryCode, taxClass, products });
      }
    }
    return call.checkout.removeTaxRate(input, invocation);
  },
});
