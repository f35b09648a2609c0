import { z } from 'zod';

const minor = z.number().int().nonnegative();

export const gatewayPaymentStates = [
  'requires_action',
  'processing',
  'authorized',
  'captured',
  'voided',
  'declined',
] as const;

/** A payment as the gateway's book has it. */
export const foundPaymentSchema = z.object({
  gatewayPaymentId: z.string(),
  reference: z.string().nullable(),
  state: z.enum(gatewayPaymentStates),
  amountMinor: minor,
  authorizedMinor: minor,
  capturedMinor: minor,
  refundedMinor: minor,
  currency: z.string().regex(/^[A-Z]{3}$/),
  declineCode: z.string().nullable(),
  /** Of an authorization: UTC, ISO 8601; null or absent where it does not end or nobody says so. */
  expiresAt: z.string().nullable().optional(),
  /** Of an authorization: whether it can be captured in several parts. */
  inParts: z.boolean().optional(),
});
