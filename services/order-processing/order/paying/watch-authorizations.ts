import { systemActor } from '#kernel/actor.ts';
import * as clock from '#kernel/clock.ts';
import { systemInvocation } from '#kernel/invocation.ts';
import { must } from '#kernel/result.ts';
import { mayMove } from '#kernel/states.ts';
import type { ServiceContext } from '#platform/calls/service.ts';
import { sql, type Statement } from '#platform/ground/sql.ts';
import type { JobShape } from '#platform/stories/jobs.ts';
import { orderMoves, type OrderState } from '../order-states.ts';
import { shipmentCaptureStory } from '../orders/order-stories.ts';
import { addToTimelines, amountText } from '../orders/timeline.ts';

const batchSize = 200;
const warnedHoursAhead = 24;
/** So often a part that the provider refuses is asked for; then staff are to find another way. */
const captureTriesAtMost = 5;
/** No provider holds money for longer. */
const heldAtMostHours = 30 * 24;

interface Unpaid {
  id: string;
  state: OrderState;
  paymentId: string;
  placedAt: string;
  currency: string;
  /** What is not captured. */
  openMinor: number;
}

const uncaptured = sql`
  payment_state = 'authorized' and state in ('confirmed', 'partially_shipped')
  and captured_minor = 0 and total_minor > 0`;
const capturedInPart = sql`
  captured_minor > 0 and captured_minor < total_minor
  and snapshot ->> 'authorizationKind' = 'card'
  and placed_at > kontor_now() - ${heldAtMostHours} * interval '1 hour'`;

/**
 * Where payments are captured at shipment, a provider holds the money for some days alone. Staff are
 * told a day before it gives it up, once for each payment. Of a payment that is captured in parts the
 * order's story looks again what has left.
 */
export function watchAuthorizations(context: ServiceContext<'order'>): JobShape {
  return {
    cron: '23 * * * *',
    run: async () => {
      for (const which of [uncaptured, capturedInPart]) {
        let last: Unpaid | undefined;
        do {
          last = await watchBatch(context, which, last);
        } while (last);
      }
    },
  };
}

/** The last order that was looked at; undefined where there are no more. */
async function watchBatch(
  { call, database }: ServiceContext<'order'>,
  which: Statement,
  after: Unpaid | undefined,
): Promise<Unpaid | undefined> {
  const invocation = systemInvocation(systemActor('order'), { channel: 'default', locale: 'en' });
  const orders = await database.query<Unpaid>(sql`
    select id, state, payment_id, placed_at, currency,
      total_minor - captured_minor as open_minor
    from orders
    where ${which}
      and (placed_at, id) > (${after?.placedAt ?? '-infinity'}::timestamptz,
        ${after?.id ?? '00000000-0000-0000-0000-000000000000'}::uuid)
    order by placed_at, id limit ${batchSize}`);
  if (orders.length === 0) return undefined;
  const paymentIds = orders.map(({ paymentId }) => paymentId);
  const inParts = which === capturedInPart;
  const withinHours = inParts ? heldAtMostHours : warnedHoursAhead;
  const asked = { paymentIds, withinHours };
  const held = must(await call.payment.listEndingAuthorizations(asked, invocation), 'ending').items;
  const soonMs = clock.nowMs() + warnedHoursAhead * 3_600_000;
  const ending = held.filter(({ authorizedUntil }) => Date.parse(authorizedUntil) <= soonMs);
  const orderOf = new Map(orders.map((order) => [order.paymentId, order]));
  const entries = ending.map(({ paymentId, authorizedUntil }) => {
    const { id, state, openMinor, currency } = orderOf.get(paymentId)!;
    const amount = amountText(openMinor, currency);
    const cancel = mayMove(orderMoves.start_cancelling, state) ? ', or cancel the order' : '';
    const rest = inParts ? ' the rest' : '';
    const what = `Ship what is ready before${cancel}: afterwards the customer has to pay${rest} anew.`;
    return {
      orderId: id,
      key: `authorization_ends:${paymentId}`,
      kind: 'authorization_ends',
      message: `The payment of ${amount} is held until ${authorizedUntil} and not captured yet. ${what}`,
      internal: true,
      traceparent: invocation.traceparent,
    };
  });
  const isGivenUp = ({ refusedCaptures = 0 }) => refusedCaptures >= captureTriesAtMost;
  const givenUp = held.filter(isGivenUp).map(({ paymentId }) => orderOf.get(paymentId)!);
  for (const { id, paymentId, openMinor, currency } of givenUp) {
    const amount = amountText(openMinor, currency);
    entries.push({
      orderId: id,
      // Once for what is open: with the next part that is captured another sum is.
      key: `capture_given_up:${paymentId}:${openMinor}`,
      kind: 'capture_given_up',
      message: `The payment provider refused ${captureTriesAtMost} times to capture what was shipped; ${amount} are not captured. It is not asked again unless more leaves. Ask the customer for another payment.`,
      internal: true,
      traceparent: invocation.traceparent,
    });
  }
  const asks = inParts ? held.filter((one) => !isGivenUp(one)) : [];
  const again = asks.map(({ paymentId }) => orderOf.get(paymentId)!);
  if (entries.length > 0 || again.length > 0) {
    await database.transaction('report_authorizations', invocation, async (tx) => {
      if (entries.length > 0) tx.last(addToTimelines(entries));
      for (const { id } of again) tx.stories.restart(shipmentCaptureStory, id);
    });
  }
  return orders.length === batchSize ? orders.at(-1) : undefined;
}
