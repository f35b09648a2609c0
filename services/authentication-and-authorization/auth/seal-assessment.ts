import { createHmac } from 'node:crypto';
import { assessmentPurpose, type SealedAssessment } from '#contracts/risk-assessment.ts';
import { placeOf } from '#kernel/client-address.ts';
import * as clock from '#kernel/clock.ts';
import { keyFor, seal } from '#platform/sealed.ts';
import type { InputOf, OutputOf } from '#platform/service.ts';

type Question = InputOf<'auth', 'assessRisk'>;
type Answer = OutputOf<'auth', 'assessRisk'>;

/** Long enough for a request that is tried again, short enough that a kept one is worth nothing. */
const goodForMs = 15 * 60_000;
const checkoutKey = /^checkout:([^:]+):(\d+)$/;

/**
 * The answer on a purchase as checkout will believe it. It stands in the place of the assessment's
 * id, which every gateway hands on unread, older ones too.
 */
export function sealAssessment(secret: Buffer, question: Question, answer: Answer): Answer {
  const [, checkoutId, version] = checkoutKey.exec(question.key) ?? [];
  if (question.event !== 'checkout' || checkoutId === undefined) return answer;
  const assessment: SealedAssessment = {
    checkoutId,
    version: Number(version),
    total: question.order ?? null,
    decision: answer.decision,
    id: answer.assessmentId,
    client: clientOf(secret, question.ipAddress),
    until: clock.nowMs() + goodForMs,
  };
  return { ...answer, assessmentId: seal(secret, assessment, assessmentPurpose) };
}

/** Addresses are counted by, never kept: without the secret nobody finds out which one it was. */
function clientOf(secret: Buffer, address: string): string {
  const key = keyFor(secret, 'clients of purchases');
  return createHmac('sha256', key)
    .update(placeOf(address).network)
    .digest('base64url')
    .slice(0, 22);
}
