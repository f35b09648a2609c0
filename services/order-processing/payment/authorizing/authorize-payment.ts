import type { Invocation } from '#kernel/invocation.ts';
import { fail, ok, type Result } from '#kernel/result.ts';
import type { Handler, InputOf } from '#platform/calls/service.ts';
import { sql, type Statement } from '#platform/ground/sql.ts';
import {
  isPromise,
  judgeMethod,
  methodUnavailable,
  stillAs,
  type Purchase,
  type MethodBook,
  type PaymentMethodRow,
} from '../methods/payment-method.ts';
import { gatewayOf, needsToken, providerOfNew, type MadeAt } from '../payments/gateway.ts';
import {
  settleLater,
  paymentColumns,
  readPayment,
  restingStory,
  toPayment,
  type Context,
  type PaymentRow,
} from '../payments/payment-store.ts';
import { debtorKey, lockDebtor, owedBy } from '../receivables/receivable-store.ts';
import { authorizeRequest, askAgain } from './settle-authorization.ts';

type Request = InputOf<'payment', 'authorizePayment'>;
type Refused =
  | ReturnType<typeof methodUnavailable>
  | ReturnType<typeof fail<'payment_token_missing'>>;
type Begun = Extract<Result<PaymentRow>, { ok: true }> | Refused;

const attemptsLimit = 3;

/** Two commits: the payment exists before the gateway is asked, and its answer is recorded after. */
export function authorizePayment(
  context: Context,
  book: MethodBook,
): Handler<'payment', 'authorizePayment'> {
  return async (input, invocation) => {
    const begun = await begin(context, book, input, invocation);
    if (!begun.ok) return begun;
    const began = begun.value;
    refuseOtherRequest(began, input);
    if (began.state !== 'authorizing') return ok(reply(began));
    const row = await askAgain(context, began, invocation);
    if (row.state === 'authorizing') await settleLater(context, row.paymentId, invocation);
    return ok(reply(row));
  };
}

/**
 * Looks whether the method is offered, and begins the payment in a statement that asks whether the
 * method is still what was looked at: what staff closed a moment ago lets nothing through.
 */
async function begin(
  context: Context,
  book: MethodBook,
  input: Request,
  invocation: Invocation,
): Promise<Begun> {
  const code = codeOf(input);
  const purchase = purchaseOf(input);
  for (let attempt = 1; ; attempt += 1) {
    const methods = await book.of(invocation.channel, attempt > 1);
    const method = methods.find((one) => one.code === code);
    const reason = judgeMethod(method, purchase);
    if (!method || reason) {
      // What was begun before goes on, whatever staff set since; a list of ours may be an old one.
      const known = await context.database.first<PaymentRow>(readPayment(input.paymentId));
      if (known) return ok(known);
      if (attempt > 1) return methodUnavailable(reason ?? 'unknown');
      continue;
    }
    if (needsToken(context, method) && !input.token) {
      return fail('payment_token_missing', 'Send the token that the card form handed out.');
    }
    const row = await insert(context, { input, method, purchase }, invocation);
    if (row && 'ok' in row) return row;
    const began = row ?? (await context.database.first<PaymentRow>(readPayment(input.paymentId)));
    if (began) return ok(began);
    if (attempt === attemptsLimit) return methodUnavailable('inactive');
  }
}

interface Beginning {
  readonly input: Request;
  readonly method: PaymentMethodRow;
  readonly purchase: Purchase;
}

