import { z } from 'zod';
import { currencyCode } from '#kernel/money.ts';
import { countryCode } from '../shapes.ts';

/** What a page needs to show the payment provider's own form for a card. Nothing of it is secret. */
export const cardForm = z
  .strictObject({
    provider: z.string().meta({ description: 'Whose it is', examples: ['stripe'] }),
    sandbox: z.boolean().meta({ description: 'The sandbox stands in for it' }),
    publishableKey: z.string(),
    scriptUrl: z.string().meta({ description: 'To be loaded by the page, from there alone' }),
    scriptOrigins: z.array(z.string()).meta({ description: 'For `script-src` of the page' }),
    frameOrigins: z.array(z.string()).meta({ description: 'For `frame-src` of the page' }),
    connectOrigins: z.array(z.string()).meta({ description: 'For `connect-src` of the page' }),
    country: countryCode
      .nullable()
      .meta({ description: 'Of the buyer: of billing, else of delivery; null until it is known' }),
    currency: currencyCode.nullable().meta({ description: 'Null until there are totals' }),
    amountMinor: z.int().nullable(),
    amountInForm: z
      .int()
      .nullable()
      .meta({ description: 'The same as the form is told it, whose smallest unit may differ' }),
  })
  .meta({ id: 'CardForm' });
