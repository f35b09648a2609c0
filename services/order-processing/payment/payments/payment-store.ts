import type { z } from 'zod';
import type { paymentShape } from '#contracts/payment/index.ts';
import { newId } from '#kernel/ids.ts';
import type { Invocation } from '#kernel/invocation.ts';
import { transition } from '#platform/data/transition.ts';
import { sql, json, type Statement } from '#platform/ground/sql.ts';
import { beginsWith, finishesWith } from '#platform/resting/story-parts.ts';
import { story } from '#platform/resting/story.ts';
import type { EmittedEvent } from '#platform/events/event-types.ts';
import type { ServiceContext } from '#platform/calls/service.ts';
import type { Transaction } from '#platform/data/transaction.ts';
import type { LedgerEntry } from './ledger.ts';
import { paymentMoves, type PaymentMove, type PaymentState } from '../payment-states.ts';

export type Payment = z.output<typeof paymentShape>;

/** A payment as it is kept. */
export interface PaymentRow extends Omit<Payment, 'sandbox' | 'nextActionUntil'> {
  readonly provider: string;
  /** Made in the sandbox, which spoke the provider's wire; null where nothing says so yet. */
  readonly sandbox: boolean | null;
  readonly state: PaymentState;
  readonly orderNumber: string;
  readonly version: number;
  /** The number of the key that the authorization was asked for under, and what was sent under it. */
  readonly authorizeAttempt: number;
  readonly authorizeWire: string | null;
  readonly captureMinor: number | null;
  readonly captureAttempt: number;
  /** Whether the gateway lets it be captured in parts; null where an earlier version did not ask. */
  readonly inParts: boolean | null;
  readonly voidAttempt: number;
  readonly refundPendingMinor: number;
  readonly token: string | null;
  readonly forceChallenge: boolean;
  readonly returnUrl: string;
  /** Paid on a page of the gateway's own: until when somebody can pay there. Null: by a token. */
  readonly pageUntil: string | null;
  /** That page, once it is known. */
  readonly gatewayPageId: string | null;
  readonly movedAt: string;
  /** When it was read, by the clock that wrote its other times. */
  readonly asOf: string;
}

/**
 * Rests beside every question to the gateway, by the payment's id. One that is over leaves nothing:
 * the next question begins it again.
 */
export const settlingStory = story({ name: 'settle_payment', leaves: 'nothing' });

/** Earlier versions did not say. The ids that the sandbox gives are of a form that no provider's have. */
export const madeInSandbox = sql`
  coalesce(p.sandbox, p.gateway_payment_id ~ '^pi_[0-9a-f]{28}$')`;

export const paymentColumns = sql`
  p.payment_id, p.checkout_id, p.order_id,
  p.order_number, p.state, p.version, p.method,
  p.method_code, p.provider, ${madeInSandbox} as sandbox, p.held_as,
  p.authorization_kind, p.currency, p.amount_minor,
  p.authorized_minor, p.authorize_attempt, p.authorize_wire, p.capture_minor,
  p.capture_attempt, p.void_attempt, p.captured_minor,
  p.refunded_minor, p.refund_pending_minor,
  p.disputed_minor, p.gateway_payment_id,
  p.next_action_url, p.decline_code, p.token,
  p.force_challenge, p.return_url,
  p.created_at, p.moved_at, p.dispute_state, p.authorized_until, p.in_parts,
  p.page_until, p.gateway_page_id, kontor_now() as as_of`;

/** What callers see of it. */
export function toPayment(row: PaymentRow): Payment {
  return {
    paymentId: row.paymentId,
    checkoutId: row.checkoutId,
    orderId: row.orderId,
    state: row.state,
    method: row.method,
    methodCode: row.methodCode,
    authorizationKind: row.authorizationKind,
    provider: row.provider,
    sandbox: row.sandbox ?? false,
    heldAs: row.heldAs,
    currency: row.currency,
    amountMinor: row.amountMinor,
    authorizedMinor: row.authorizedMinor,
    capturedMinor: row.capturedMinor,
    refundedMinor: row.refundedMinor,
    disputedMinor: row.disputedMinor,
    nextActionUrl: row.nextActionUrl,
    nextActionUntil: row.nextActionUrl === null ? null : row.pageUntil,
    declineCode: row.declineCode,
    gatewayPaymentId: row.gatewayPaymentId,
    createdAt: row.createdAt,
    disputeState: row.disputeState,
    authorizedUntil:
      row.state === 'authorized' || row.state === 'part_captured' ? row.authorizedUntil : null,
    version: row.version,
  };
}

/**
 * How old something of a row was as the row was read. Both times are the database's: by the clock of
 * a process that goes ahead of it, what was asked of the gateway just now would have had its time.
 */
export function ageMs(sinceIso: string, { asOf }: { readonly asOf: string }): number {
  return Date.parse(asOf) - Date.parse(sinceIso);
}

export function readPayment(paymentId: string): Statement {
  return sql`select ${paymentColumns} from payment p where p.payment_id = ${paymentId}`;
}

