import { transition } from '#platform/data/transition.ts';
import { sql, type Statement } from '#platform/ground/sql.ts';
import { captureMoves } from '../payment-states.ts';
import type { Context } from '../payments/payment-store.ts';

/** A capture of a payment that is captured in parts. */
export interface CaptureRow {
  readonly captureId: string;
  readonly amountMinor: number;
  /** With all that was captured before. */
  readonly totalMinor: number;
  readonly isLast: boolean;
  /** The number of the key that it was asked for under last, and since when that is in use. */
  readonly keyAttempt: number;
  readonly keySince: string;
}

/** The one that the gateway is being asked for; undefined where none is. */
export function captureUnderWay(
  { database }: Context,
  paymentId: string,
): Promise<CaptureRow | undefined> {
  return database.first<CaptureRow>(sql`
    select capture_id, amount_minor, total_minor, is_last, key_attempt, key_since
    from capture where payment_id = ${paymentId} and state = 'requested'`);
}

/** How often a payment was captured. */
export async function capturesDone({ database }: Context, paymentId: string): Promise<number> {
  const counted = await database.first<{ captures: number }>(sql`
    select count(*)::int as captures from capture
    where payment_id = ${paymentId} and state = 'captured'`);
  return counted!.captures;
}

/** Goes into the statement that moves the payment: the capture that is asked for. */
export function requestedCapture(captureId: string, totalMinor: number, isLast: boolean) {
  return sql`
    asked as (
      insert into capture (capture_id, payment_id, order_id, state, amount_minor, total_minor,
                           is_last, currency)
      select ${captureId}::uuid, payment_id, order_id, 'requested',
             ${totalMinor}::bigint - captured_minor, ${totalMinor}::bigint, ${isLast}::boolean,
             currency
      from moved returning 1)`;
}

/** As above: how the capture ended that was asked for. */
export function endedCapture(end: keyof typeof captureMoves): Statement {
  const which = sql`capture.payment_id = moved.payment_id`;
  return sql`
    ended as (${transition(captureMoves[end], which, { from: sql`moved`, returning: sql`1` })})`;
}

/** Goes into the condition of a move: who learned of another capture, or of this one late, is told so. */
export function isUnderWay({ captureId }: Pick<CaptureRow, 'captureId'>): Statement {
  return sql`exists (select from capture c where c.capture_id = ${captureId} and c.state = 'requested')`;
}

/** The next key, once: the gateway's book does not have the capture, and may have forgotten the last one. */
export function renewCaptureKey({ captureId, keyAttempt }: CaptureRow): Statement {
  return sql`
    update capture set key_attempt = key_attempt + 1, key_since = kontor_now()
    where capture_id = ${captureId} and state = 'requested' and key_attempt = ${keyAttempt}
    returning capture_id`;
}