/** Undefined when the method has changed, or somebody else began the payment meanwhile. */
async function insert(
  context: Context,
  beginning: Beginning,
  invocation: Invocation,
): Promise<PaymentRow | ReturnType<typeof methodUnavailable> | undefined> {
  const { input, method, purchase } = beginning;
  const { database } = context;
  const madeAt = providerOfNew(context, method);
  const asked = authorizeRequest({ ...input, token: input.token ?? null, method: method.kind });
  const wire = gatewayOf(context, madeAt).wire.authorize(asked);
  const statement = insertPayment({ ...beginning, madeAt, wire }, invocation);
  const ceilingMinor = method.rule?.ceilingMinor ?? null;
  if (!isPromise(method) || ceilingMinor === null) {
    return (await database.write<PaymentRow>('begin_payment', statement, invocation))[0];
  }
  const key = debtorKey(purchase.buyer);
  if (key === undefined) return methodUnavailable('account_required');
  // Under the debtor's lock, so that of two promises at once the second counts the first.
  return database.transaction('begin_promise', invocation, async (tx) => {
    await tx.change(lockDebtor(key));
    const owed = await tx.first<{ owedMinor: number }>(
      owedBy(key, input.currency, input.paymentId),
    );
    if (owed!.owedMinor + input.amountMinor > ceilingMinor)
      return methodUnavailable('above_ceiling');
    return tx.first<PaymentRow>(statement);
  });
}

function insertPayment(
  { input, method, purchase, madeAt, wire }: Beginning & { madeAt: MadeAt; wire: string },
  by: Invocation,
): Statement {
  const kind = isPromise(method) ? 'promise' : 'card';
  return sql`
    with moved as (
      insert into payment (payment_id, checkout_id, order_id, order_number, channel, method,
                           method_code, provider, sandbox, authorization_kind, state, currency,
                           amount_minor, token, force_challenge, return_url, authorize_wire)
      select ${input.paymentId}::uuid, ${input.checkoutId}::uuid, ${input.orderId}::uuid,
             ${input.orderNumber}, ${by.channel}, ${method.kind}, ${method.code},
             ${madeAt.provider}, ${madeAt.sandbox}::boolean, ${kind}, 'authorizing', ${input.currency},
             ${input.amountMinor}::bigint, ${input.token ?? null}, ${input.forceChallenge}::boolean,
             ${input.returnUrl}, ${wire}
      where ${stillAs(method)}
      on conflict (payment_id) do nothing
      returning *),
    ${kind === 'promise' ? receivable(method, purchase) : sql``}
    story_moved as (${restingStory(by)})
    select ${paymentColumns} from moved p
    union all
    select ${paymentColumns} from payment p where p.payment_id = ${input.paymentId}`;
}

function receivable({ dueDays }: PaymentMethodRow, { buyer }: Purchase): Statement {
  return sql`
    owed as (
      insert into receivable (payment_id, order_id, channel, debtor_key, due_at, due_days)
      select payment_id, order_id, channel, ${debtorKey(buyer) ?? null},
             kontor_now() + ${dueDays} * interval '1 day', ${dueDays}
      from moved),`;
}

/** By its code, or by its kind as earlier versions ask. */
function codeOf({ methodCode, method }: Request): string {
  return methodCode ?? method ?? '';
}

function purchaseOf(input: Request): Purchase {
  return {
    buyer: input.buyer ?? { customerId: null, groups: [], email: null },
    countries: input.countries ?? [],
    totalMinor: input.amountMinor,
    currency: input.currency,
    doubted: input.forceChallenge,
  };
}

/** @throws when a payment id comes with another amount: a mistake of the caller, never charged. */
function refuseOtherRequest(row: PaymentRow, input: Request): void {
  if (
    row.amountMinor !== input.amountMinor ||
    row.currency !== input.currency ||
    (row.methodCode ?? row.method) !== codeOf(input) ||
    row.checkoutId !== input.checkoutId
  ) {
    throw new Error(`payment ${row.paymentId} was begun with another amount, method or checkout`);
  }
}

const statuses = {
  authorizing: 'unknown',
  review: 'unknown',
  requires_action: 'requires_action',
  authorized: 'authorized',
  capturing: 'authorized',
  captured: 'authorized',
  part_received: 'authorized',
  written_off: 'authorized',
  credited: 'authorized',
  voiding: 'declined',
  voided: 'declined',
  failed: 'declined',
} as const;

function reply(row: PaymentRow) {
  return { status: statuses[row.state], payment: toPayment(row) };
}