/**
 * Goes into a statement whose part `moved` holds the payment's row: the settling story at rest
 * beside what is about to be asked of the gateway, due when no answer was recorded in its lease.
 */
export function restingStory(invocation: Invocation): Statement {
  return beginsWith(settlingStory, { from: 'moved', id: 'payment_id' }, invocation).part;
}

/**
 * As above: the story is over once nothing is unknown any more. One that waits for something else,
 * such as a person's review, is left to end itself.
 */
export function endingStory(): Statement {
  const where = sql`
    moved.state not in ('authorizing', 'capturing', 'capturing_part', 'releasing', 'voiding')
    and moved.refund_pending_minor = 0`;
  return finishesWith(settlingStory, { from: 'moved', id: 'payment_id', where }).part;
}

/** As above: posts one ledger entry in the payment's currency. */
export function postedEntry({ kind, source, postings }: LedgerEntry): Statement {
  return sql`
    entry as (
      insert into ledger_entry (entry_id, payment_id, order_id, kind, source)
      select ${newId()}::uuid, moved.payment_id, moved.order_id, ${kind}, ${source} from moved
      returning entry_id),
    posted as (
      insert into ledger_posting (entry_id, line, account, direction, amount_minor, currency)
      select entry.entry_id, part.line, part.account, part.direction, part.amount_minor, moved.currency
      from moved, entry,
        unnest(${postings.map(({ account }) => account)}::text[],
               ${postings.map(({ direction }) => direction)}::text[],
               ${postings.map(({ amountMinor }) => amountMinor)}::bigint[])
          with ordinality as part (account, direction, amount_minor, line)
      returning 1)`;
}

export interface PaymentChange {
  readonly paymentId: string;
  readonly move: PaymentMove;
  /** Further columns, e.g. `captured_minor = 5`. */
  readonly set?: Statement;
  /** A further condition. */
  readonly where?: Statement;
  readonly entry?: LedgerEntry | undefined;
  /** What else is written where the move is made: a part of the statement that reads `moved`. */
  readonly beside?: Statement | undefined;
  /** The gateway is asked next: a story rests beside it until the answer is recorded. */
  readonly asksNext?: boolean;
}

const nothing = sql``;

/**
 * One statement: the compare-and-set, what it posts, and its story. It gives the row as moved, and
 * no row when another move came first.
 */
export function paymentMoved(detail: PaymentChange, invocation: Invocation): Statement {
  const { paymentId, move, set, where } = detail;
  return sql`
    with moved as (
${transition(paymentMoves[move], paymentId, { set, where, returning: sql`*` })})
    ${detail.entry ? sql`, ${postedEntry(detail.entry)}` : nothing}
    ${detail.beside ? sql`, ${detail.beside}` : nothing},
    story_moved as (${detail.asksNext ? restingStory(invocation) : endingStory()})
    select ${paymentColumns} from moved p`;
}

export type Context = ServiceContext<'payment'>;

/**
 * Who learns of a change: `reply`, the caller that asked for it and waits, which costs no event;
 * `event`, those who wait without asking: an answer was lost, or the gateway's own doing.
 */
export type Reporting = 'reply' | 'event';

/**
 * Moves a payment by compare-and-set. The row as moved, or undefined when another move came first.
 */
export async function movePayment(
  { database }: Context,
  detail: PaymentChange,
  invocation: Invocation,
  reporting: Reporting,
  eventOf?: (row: PaymentRow) => EmittedEvent | readonly EmittedEvent[],
): Promise<PaymentRow | undefined> {
  const statement = paymentMoved(detail, invocation);
  if (reporting === 'reply' || !eventOf) {
    return (await database.write<PaymentRow>(detail.move, statement, invocation))[0];
  }
  return database.transaction(detail.move, invocation, async (tx) => {
    const row = await tx.first<PaymentRow>(statement);
    if (row) for (const event of [eventOf(row)].flat()) tx.emit(event);
    return row;
  });
}

/** The payment now. @throws when it does not exist */
export async function paymentNow({ database }: Context, paymentId: string): Promise<PaymentRow> {
  const row = await database.first<PaymentRow>(readPayment(paymentId));
  if (!row) throw new Error(`payment ${paymentId} is gone`);
  return row;
}

/** The gateway's answer is unknown: the story asks it until it is known. */
export async function settleLater(
  { database }: Context,
  paymentId: string,
  invocation: Invocation,
): Promise<void> {
  await database.transaction('settle_later', invocation, async (tx) => {
    tx.stories.begin(settlingStory, paymentId);
  });
}

/** Keeps what disagreed with our books for a person to look at; nothing of it is applied. */
export function holdForReview(
  tx: Transaction,
  paymentId: string | null,
  reason: string,
  detail: object,
  object?: unknown,
): void {
  // What came is kept beside the detail: this one tells reviews apart and is short.
  const stored = object === undefined ? null : json(object);
  tx.last(sql`
    insert into payment_review (review_id, payment_id, reason, detail, object)
    values (${newId()}, ${paymentId}, ${reason}, ${json(detail)}, ${stored}::jsonb)
    on conflict (payment_id, reason, detail) do nothing`);
}
