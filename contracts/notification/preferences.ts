import { z } from 'zod';
import { failure } from '#kernel/contract.ts';
import { id } from '../shapes.ts';
import { suppressionShape } from './message-shapes.ts';

const preferences = z
  .strictObject({
    customerId: id,
    transactional: z
      .strictObject({ email: z.literal(true), sms: z.boolean() })
      .meta({ description: 'About orders and the account; the e-mails belong to the contract' }),
    marketing: z
      .strictObject({ email: z.boolean(), sms: z.boolean() })
      .meta({ description: 'In this channel; needs consent as well' }),
    consent: z
      .strictObject({ email: z.boolean(), sms: z.boolean() })
      .meta({ description: 'To marketing, as recorded; changed by recording consent' }),
    stopped: z
      .array(
        suppressionShape.pick({
          part: true,
          reason: true,
          channel: true,
          stopsAll: true,
          since: true,
        }),
      )
      .optional()
      .meta({ description: 'Why what is wanted does not come to the address or the telephone' }),
  })
  .meta({ id: 'NotificationPreferences' });

const ofCustomer = z.strictObject({
  customerId: id
    .optional()
    .meta({ description: 'Staff name whose; others are asked as themselves' }),
});

/** Input, output and failures of what a customer wants to be told. */
export const preferenceOperations = {
  getPreferences: {
    input: ofCustomer,
    output: preferences,
    failures: { customer_not_found: failure('not_found') },
  },
  /** Sets what is given. */
  putPreferences: {
    input: ofCustomer.extend({
      transactionalSms: z.boolean().optional(),
      marketingEmail: z.boolean().optional(),
      marketingSms: z.boolean().optional(),
    }),
    output: preferences,
    failures: { customer_not_found: failure('not_found') },
  },
} as const;
