import {
  assessmentPurpose,
  sealedAssessment,
  type SealedAssessment,
} from '#contracts/auth/risk-assessment.ts';
import * as clock from '#kernel/clock.ts';
import { openSealed, type Secrets } from '#platform/ground/sealed.ts';
import type { InputOf } from '#platform/calls/service.ts';
import { fail } from '#kernel/result.ts';
import type { Settings } from '#platform/ground/settings.ts';
import { joinSql, sql, type Statement } from '#platform/ground/sql.ts';

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

/**
 * Stock that waits for somebody at a bank is held without money. How much of it one may hold is
 * limited: by the person, by the e-mail address and by the address that the request came from.
 */
export interface Payer {
  readonly person: Statement;
  readonly emailKey: Statement;
  readonly client: Statement;
}

/** Whoever makes an attempt whose row is `own`. */
const ownPayer: Payer = {
  person: sql`own.person`,
  emailKey: sql`own.email_key`,
  client: sql`own.client`,
};

/** Hashed with a key of checkout's own, so that the table tells nobody's address. */
export function emailKey({ secrets }: Settings): Statement {
  const salt = secrets.key('e-mail addresses of purchases').toString('base64url');
  return sql`md5(${salt}::text || lower(c.content->>'email'))`;
}

const waiting = sql`w.state = 'requires_action' and w.challenge_until > kontor_now()`;

/** Addresses are told apart where rate limits are on; tests buy much from one and for one. */
function columnsOf(settings: Settings, payer: Payer) {
  const { openChallenges, openChallengesPerAddress } = settings;
  const person = { same: sql`w.person = ${payer.person}`, most: openChallenges };
  if (settings.rateLimits === 'off') return [person];
  return [
    person,
    { same: sql`w.email_key = ${payer.emailKey}`, most: openChallenges },
    { same: sql`w.client = ${payer.client}`, most: openChallengesPerAddress },
  ];
}

/** True where one challenge more would be too many. */
export function tooManyWait(settings: Settings, payer: Payer): Statement {
  const parts = columnsOf(settings, payer).map(
    ({ same, most }) =>
      sql`(select count(*) from completion w where ${same} and ${waiting}) >= ${most}::int`,
  );
  return sql`(${joinSql(parts, ' or ')})`;
}

/** Those who would begin to wait at the same moment come one after the other. */
export function lockPayer(paymentId: string): Statement {
  return sql`
    select pg_advisory_xact_lock(hashtextextended(key, 0)) from (
      select unnest(array[person, email_key, client]) as key from completion
      where payment_id = ${paymentId} order by key) keys
    where key is not null`;
}

export function tooManyWaitBeside(settings: Settings, paymentId: string): Statement {
  return sql`
    select ${tooManyWait(settings, ownPayer)} as too_many from completion own
    where own.payment_id = ${paymentId}`;
}

/** What the same payer holds unpaid in other attempts, by SKU. */
export function heldBeside(settings: Settings, paymentId: string): Statement {
  const ids = columnsOf(settings, ownPayer).map(
    ({ same }) => sql`w.payment_id in (
      select w.payment_id from completion w, own where ${same} and ${waiting})`,
  );
  return sql`
    with own as (select * from completion where payment_id = ${paymentId})
    select line->>'sku' as sku, sum((line->>'quantity')::int)::int as units
    from completion w join checkout c on c.id = w.checkout_id
      cross join lateral jsonb_array_elements(c.content->'lines') line
    where (${joinSql(ids, ' or ')})
    group by 1`;
}

export function tooManyOpenPayments({ challengeSeconds }: Settings) {
  const message =
    'Too many payments of yours wait for a bank. Finish those, or come back when their time is over.';
  return fail('too_many_open_payments', message, { retryAfterSeconds: challengeSeconds });
}
