import { z } from 'zod';
import { failure } from '#kernel/contract.ts';

/** How a webhook is taken: raw as it came, for its signature is over the bytes. */
export const rawWebhook = {
  access: 'public',
  idempotency: 'natural',
  input: z.strictObject({
    rawBodyBase64: z.string(),
    headers: z.record(z.string(), z.string()),
  }),
  failures: {
    webhook_signature_invalid: failure('unauthenticated'),
    webhook_malformed: failure('invalid'),
  },
} as const;
