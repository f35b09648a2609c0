import { stateConflict } from '#kernel/states.ts';
import type { Invocation } from '#kernel/invocation.ts';
import { fail, ok } from '#kernel/result.ts';
import type { Handler, InputOf } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';
import { isPromise } from '../methods/payment-method.ts';
import { providerOfNew } from '../payments/gateway.ts';
import {
  settleLater,
  paymentMoved,
  paymentColumns,
  readPayment,
  toPayment,
  type Context,
  type PaymentRow,
} from '../payments/payment-store.ts';
import { paymentMoves, type PaymentState } from '../payment-states.ts';
import { releaseRest } from '../capturing/release-rest.ts';
import { askVoid } from './settle-void.ts';

const voidable: readonly PaymentState[] = paymentMoves.start_void.from;

type Unbegun = NonNullable<InputOf<'payment', 'voidPayment'>['unbegun']>;

/** All that a void on request does to the world. */
export interface VoidingEffects {
  readonly move: {
    /** The payment, `voiding` where the move was won; undefined where there is none. */
    start(): Promise<PaymentRow | undefined>;
    /** Keeps out whoever would begin it later. Undefined where he was first. */
    endUnbegun(unbegun: Unbegun): Promise<PaymentRow | undefined>;
    /** Its story asks the gateway until the answer is known. */
    settleLater(): Promise<void>;
  };
  readonly call: {
    /** The payment afterwards; still `voiding` when the answer is unknown. */
    giveBack(row: PaymentRow): Promise<PaymentRow>;
    /** Of one that was captured in part, the rest: `captured` afterwards, `releasing` where unknown. */
    releaseRest(row: PaymentRow): Promise<PaymentRow>;
  };
}

/** Wins the move to `voiding` first, so that no capture can win too; then asks the gateway. */
export async function voidingPlot({ move, call }: VoidingEffects, unbegun?: Unbegun) {
  let row = await move.start();
  // Begun after the move had found nothing, and before the look.
  if (row && voidable.includes(row.state)) row = await move.start();
  // Between the two somebody may have begun it: then there is something to void after all.
  if (!row && unbegun) row = (await move.endUnbegun(unbegun)) ?? (await move.start());
  if (!row) return fail('payment_not_found', 'There is no such payment.');
  const settled = await giveBack(call, row);
  const { state } = settled;
  if (state === 'voided' || state === 'failed') {
    return ok({ status: 'voided' as const, payment: toPayment(settled) });
  }
  if (state !== 'voiding' && state !== 'releasing') {
    const message = `The payment is ${state}: it cannot be voided.`;
    return stateConflict(paymentMoves, state, message);
  }
  await move.settleLater();
  return ok({ status: 'unknown' as const, payment: toPayment(settled) });
}

function giveBack(call: VoidingEffects['call'], row: PaymentRow): Promise<PaymentRow> {
  if (row.state === 'voiding') return call.giveBack(row);
  const isInParts = row.state === 'part_captured' || row.state === 'releasing';
  return isInParts ? call.releaseRest(row) : Promise.resolve(row);
}

/** The gateway's and the database's own. */
export function voidingEffectsOf(
  context: Context,
  paymentId: string,
  invocation: Invocation,
): VoidingEffects {
  return {
    move: {
      start: () => startVoid(context, paymentId, invocation),
      endUnbegun: (unbegun) => endUnbegun(context, paymentId, unbegun, invocation),
      settleLater: () => settleLater(context, paymentId, invocation),
    },
    call: {
      giveBack: (row) => askVoid(context, row, invocation, 'reply'),
      releaseRest: (row) => releaseRest(context, row, invocation),
    },
  };
}

/** The plot over the gateway and the database themselves. */
export function voidPayment(context: Context): Handler<'payment', 'voidPayment'> {
  return ({ paymentId, unbegun }, invocation) =>
    voidingPlot(voidingEffectsOf(context, paymentId, invocation), unbegun);
}

/**
 * A promise of which a part was credited is not voided whole: its rest is credited. What is credited
 * at this moment is seen, for it holds the payment's row.
 */
async function startVoid(
  context: Context,
  paymentId: string,
  invocation: Invocation,
): Promise<PaymentRow | undefined> {
  const { database } = context;
  const where = sql`not exists (
    select from receivable r where r.payment_id = payment.payment_id and r.credited_minor > 0)`;
  const detail = { paymentId, move: 'start_void', where, asksNext: true } as const;
  const moved = await database.transaction('start_void', invocation, async (tx) => {
    const [, row] = await Promise.all([
      tx.query(sql`select from payment where payment_id = ${paymentId} for update`),
      tx.first<PaymentRow>(paymentMoved(detail, invocation)),
    ]);
    return row;
  });
  return moved ?? (await database.first<PaymentRow>(readPayment(paymentId)));
}

/**
 * A payment's row is written before the gateway is asked, so without one nothing is held. Written
 * as voided it keeps out whoever was asleep before that. Undefined where he was first.
 */
async function endUnbegun(
  context: Context,
  paymentId: string,
  unbegun: Unbegun,
  invocation: Invocation,
): Promise<PaymentRow | undefined> {
  const method = { kind: unbegun.method };
  const kind = isPromise(method) ? 'promise' : 'card';
  const { provider, sandbox } = providerOfNew(context, method, unbegun.amountMinor);
  const [row] = await context.database.write<PaymentRow>(
    'end_unbegun_payment',
    sql`
      with moved as (
        insert into payment (payment_id, checkout_id, order_id, order_number, channel, method,
                             method_code, provider, sandbox, authorization_kind, state, currency, amount_minor, force_challenge,
                             return_url)
        values (${paymentId}, ${unbegun.checkoutId}, ${unbegun.orderId}, ${unbegun.orderNumber},
                ${invocation.channel}, ${unbegun.method}, ${unbegun.methodCode ?? null},
                ${provider}, ${sandbox}, ${kind}, 'voided', ${unbegun.currency},
                ${unbegun.amountMinor}, false, '')
        on conflict (payment_id) do nothing
        returning *)
      select ${paymentColumns} from moved p`,
    invocation,
  );
  return row;
}
