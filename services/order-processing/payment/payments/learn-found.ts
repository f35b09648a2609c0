import type { FindResult } from '#external/payment-gateway/port.ts';
import type { Invocation } from '#kernel/invocation.ts';
import { sql } from '#platform/ground/sql.ts';
import { endedCapture } from '../capturing/capture-store.ts';
import { captureEntry, promiseEntry, voidEntry } from './ledger.ts';
import { movePayment, paymentNow, type Context, type PaymentRow } from './payment-store.ts';
import { authorizedEvent, changedEvent, failedEvent } from './payment-events.ts';

type Found = Extract<FindResult, { status: 'found' }>['payment'];

/**
 * Brings an open payment to what the gateway's book says of it. Amount and currency were compared
 * before. The row afterwards; the same when there is nothing new.
 */
export async function learnFound(
  context: Context,
  row: PaymentRow,
  found: Found,
  invocation: Invocation,
): Promise<PaymentRow> {
  const { paymentId } = row;
  const known = sql`gateway_payment_id = ${found.gatewayPaymentId}, next_action_url = null, token = null`;
  const move = async (
    detail: Parameters<typeof movePayment>[1],
    eventOf: Parameters<typeof movePayment>[4],
  ) =>
    (await movePayment(context, detail, invocation, 'event', eventOf)) ??
    paymentNow(context, paymentId);
  switch (found.state) {
    case 'authorized': {
      if (row.state === 'authorized' || found.authorizedMinor !== row.amountMinor) return row;
      const set = sql`${known}, authorized_minor = ${found.authorizedMinor},
        authorized_until = ${found.expiresAt ?? null}::timestamptz,
        in_parts = ${found.inParts ?? false}`;
      const promised = row.authorizationKind === 'promise';
      const entry = promised ? promiseEntry(paymentId, found.authorizedMinor) : undefined;
      return move({ paymentId, move: 'authorize', set, entry }, authorizedEvent);
    }
    case 'captured': {
      const { capturedMinor } = found;
      if (capturedMinor > row.amountMinor) return row;
      const set = sql`${known}, captured_minor = ${capturedMinor}, capture_minor = ${capturedMinor},
        authorized_minor = amount_minor`;
      const entry = captureEntry({ ...row, authorizedMinor: row.amountMinor }, capturedMinor);
      const captured = changedEvent('captured', capturedMinor);
      // A checkout that waits for the authorization goes on with it: there is no order to tell yet.
      const awaited = row.state === 'authorizing' || row.state === 'requires_action';
      // Of one that is captured in parts a part may be asked for still.
      const beside = endedCapture(capturedMinor === row.captureMinor ? 'finish' : 'refuse');
      return move({ paymentId, move: 'learn_capture', set, entry, beside }, (now) =>
        awaited ? [authorizedEvent(now), captured(now)] : captured(now),
      );
    }
    case 'voided': {
      const entry = row.authorizedMinor > 0 ? voidEntry(row) : undefined;
      const event = row.state === 'authorized' ? changedEvent('voided', 0) : failedEvent;
      const set = sql`${known}, decline_code = 'voided_at_gateway'`;
      return move({ paymentId, move: 'learn_void', set, entry }, event);
    }
    case 'declined': {
      const set = sql`${known}, decline_code = ${found.declineCode ?? 'declined'}`;
      return move({ paymentId, move: 'decline', set }, failedEvent);
    }
    case 'requires_action':
    case 'processing':
      return row;
  }
}
