import type { z } from 'zod';
import type { withdrawalShape } from '#contracts/order/withdrawals.ts';
import { writtenForms } from '#kernel/email-address/email-address.ts';
import type { Actor } from '#kernel/actor.ts';
import { fail } from '#kernel/result.ts';
import { stateConflict } from '#kernel/states.ts';
import type { Transaction } from '#platform/data/transaction.ts';
import { sql, type Statement } from '#platform/ground/sql.ts';
import { withdrawalMoves, type WithdrawalState } from '../order-states.ts';
import { withdrawnLinesDocument } from '../stored/documents.ts';

type Shape = z.output<typeof withdrawalShape>;

export type WithdrawalRow = Omit<Shape, 'state'> & { readonly state: WithdrawalState };

/** As staff see it. */
export const withdrawalColumns = sql`
  withdrawal.id as withdrawal_id, withdrawal.state, withdrawal.channel, withdrawal.locale,
  withdrawal.order_number, withdrawal.order_id, withdrawal.email, withdrawal.name,
  withdrawal.lines, withdrawal.note, withdrawal.declared_at,
  withdrawal.confirmed_at as received_at, withdrawal.acknowledged_at, withdrawal.closed_at,
  withdrawal.closing_note, withdrawal.updated_at`;

/** For whoever answers to nobody. */
export function withdrawalById(withdrawalId: string): Statement {
  return sql`select ${withdrawalColumns} from withdrawal where id = ${withdrawalId}`;
}

/** Staff see those of their channels. */
export function inChannelsOf({ channels }: Actor): Statement {
  return channels === '*' ? sql`true` : sql`withdrawal.channel = any(${channels}::text[])`;
}

/** What staff change; undefined where it is not of their channels, or nowhere. */
export function lockForStaff(
  tx: Transaction,
  withdrawalId: string,
  actor: Actor,
): Promise<WithdrawalRow | undefined> {
  return tx.first<WithdrawalRow>(sql`
    select ${withdrawalColumns} from withdrawal
    where id = ${withdrawalId} and ${inChannelsOf(actor)} for update`);
}

export interface Declared {
  readonly id: string;
  readonly channel: string;
  readonly locale: string;
  readonly orderNumber: string;
  readonly orderId: string | null;
  readonly email: string;
  readonly name: string;
  readonly lines: readonly { lineId: string; quantity: number }[] | null;
  readonly note: string | null;
}

/** So many to one address in a day: each is a mail that a stranger may have asked for. */
const declaredADay = 20;

/** Takes a declaration down, unless there are too many by that address: then no row comes back. */
export function insertDeclared(declared: Declared): Statement {
  const { id, channel, locale, orderNumber, orderId, email, name, lines, note } = declared;
  return sql`
    insert into withdrawal (id, channel, locale, state, order_number, order_id, email, name, lines, note)
    select ${id}::uuid, ${channel}, ${locale}, 'declared', ${orderNumber}, ${orderId}::uuid,
      ${email}, ${name}, ${lines ? withdrawnLinesDocument.write([...lines]) : null}::jsonb, ${note}
    where (
      select count(*) from withdrawal before
      where lower(before.email) = any(${writtenForms(email)}::text[])
        and before.declared_at > kontor_now() - interval '1 day') < ${declaredADay}::int
    returning ${withdrawalColumns}`;
}

export function tooManyWithdrawals() {
  return fail(
    'too_many_withdrawals',
    'That many withdrawals were declared with this address today. Write to the shop by e-mail.',
  );
}

export function withdrawalNotFound() {
  return fail('withdrawal_not_found', 'There is no such withdrawal. Declare it again.');
}

export function withdrawalIs(state: WithdrawalState) {
  const message =
    state === 'lapsed'
      ? 'It was not confirmed within a day, so it counts for nothing. Declare it again.'
      : `The withdrawal is ${state}.`;
  return stateConflict(withdrawalMoves, state, message);
}

/** What who declared it is told: nothing of an order. */
export function receiptOf({ withdrawalId, state, declaredAt, receivedAt }: WithdrawalRow) {
  return { withdrawalId, state, declaredAt, receivedAt };
}
