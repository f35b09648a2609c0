import { z } from 'zod';
import { defineContract } from '#kernel/contract.ts';
import { id } from './shapes.ts';

/** Profiles, addresses, groups, consent; tickets, preferences and templates are reached through it. */
export const customer = defineContract({
  service: 'customer',
  operations: {},
  events: {
    'customer.contact_changed': {
      version: 1,
      data: z.strictObject({
        customerId: id,
        email: z.string(),
        phone: z.string().nullable(),
        /** To marketing by e-mail. */
        marketingConsent: z.boolean(),
        /** To marketing by SMS. */
        marketingSmsConsent: z.boolean().optional(),
      }),
    },
  },
});
