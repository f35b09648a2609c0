import type { Transaction } from '#platform/data/transaction.ts';
import { becomes, standsBefore } from '#platform/data/transition.ts';
import type { Transition } from '#kernel/states.ts';
import { sql, sqlWord, type Statement } from '#platform/ground/sql.ts';
import { unreached } from './unreached.ts';

export interface Reported {
  /** The provider's own id of the report. */
  readonly id: string;
  readonly provider: string;
  readonly kind: string;
  readonly messageId: string | null;
  readonly address: string | null;
  readonly detail: string | null;
  readonly occurredAt: string;
  /** Of one that is not understood: as it came. */
  readonly body?: string | undefined;
}

/** Keeps a report; false where it was told before. */
export async function keepReport(tx: Transaction, reported: Reported): Promise<boolean> {
  const { id, provider, kind, messageId, address, detail, occurredAt, body = null } = reported;
  const fresh = await tx.change(sql`
    insert into provider_report (id, provider, kind, message_id, address, detail, occurred_at, body)
    values (${id}, ${provider}, ${kind}, ${messageId}, ${address}, ${detail}, ${occurredAt}, ${body})
    on conflict (id) do nothing`);
  return fresh > 0;
}

interface Moved {
  readonly id: string;
  readonly template: string;
  readonly channel: string;
  readonly locale: string;
  readonly orderId: string | null;
}

/**
 * Moves a part to where its provider reports it, unless it is there or beyond; an order is told of
 * what did not arrive.
 * @returns whether it moved
 */
export async function moveDelivery(
  tx: Transaction,
  part: 'email' | 'sms',
  which: Statement,
  moves: readonly Transition[],
  { error, at, sets }: { error: string | null; at: string; sets?: Statement },
): Promise<boolean> {
  const [stamp, said] = ['delivery_at', 'delivery_error'].map((column) =>
    sqlWord(`${part}_${column}`),
  ) as [Statement, Statement];
  const column = `${part}_delivery_state`;
  for (const move of moves) {
    const moved = await tx.first<Moved>(sql`
      update message set ${becomes(move, column)}, ${stamp} = ${at}::timestamptz, ${said} = ${error}
        ${sets ?? sql``}
      where ${which} and ${standsBefore(move, undefined, column)}
      returning id, template, channel, locale, data ->> 'orderId' as order_id`);
    if (!moved) continue;
    if (move.to === 'undelivered') {
      for (const event of unreached(moved, part, error ?? 'undelivered')) tx.emit(event);
    }
    return true;
  }
  return false;
}
