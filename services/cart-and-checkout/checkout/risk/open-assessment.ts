import {
  assessmentPurpose,
  sealedAssessment,
  type SealedAssessment,
} from '#contracts/auth/risk-assessment.ts';
import * as clock from '#kernel/clock.ts';
import { openSealed, type Secrets } from '#platform/ground/sealed.ts';
import type { InputOf } from '#platform/calls/service.ts';

type Request = InputOf<'checkout', 'completeCheckout'>;

/** The risk of a purchase as auth said it, or that nobody said anything that counts. */
export type Risk = Pick<SealedAssessment, 'decision' | 'id' | 'client' | 'total'>;

const unavailable: Risk = { decision: 'unavailable', id: null, client: null, total: null };

/**
 * What auth sealed for this checkout and version. Missing, foreign, changed or too old it says
 * nothing: the risk is `unavailable` then, never allowed. Whether the total is the frozen one is
 * for the statement that begins the attempt, which is the first to see it.
 */
export function openAssessment(secrets: Secrets, { checkoutId, version, risk }: Request): Risk {
  const found = opened(secrets, risk?.assessmentId ?? null);
  const counts =
    found?.checkoutId === checkoutId && found.version === version && found.until > clock.nowMs();
  return counts ? found : unavailable;
}

function opened(secrets: Secrets, text: string | null): SealedAssessment | undefined {
  if (text === null) return undefined;
  try {
    return sealedAssessment.safeParse(openSealed(secrets, assessmentPurpose, text)).data;
  } catch {
    return undefined;
  }
}
