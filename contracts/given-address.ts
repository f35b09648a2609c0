import { z } from 'zod';
import { address } from './shapes.ts';
import { ofKind } from './text-kinds.ts';

/**
 * An address as people write it. `GET /v1/address-rules/{countryCode}` tells a form what its country
 * asks for; codes are kept in the form that the country writes, whichever they were given in.
 */
export const givenAddress = address
  .extend({
    postalCode: ofKind('number', z.string().trim().max(24)).default('').meta({
      description: 'In any spelling: it is kept in the form of its country, e.g. 1234 AB',
    }),
    regionCode: ofKind(
      'written',
      z
        .string()
        .trim()
        .refine((text) => text.length <= 60, 'At most 60 characters.'),
    )
      .optional()
      .meta({ description: 'Second part of ISO 3166-2, e.g. NY, or the name of the region' }),
    countryCode: z
      .string()
      .overwrite((text) => text.trim().toUpperCase())
      .regex(/^[A-Z]{2}$/)
      .meta({ description: 'ISO 3166-1 alpha-2', examples: ['DE'] }),
  })
  .meta({ id: 'GivenAddress', examples: address.meta()?.examples });
