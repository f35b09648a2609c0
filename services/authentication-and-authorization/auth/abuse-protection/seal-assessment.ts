import { createHmac } from 'node:crypto';
import { assessmentPurpose, type SealedAssessment } from '#contracts/auth/risk-assessment.ts';
import { placeOf } from '#kernel/client-address.ts';
import * as clock from '#kernel/clock.ts';
import { seal, type Secrets } from '#platform/ground/sealed.ts';
import type { InputOf, OutputOf } from '#platform/calls/service.ts';

type Question = InputOf<'auth', 'assessRisk'>;
type Answer = OutputOf<'auth', 'assessRisk'>;

/** Long enough for a request that is tried again, short enough that a kept one is worth nothing. */
const goodForMs = 15 * 60_000;
const checkoutKey = /^checkout:([^:]+):(\d+)$/;

/**
 * The answer on a purchase as checkout will believe it. It stands in the place of the assessment's
 * id, which every gateway hands on unread, older ones too.
 */
export function sealAssessment(secrets: Secrets, question: Question, answer: Answer): Answer {
  const [, checkoutId, version] = checkoutKey.exec(question.key) ?? [];
  if (question.event !== 'checkout' || checkoutId === undefined) return answer;
  const assessment: SealedAssessment = {
    checkoutId,
    version: Number(version),
    total: question.order ?? null,
    decision: answer.decision,
    id: answer.assessmentId,
    client: clientOf(secrets, question.ipAddress),
    until: clock.nowMs() + goodForMs,
  };
  return { ...answer, assessmentId: seal(secrets, assessmentPurpose, assessment) };
}

/** Addresses are counted by, never kept: without the key nobody finds out which one it was. */
function clientOf(secrets: Secrets, address: string): string {
  const key = secrets.key('clients of purchases');
  return createHmac('sha256', key)
    .update(placeOf(address).network)
    .digest('base64url')
    .slice(0, 22);
}
