import { z } from 'zod';
import { command, failure, query } from '#kernel/contract.ts';
import { countryCode, pageOf } from '../shapes.ts';

const deliveredTo = z.array(z.strictObject({ channel: z.string(), countryCode })).max(10_000);
const place = z.strictObject({ countryCode, taxClass: z.string() });

export const missingTaxRate = z
  .strictObject({
    channel: z.string(),
    countryCode: countryCode.meta({ description: 'Where it is delivered to, or the channel is' }),
    taxClass: z.string().meta({ examples: ['reduced'] }),
    products: z.int().min(1).meta({ description: 'Live products with goods of the class' }),
    skus: z.array(z.string()).meta({ description: 'Five of them at most' }),
  })
  .meta({ id: 'MissingTaxRate' });

/** What is offered, beside the rates that the tax table has. Schemas only. */
export const missingRatePromises = {
  /**
   * What is live and cannot be bought, since its tax class has no rate where it goes: in the country
   * of each channel and in those that it is delivered to. Countries that the table does not tax are
   * left out, and so are channels that the tax provider alone taxes.
   */
  listMissingTaxRates: query({
    access: 'internal',
    input: z.strictObject({
      deliveredTo,
      /** As if this rate were not there. */
      without: place.optional(),
    }),
    output: pageOf(missingTaxRate),
  }),
  /**
   * Before a country's rate is removed: from then on nothing goes live by it, until the rates are told
   * anew. The answer's version is the one that they were told with last; the rate may be removed only
   * while it is the last, for what is told later takes the hold away.
   */
  holdTaxRate: command({
    access: 'internal',
    idempotency: 'natural',
    input: place.extend({ deliveredTo }),
    output: z.strictObject({ ratesVersion: z.int().min(0) }),
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
  }),
};
