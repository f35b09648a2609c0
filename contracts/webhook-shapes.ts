import { z } from 'zod';
import { failure } from '#kernel/contract.ts';
import { open } from '#kernel/open-values.ts';

/** What became of a webhook that was taken. */
export const webhookOutcome = open(z.enum(['applied', 'duplicate', 'ignored', 'held_for_review']), {
  unknownAs: 'ignored',
});

const failures = {
  webhook_signature_invalid: failure('unauthenticated'),
  webhook_malformed: failure('invalid'),
  /** The key that it is signed with could not be fetched: it is not taken, send it again. */
  webhook_keys_unavailable: failure('unavailable'),
  /** The sandbox's webhooks are believed from its own machine alone. */
  webhook_sender_refused: failure('forbidden'),
  /** No provider of this name sends webhooks. */
  webhook_provider_unknown: failure('not_found'),
  /** Nothing verifies it until the shop has the provider's keys: send it again. */
  webhook_provider_without_keys: failure('unavailable'),
} as const;

const received = z.strictObject({
  provider: z.string().max(60),
  rawBodyBase64: z.string(),
  headers: z.record(z.string(), z.string()),
  /** Of whoever sent it, behind trusted proxies; null where it is not told. */
  clientAddress: z.string().max(64).nullable().default(null),
});

const webhook = (formerProvider: string) =>
  received.extend({
    /** Whoever does not say speaks of the one that there was before there were several. */
    provider: z.string().max(60).default(formerProvider),
  });

const raw = { access: 'public', idempotency: 'natural', failures } as const;

/** How a webhook is taken: raw as it came, for its signature is over the bytes. */
export const paymentWebhook = { ...raw, input: webhook('stripe') } as const;
export const carrierWebhook = { ...raw, input: webhook('shipengine') } as const;
export const emailWebhook = { ...raw, input: received } as const;
export const smsWebhook = {
  ...raw,
  /** Of which text it is, as its address says; null where somebody writes to us. */
  input: received.extend({ messageId: z.uuid().nullable().default(null) }),
} as const;
