import { z } from 'zod';
import { open } from '#kernel/open-values.ts';
import { countryCode } from './shapes.ts';

/** Whether a field must be filled; `none`: addresses there do not have it, so a form leaves it out. */
const use = open(z.enum(['required', 'optional', 'none']), { unknownAs: 'optional' });
const label = z.string().meta({ description: 'In the language that was asked for' });

/** What a form asks for of an address in a country, and how the address is written there. */
export const addressRules = z
  .strictObject({
    countryCode,
    countryName: z.string().meta({ examples: ['United States'] }),
    fields: z
      .array(
        z.strictObject({
          field: z.string().meta({ examples: ['postalCode'] }),
          use,
          label: label.meta({ examples: ['ZIP code'] }),
        }),
      )
      .meta({ description: 'Fields of an address, in the order of the country' }),
    postalCode: z.strictObject({
      use,
      pattern: z.string().nullable().meta({
        description: 'A regular expression of what is kept; other spellings are put in this form',
      }),
      examples: z.array(z.string()).meta({ examples: [['95014', '22162-1010']] }),
    }),
    regions: z
      .array(
        z.strictObject({
          code: z.string().meta({ examples: ['NY'] }),
          name: z.string().meta({ description: 'In the letters of the country' }),
          latinName: z.string().nullable(),
        }),
      )
      .meta({ description: 'Empty where a form need not ask for one' }),
  })
  .meta({ id: 'AddressRules' });
