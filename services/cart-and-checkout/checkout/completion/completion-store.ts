import type { ShownText } from '#contracts/product/legal-texts.ts';
import type { SealedAssessment } from '#contracts/auth/risk-assessment.ts';
import type { Invocation } from '#kernel/invocation.ts';
import { fail, type Failure } from '#kernel/result.ts';
import type { OutputOf } from '#platform/calls/service.ts';
import { becomes, standsBefore } from '#platform/data/transition.ts';
import type { Settings } from '#platform/ground/settings.ts';
import { joinSql, json, sql, type Statement } from '#platform/ground/sql.ts';
import { keyedWith, recordedUnder, replyInRow } from '#platform/resting/reply.ts';
import type { RequestHashes } from '#platform/resting/request-key.ts';
import { beginsWith } from '#platform/resting/story-parts.ts';
import { story } from '#platform/resting/story.ts';
import { type CheckoutContent, ownedBy } from '../checkouts/checkout-store.ts';
import { checkoutMoves, type CheckoutState, type CompletionState } from '../checkout-states.ts';
import { shownTextsColumn } from './shown-texts.ts';

/** By the attempt's payment id. */
export const completionStory = story({ name: 'complete_checkout' });

/** In the attempt that its key began. */
export const completionReply = replyInRow({
  table: 'completion',
  keyOf: 'client',
  key: { scope: 'actor_scope', key: 'key' },
  type: 'json',
});

type Completed = Extract<OutputOf<'checkout', 'completeCheckout'>, { status: 'completed' }>;
type Challenged = Extract<OutputOf<'checkout', 'completeCheckout'>, { status: 'requires_action' }>;

/** A reply as it is kept: without the order's token, which is derived again when it is told. */
export type StoredReply =
  | { readonly ok: true; readonly value: Omit<Completed, 'orderToken'> | Challenged }
  | { readonly ok: false; readonly failure: Failure };

/** A client's key, and what it completes with it. */
export interface KeyUse extends RequestHashes {
  readonly scope: string;
  readonly key: string;
}

/** The risk of a purchase as auth said it, or that nobody said anything that counts. */
export type Risk = Pick<SealedAssessment, 'decision' | 'id' | 'client' | 'total'>;

/** One attempt to complete a checkout, with what was frozen under the version that it names. */
export interface Attempt extends KeyUse {
  readonly checkoutId: string;
  readonly attempt: number;
  readonly state: CompletionState;
  readonly cartId: string;
  readonly cartVersion: number;
  readonly version: number;
  readonly channel: string;
  readonly locale: string;
  readonly ownerKind: 'guest' | 'customer';
  readonly ownerId: string;
  readonly content: CheckoutContent;
  readonly paymentId: string;
  readonly reservationId: string;
  readonly orderId: string;
  readonly orderNumber: string;
  readonly accessTokenHash: string;
  /** The code of the channel's method. */
  readonly method: string;
  readonly paymentToken: string | null;
  /** On a page of the provider's own, in place of a token. */
  readonly hosted: boolean;
  readonly forceChallenge: boolean;
  readonly returnUrl: string;
  readonly riskDecision: 'allow' | 'challenge' | 'unavailable';
  /** Null where nobody said. */
  readonly shownTexts: readonly ShownText[] | null;
  readonly reply: StoredReply | null;
  /** By the database's clock: the person's time for the challenge is over. */
  readonly challengeOver: boolean;
  readonly ageSeconds: number;
}

/** What a key was used for before. */
export interface PriorUse extends RequestHashes {
  readonly paymentId: string;
  readonly orderId: string;
  readonly accessTokenHash: string;
  readonly reply: StoredReply | null;
}

type OfAttempt = Pick<
  Attempt,
  | 'checkoutId'
  | 'version'
  | 'paymentId'
  | 'orderId'
  | 'accessTokenHash'
  | 'method'
  | 'paymentToken'
  | 'hosted'
  | 'returnUrl'
  | 'shownTexts'
>;

export interface NewAttempt extends OfAttempt, KeyUse {
  /** Payment said just now that its method needs no token, whatever the checkout was told before. */
  readonly needsNoToken: boolean;
  readonly risk: Risk;
}

/** What beginning found: the checkout if it is the actor's, an earlier use of the key, and whether it began. */
interface Begun {
  readonly state: CheckoutState | null;
  readonly version: number;
  readonly content: CheckoutContent;
  /** False where they were frozen too long ago. */
  readonly totalsHold: boolean;
  /** The method needs a token, as the checkout was told, and there is none. */
  readonly lacksToken: boolean;
  /** As many payments of the same payer wait at a bank as may. */
  readonly tooMany: boolean;
  readonly begun: boolean;
  readonly prior: PriorUse | null;
}

/** With what its request does not know of the attempt that began. */
export type BegunRow = Begun &
  Pick<
    Attempt,
    | 'attempt'
    | 'cartId'
    | 'cartVersion'
    | 'channel'
    | 'locale'
    | 'ownerKind'
    | 'ownerId'
    | 'reservationId'
    | 'orderNumber'
    | 'forceChallenge'
    | 'riskDecision'
  >;

const attemptColumns = sql`
  c.id as checkout_id, a.actor_scope as scope, a.key, a.body_hash, a.request_hash, a.attempt, a.state, c.cart_id, c.cart_version,
  c.version, c.channel, c.locale, c.owner_kind, c.owner_id, c.content,
  a.payment_id, a.reservation_id, a.order_id,
  a.order_number, a.access_token_hash, a.method,
  a.payment_token, a.hosted, a.force_challenge,
  a.return_url, a.risk_decision, ${shownTextsColumn}, a.reply,
  coalesce(a.challenge_until <= kontor_now(), false) as challenge_over,
  extract(epoch from kontor_now() - a.created_at)::int as age_seconds`;

