import { createHmac } from 'node:crypto';
import { assessmentPurpose, type SealedAssessment } from '#contracts/auth/risk-assessment.ts';
import type { AssessResult } from '#external/fraud-detection/port.ts';
import { placeOf } from '#kernel/client-address.ts';
import * as clock from '#kernel/clock.ts';
import type { Invocation } from '#kernel/invocation.ts';
import { postalAddressOf } from '#kernel/postal-address/postal-address.ts';
import { ok } from '#kernel/result.ts';
import type { Handler, InputOf, OutputOf } from '#platform/calls/service.ts';
import { seal, type Secrets } from '#platform/ground/sealed.ts';
import { timeToWait } from '#platform/ground/settings.ts';
import { sql } from '#platform/ground/sql.ts';
import type { AuthContext } from '../auth-context.ts';

type Question = InputOf<'auth', 'assessRisk'>;
type Answer = OutputOf<'auth', 'assessRisk'>;
type Assessed = Extract<AssessResult, { status: 'assessed' }>;

const waitMs = 1_000;
const unavailable: Answer = { decision: 'unavailable', assessmentId: null };

/**
 * One question outside and one row: on the way of every purchase there is no look beforehand. A
 * repeated key may ask the provider again, but the first answer kept is the one that counts. What
 * is said of a purchase leaves sealed for checkout.
 */
export function assessRisk(context: AuthContext): Handler<'auth', 'assessRisk'> {
  return async (question, invocation) => {
    const answer = await askAndKeep(context, question, invocation);
    return ok(sealAssessment(context.settings.secrets, question, answer));
  };
}

export async function askAndKeep(
  context: Pick<AuthContext, 'database' | 'external' | 'settings'>,
  question: Question,
  invocation: Invocation,
): Promise<Answer> {
  const answer = await ask(context, question, invocation);
  if (answer.status === 'assessed') return keep(context, question, answer, invocation);
  // Not kept: the next try may find the provider well again.
  const known = await context.database.first<Answer>(
    sql`select decision, assessment_id from risk_assessment where key = ${question.key}`,
    invocation,
  );
  return known ?? unavailable;
}

/** The provider's answer within a second, whatever the provider does with its connection. */
async function ask(
  { external, settings }: Pick<AuthContext, 'external' | 'settings'>,
  question: Question,
  invocation: Invocation,
): Promise<AssessResult> {
  const leftMs = invocation.deadlineMs - clock.nowMs();
  const patienceMs = Math.max(0, Math.min(timeToWait(settings, waitMs), leftMs));
  const ending = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<AssessResult>((resolve) => {
    timer = setTimeout(() => {
      ending.abort();
      resolve({ status: 'unknown', reason: 'timeout', executed: 'maybe' });
    }, patienceMs);
  });
  const { key, event, ipAddress, userAgent, email, billingAddress, shippingAddress, order } =
    question;
  const answered = external.fraudDetection.chosen.assess(
    {
      transactionId: key,
      event,
      ipAddress,
      userAgent,
      email,
      billing: billingAddress && postalAddressOf(billingAddress),
      shipping: shippingAddress && postalAddressOf(shippingAddress),
      order,
      idempotencyKey: key,
    },
    { traceparent: invocation.traceparent, signal: ending.signal },
  );
  try {
    return await Promise.race([answered, late]);
  } finally {
    clearTimeout(timer);
  }
}

async function keep(
  { database }: Pick<AuthContext, 'database'>,
  { key, event }: Question,
  { decision, providerAssessmentId, score, reasons }: Assessed,
  invocation: Invocation,
): Promise<Answer> {
  const [stored] = await database.write<Answer>(
    'assessRisk',
    sql`
      insert into risk_assessment (key, event, decision, assessment_id, score, reasons)
      values (${key}, ${event}, ${decision}, ${providerAssessmentId}, ${score}, ${reasons})
      on conflict (key) do update set key = excluded.key
      returning decision, assessment_id`,
    invocation,
  );
  return stored!;
}

/** Long enough for a request that is tried again, short enough that a kept one is worth nothing. */
const goodForMs = 15 * 60_000;
const checkoutKey = /^checkout:([^:]+):(\d+)$/;

/**
 * The answer on a purchase as checkout will believe it. It stands in the place of the assessment's
 * id, which every gateway hands on unread, older ones too.
 */
function sealAssessment(secrets: Secrets, question: Question, answer: Answer): Answer {
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
