import { z } from 'zod';
import { command, defineContract } from '#kernel/contract.ts';
import { amountMinor, currencyCode } from '#kernel/money.ts';
import { address, id } from './shapes.ts';

/** Accounts, sessions, staff, API keys and risk. */
export const auth = defineContract({
  service: 'auth',
  operations: {
    /**
     * Asks Fraud Detection once per key and keeps the answer. `unavailable`: the service did not
     * answer, so 3-D Secure is forced and the order flagged.
     */
    assessRisk: command({
      access: 'internal',
      idempotency: 'natural',
      input: z.strictObject({
        /** E.g. checkout id and version; a repeated key replays the answer. */
        key: z.string().max(200),
        event: z.enum(['login', 'registration', 'checkout']),
        ipAddress: z.string(),
        userAgent: z.string().max(500).optional(),
        email: z.string().optional(),
        billingAddress: address.optional(),
        shippingAddress: address.optional(),
        order: z.strictObject({ amountMinor, currency: currencyCode }).optional(),
      }),
      output: z.strictObject({
        decision: z.enum(['allow', 'challenge', 'deny', 'unavailable']),
        assessmentId: z.string().nullable(),
      }),
    }),
  },
  events: {
    'auth.registered': {
      version: 1,
      data: z.strictObject({ customerId: id, email: z.string(), name: z.string().nullable() }),
    },
    /** A mail with a secret link. `sealed` holds the token, encrypted for notification alone. */
    'auth.mail_requested': {
      version: 1,
      data: z.strictObject({
        template: z.enum(['verify_email', 'reset_password', 'account_exists', 'password_changed']),
        customerId: id.nullable(),
        email: z.string(),
        sealed: z.string().nullable(),
        expiresAt: z.string().nullable(),
      }),
    },
  },
});
