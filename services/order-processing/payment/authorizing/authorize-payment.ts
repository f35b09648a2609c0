import type { AuthorizeResult } from '#external/payment-gateway/port.ts';
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
import {
  along,
  anotherWire,
  authorizeKey,
  authorizeRequest,
  authorizeWire,
  gatewayOf,
  GatewaySilent,
  hasPage,
  isOnPage,
  isSentOtherwise,
  needsToken,
  newPageUntil,
  providerOfNew,
  type MadeAt,
} from '../payments/gateway.ts';
import { promiseEntry } from '../payments/ledger.ts';
import { authorizedEvent, failedEvent } from '../payments/payment-events.ts';
import {
  ageMs,
  movePayment,
  paymentColumns,
  paymentNow,
  readPayment,
  restingStory,
  settleLater,
  settlingStory,
  toPayment,
  type Context,
  type PaymentRow,
  type Reporting,
} from '../payments/payment-store.ts';
import { askPage } from './pay-page.ts';
import { beginPromise, receivablePart } from './begin-promise.ts';

type Request = InputOf<'payment', 'authorizePayment'>;
type Refused =
  | ReturnType<typeof methodUnavailable>
  | ReturnType<typeof fail<'payment_token_missing'>>;
type Begun = Extract<Result<PaymentRow>, { ok: true }> | Refused;

const attemptsLimit = 3;
/** After this time an authorization that the gateway does not know is given up, not sent again. */
export const resendForMs = 120_000;

/** Asks what became of one that was asked for before. @throws GatewaySilent */
type Settle = (context: Context, row: PaymentRow, invocation: Invocation) => Promise<PaymentRow>;

