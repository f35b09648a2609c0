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

/** All that authorizing a payment does to the world. */
export interface AuthorizingEffects {
  readonly read: {
    /** Of the channel; from memory unless they are to be `fresh`. */
    methods(fresh: boolean): Promise<readonly PaymentMethodRow[]>;
    payment(): Promise<PaymentRow | undefined>;
    /** Whether whoever takes new payments asks for the token of a card form. */
    needsToken(method: PaymentMethodRow): boolean;
  };
  readonly move: {
    /** Undefined when the method has changed, or somebody else began the payment meanwhile. */
    begin(
      method: PaymentMethodRow,
    ): Promise<PaymentRow | ReturnType<typeof methodUnavailable> | undefined>;
    /** Its story asks the gateway until the answer is known. */
    settleLater(): Promise<void>;
  };
  readonly call: {
    /** The payment afterwards; still `authorizing` when the answer is unknown. */
    authorize(row: PaymentRow): Promise<PaymentRow>;
  };
}

/** Two commits: the payment exists before the gateway is asked, and its answer is recorded after. */
export async function authorizingPlot(effects: AuthorizingEffects, input: Request) {
  const begun = await begin(effects, input);
  if (!begun.ok) return begun;
  const began = begun.value;
  refuseOtherRequest(began, input);
  if (began.state !== 'authorizing') return ok(reply(began));
  const row = await effects.call.authorize(began);
  if (row.state === 'authorizing') await effects.move.settleLater();
  return ok(reply(row));
}

/**
 * Looks whether the method is offered, and begins the payment in a statement that asks whether the
 * method is still what was looked at: what staff closed a moment ago lets nothing through.
 */
async function begin({ read, move }: AuthorizingEffects, input: Request): Promise<Begun> {
  const code = codeOf(input);
  for (let attempt = 1; ; attempt += 1) {
    const methods = await read.methods(attempt > 1);
    const method = methods.find((one) => one.code === code);
    const reason = judgeMethod(method, purchaseOf(input));
    if (!method || reason) {
      // What was begun before goes on, whatever staff set since; a list of ours may be an old one.
      const known = await read.payment();
      if (known) return ok(known);
      if (attempt > 1) return methodUnavailable(reason ?? 'unknown');
      continue;
    }
    if (read.needsToken(method) && !input.token) {
      return fail('payment_token_missing', 'Send the token that the card form handed out.');
    }
    const row = await move.begin(method);
    if (row && 'ok' in row) return row;
    const began = row ?? (await read.payment());
    if (began) return ok(began);
    if (attempt === attemptsLimit) return methodUnavailable('inactive');
  }
}

/** The gateway's and the database's own. */
export function authorizingEffectsOf(
  context: Context,
  book: MethodBook,
  input: Request,
  invocation: Invocation,
): AuthorizingEffects {
  const { paymentId } = input;
  const purchase = purchaseOf(input);
  return {
    read: {
      methods: (fresh) => book.of(invocation.channel, fresh),
      payment: () => context.database.first<PaymentRow>(readPayment(paymentId)),
      needsToken: (method) => needsToken(context, method),
    },
    move: {
      begin: (method) => insert(context, { input, method, purchase }, invocation),
      settleLater: () => settleLater(context, paymentId, invocation),
    },
    call: { authorize: (row) => askAgain(context, row, invocation) },
  };
}

/** The plot over the gateway and the database themselves. */
export function authorizePayment(
  context: Context,
  book: MethodBook,
): Handler<'payment', 'authorizePayment'> {
  return (input, invocation) =>
    authorizingPlot(authorizingEffectsOf(context, book, input, invocation), input);
}

interface Beginning {
  readonly input: Request;
  readonly method: PaymentMethodRow;
  readonly purchase: Purchase;
}

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