export function readAttempt(paymentId: string): Statement {
  return sql`
    select ${attemptColumns} from completion a join checkout c on c.id = a.checkout_id
    where a.payment_id = ${paymentId}`;
}

/** The attempt of an actor's checkout that waits for somebody on a page of the provider's own. */
export function waitsOnPage(checkoutId: string, invocation: Invocation): Statement {
  return sql`
    select a.payment_id from completion a
    join checkout c on c.id = a.checkout_id and c.attempt = a.attempt
    where c.id = ${checkoutId} and ${ownedBy(invocation)}
      and a.state = 'requires_action' and a.hosted`;
}

export function readPriorUse(use: KeyUse): Statement {
  const ofAttempt = sql`payment_id, order_id, access_token_hash`;
  return recordedUnder(completionReply, use, ofAttempt);
}

/**
 * One statement: the key's earlier use is looked for, the checkout is moved from open to completing
 * if it is still the named version and nothing is missing, and the attempt and its story are
 * written. The story is leased to this process; if it dies, the sweep takes it up.
 */
export function beginAttempt(
  attempt: NewAttempt,
  settings: Settings,
  invocation: Invocation,
): Statement {
  const { risk } = attempt;
  const { kind, id } = invocation.actor;
  const person = sql`${`${kind}:${id}`}::text`;
  const keyed = keyedWith(completionReply, attempt);
  const resting = beginsWith(completionStory, { from: 'begun', id: 'payment_id' }, invocation);
  const payer = { person, emailKey: sql`found.email_key`, client: sql`${risk.client}::text` };
  return sql`
    with prior as (${readPriorUse(attempt)}),
    found as (
      select c.*, kontor_now() < coalesce(c.totals_until, c.updated_at + interval '30 minutes')
        as totals_hold, ${lacksToken(attempt)} as lacks_token, ${emailKey(settings)} as email_key
      from checkout c where c.id = ${attempt.checkoutId} and ${ownedBy(invocation)} for update),
    others as (
      select coalesce(${tooManyWait(settings, payer)}, false) as too_many from found),
    moved as (
      update checkout c
      set ${becomes(checkoutMoves.begin)}, attempt = c.attempt + 1
      from found, others
      where c.id = found.id and not others.too_many and ${standsBefore(checkoutMoves.begin, 'found')} and found.version = ${attempt.version}
        and found.ready and found.totals_hold and not found.lacks_token and not exists (select from prior) and ${risk.decision !== 'deny'}
      returning c.id, c.attempt, found.email_key, ${decisionFor(risk)} as risk_decision),
    begun as (
      insert into completion (checkout_id, attempt, state, ${keyed.columns} payment_id,
        reservation_id, order_id, order_number, access_token_hash, method, payment_token, hosted,
        force_challenge, return_url, risk_decision, assessment_id, shown_texts, person, client,
        email_key
        ${resting.columns})
      select moved.id, moved.attempt, 'running', ${keyed.values} ${attempt.paymentId},
        case moved.attempt when 1 then moved.id else ${attempt.paymentId}::uuid end,
        ${attempt.orderId}, 'K-' || nextval('order_number'), ${attempt.accessTokenHash},
        ${attempt.method}, ${attempt.paymentToken}, ${attempt.hosted}, moved.risk_decision <> 'allow',
        ${attempt.returnUrl}, moved.risk_decision, ${risk.id},
        ${attempt.shownTexts?.map(({ textId }) => textId) ?? null}::uuid[],
        ${person}, ${risk.client}, moved.email_key ${resting.values}
      from moved
      returning *),
    resting as (${resting.part})
    select found.state, found.version, found.content, found.totals_hold, found.lacks_token,
           others.too_many, begun.payment_id is not null as begun,
           (select json_build_object('paymentId', payment_id, 'bodyHash', body_hash, 'requestHash', request_hash, 'orderId', order_id,
             'accessTokenHash', access_token_hash, 'reply', reply) from prior) as prior,
           ${begunColumns}
    from (select 1) one left join found on true left join others on true
      left join begun on true`;
}

function lacksToken({ method, paymentToken, hosted, needsNoToken }: NewAttempt): Statement {
  if (paymentToken !== null || hosted || needsNoToken) return sql`false`;
  const asked = json([{ code: method, needsToken: true }]);
  return sql`coalesce(c.content->'paymentMethods' @> ${asked}::jsonb, false)`;
}

/** What was said of another total is not said of this one. */
function decisionFor({ decision, total }: Risk): Statement {
  return sql`
    case when c.content->'totals'->>'totalMinor' = ${total && String(total.amountMinor)}::text
      and c.content->'totals'->>'currency' = ${total && total.currency}::text
    then ${decision}::text else 'unavailable' end`;
}

/** Of the attempt that began, so that nothing needs to be read again. */
const begunColumns = sql`
  begun.attempt, found.cart_id, found.cart_version, found.channel,
  found.locale, found.owner_kind, found.owner_id,
  begun.reservation_id, begun.order_number,
  begun.force_challenge, begun.risk_decision`;

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
  const salt = secrets.key('e-mail addresses of purchases').export().toString('base64url');
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