/** All that authorizing a payment does to the world. */
export interface AuthorizingEffects {
  readonly read: {
    /** Of the channel; from memory unless they are to be `fresh`. */
    methods(fresh: boolean): Promise<readonly PaymentMethodRow[]>;
    payment(): Promise<PaymentRow | undefined>;
    /** Whether whoever takes new payments asks for the token of a card form. */
    needsToken(method: PaymentMethodRow): boolean;
    /** Whether whoever takes new payments has a page on which somebody pays. */
    hasPage(): boolean;
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
    const onPage = input.hosted === true && read.hasPage();
    if (read.needsToken(method) && !input.token && !onPage) {
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
  settle: Settle,
  invocation: Invocation,
): AuthorizingEffects {
  const { paymentId } = input;
  const purchase = purchaseOf(input);
  return {
    read: {
      methods: (fresh) => book.of(invocation.channel, fresh),
      payment: () => context.database.first<PaymentRow>(readPayment(paymentId)),
      needsToken: (method) => needsToken(context, method, input.amountMinor),
      hasPage: () => hasPage(context),
    },
    move: {
      begin: (method) => insert(context, { input, method, purchase }, invocation),
      settleLater: () => settleLater(context, paymentId, invocation),
    },
    call: { authorize: (row) => ask(context, row, settle, invocation) },
  };
}

/** The plot over the gateway and the database themselves. */
export function authorizePayment(
  context: Context,
  book: MethodBook,
  settle: Settle,
): Handler<'payment', 'authorizePayment'> {
  return (input, invocation) =>
    authorizingPlot(authorizingEffectsOf(context, book, input, settle, invocation), input);
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
  const { input, method } = beginning;
  const { database } = context;
  const madeAt = providerOfNew(context, method, input.amountMinor);
  const onPage = input.hosted === true && needsToken(context, method, input.amountMinor);
  const pageUntil = onPage ? newPageUntil() : null;
  const wire = authorizeWire(context, {
    ...input,
    ...madeAt,
    token: input.token ?? null,
    method: method.kind,
    pageUntil,
  });
  const statement = insertPayment({ ...beginning, madeAt, wire, pageUntil }, invocation);
  const ceilingMinor = method.rule?.ceilingMinor ?? null;
  if (!isPromise(method) || ceilingMinor === null || input.amountMinor === 0) {
    return (await database.write<PaymentRow>('begin_payment', statement, invocation))[0];
  }
  return beginPromise(context, { ...beginning, ceilingMinor, statement }, invocation);
}

function insertPayment(
  {
    input,
    method,
    purchase,
    madeAt,
    wire,
    pageUntil,
  }: Beginning & { madeAt: MadeAt; wire: string; pageUntil: string | null },
  by: Invocation,
): Statement {
  const kind = isPromise(method) ? 'promise' : 'card';
  return sql`
    with moved as (
      insert into payment (payment_id, checkout_id, order_id, order_number, channel, method,
                           method_code, provider, sandbox, authorization_kind, state, currency,
                           amount_minor, token, force_challenge, return_url, authorize_wire, page_until)
      select ${input.paymentId}::uuid, ${input.checkoutId}::uuid, ${input.orderId}::uuid,
             ${input.orderNumber}, ${by.channel}, ${method.kind}, ${method.code},
             ${madeAt.provider}, ${madeAt.sandbox}::boolean, ${kind}, 'authorizing', ${input.currency},
             ${input.amountMinor}::bigint, ${input.token ?? null}, ${input.forceChallenge}::boolean,
             ${input.returnUrl}, ${wire}, ${pageUntil}::timestamptz
      where ${stillAs(method)}
      on conflict (payment_id) do nothing
      returning *),
    ${kind === 'promise' ? receivablePart(method, purchase) : sql``}
    story_moved as (${restingStory(by)})
    select ${paymentColumns} from moved p
    union all
    select ${paymentColumns} from payment p where p.payment_id = ${input.paymentId}`;
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
  capturing_part: 'authorized',
  part_captured: 'authorized',
  releasing: 'authorized',
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

/**
 * Whoever asks again for a payment that was begun before: after some time the gateway is asked what
 * became of it, and nothing is sent under a key that it may have forgotten.
 */
async function ask(
  context: Context,
  row: PaymentRow,
  settle: Settle,
  invocation: Invocation,
): Promise<PaymentRow> {
  if (ageMs(row.createdAt, row) < resendForMs)
    return askAuthorization(context, row, invocation, 'reply');
  return settle(context, row, invocation).catch((error: unknown) => {
    if (error instanceof GatewaySilent) return row;
    throw error;
  });
}

/**
 * Sends the authorization. Its key is the payment's: however often it is sent, the gateway holds
 * the money once. The row afterwards; still `authorizing` when the answer is unknown.
 */
export async function askAuthorization(
  context: Context,
  row: PaymentRow,
  invocation: Invocation,
  reporting: Reporting,
): Promise<PaymentRow> {
  // Only its story asks again for what would be sent otherwise by now: it looks into the book first.
  if (isSentOtherwise(context, row)) return row;
  if (isOnPage(row)) return askPage(context, row, invocation);
  const request = authorizeRequest(context, row);
  const answer = await gatewayOf(context, row).authorize(
    { ...request, idempotencyKey: authorizeKey(row) },
    along(invocation),
  );
  if (answer.status === 'unknown') {
    context.log.warn({ invocation, payment: row.paymentId, ...answer }, 'authorization unknown');
    if (answer.reason === 'idempotency_conflict') await keepAnotherWire(context, row, invocation);
    return row;
  }
  const moved = await record(context, row, answer, invocation, reporting);
  return moved ?? overtaken(context, row, answer, invocation);
}

/** The gateway knows the key with another body: so it was asked, by a release that did not keep how. */
async function keepAnotherWire(
  { database }: Context,
  { paymentId, authorizeAttempt }: PaymentRow,
  invocation: Invocation,
): Promise<void> {
  const statement = sql`
    update payment set authorize_wire = ${anotherWire}
    where payment_id = ${paymentId} and authorize_attempt = ${authorizeAttempt}
    returning payment_id`;
  await database.write('keep_another_wire', statement, invocation);
}

type Known = Exclude<AuthorizeResult, { status: 'unknown' }>;

async function record(
  context: Context,
  row: PaymentRow,
  answer: Known,
  invocation: Invocation,
  reporting: Reporting,
): Promise<PaymentRow | undefined> {
  const { paymentId } = row;
  switch (answer.status) {
    case 'authorized': {
      const { gatewayPaymentId, authorizedMinor, currency, expiresAt, inParts = false } = answer;
      if (authorizedMinor !== row.amountMinor || currency !== row.currency) return row;
      const set = sql`authorized_minor = ${authorizedMinor}, gateway_payment_id = ${gatewayPaymentId},
        authorized_until = ${expiresAt}::timestamptz, in_parts = ${inParts}, next_action_url = null, token = null`;
      const promised = row.authorizationKind === 'promise';
      const entry = promised ? promiseEntry(paymentId, authorizedMinor) : undefined;
      const detail = { paymentId, move: 'authorize', set, entry } as const;
      return movePayment(context, detail, invocation, reporting, authorizedEvent);
    }
    case 'requires_action': {
      const { gatewayPaymentId, nextAction } = answer;
      const set = sql`gateway_payment_id = ${gatewayPaymentId}, next_action_url = ${nextAction.url},
        token = null`;
      return movePayment(context, { paymentId, move: 'challenge', set }, invocation, reporting);
    }
    case 'declined':
      return decline(context, row, answer, invocation, reporting);
  }
}

export function decline(
  context: Context,
  { paymentId }: PaymentRow,
  { declineCode, gatewayPaymentId }: { declineCode: string; gatewayPaymentId?: string | undefined },
  invocation: Invocation,
  reporting: Reporting,
): Promise<PaymentRow | undefined> {
  const set = sql`decline_code = ${declineCode}, next_action_url = null, token = null,
    gateway_payment_id = coalesce(gateway_payment_id, ${gatewayPaymentId ?? null}::text)`;
  const detail = { paymentId, move: 'decline', set } as const;
  return movePayment(context, detail, invocation, reporting, failedEvent);
}

/**
 * A void was won, or the story recorded the answer, while the gateway was asked. Money that it
 * holds for a payment that is over is found by its id and given back by the story.
 */
async function overtaken(
  context: Context,
  { paymentId }: PaymentRow,
  answer: Known,
  invocation: Invocation,
): Promise<PaymentRow> {
  const row = await paymentNow(context, paymentId);
  const over = row.state === 'voiding' || row.state === 'voided' || row.state === 'failed';
  if (!over || answer.status === 'declined') return row;
  await context.database.transaction('keep_gateway_id', invocation, async (tx) => {
    await tx.change(sql`
      update payment set gateway_payment_id = ${answer.gatewayPaymentId}, version = version + 1
      where payment_id = ${paymentId} and gateway_payment_id is null`);
    tx.stories.begin(settlingStory, paymentId);
  });
  return row;
}
