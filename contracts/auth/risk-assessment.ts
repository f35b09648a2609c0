import { z } from 'zod';
import { currencyCode } from '#kernel/money.ts';

/** What a purchase may do by its risk. `unavailable`: nobody could be asked, or nothing that counts came. */
export const riskDecision = z.enum(['allow', 'challenge', 'deny', 'unavailable']);

/** For what `seal` of platform/ground/sealed.ts closes an assessment: only checkout opens it. */
export const assessmentPurpose = 'risk assessment for checkout';

/**
 * What auth tells checkout of a purchase, through whoever carries the request: sealed, so that no
 * door can forge it, leave out a part, or use it for another checkout, version or amount.
 */
export const sealedAssessment = z.object({
  checkoutId: z.string(),
  version: z.int(),
  /** Null while the checkout had no total: then it cannot be completed either. */
  total: z.object({ amountMinor: z.int(), currency: currencyCode }).nullable(),
  decision: riskDecision,
  /** The provider's own id of its answer. */
  id: z.string().nullable(),
  /** Keyed hash of the client's address (an IPv4 address, or the /64 of an IPv6 one). */
  client: z.string().nullable(),
  /** Milliseconds since 1970 after which it counts no more. */
  until: z.number(),
});

export type SealedAssessment = z.output<typeof sealedAssessment>;
