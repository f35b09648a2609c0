import { sql } from '#platform/ground/sql.ts';
import type { Transaction } from '#platform/data/transaction.ts';

type StoryName =
  | 'order_process'
  | 'cancel_order'
  | 'capture_order'
  | 'refund_order'
  | 'dispute_order';

/** Lays a story aside: no sweep goes on with it until somebody reopens it. */
export function holdStory(tx: Transaction, name: StoryName, id: string, why: string): void {
  tx.last(
    sql`update story set state = 'held', last_error = ${why} where name = ${name} and id = ${id} and state = 'open'`,
  );
}

/** Begins a story anew, also one that was finished before: a second attempt at the same thing. */
export async function restartStory(tx: Transaction, name: StoryName, id: string): Promise<void> {
  await tx.change(sql`
    update story set state = 'open', finished_at = null, attempts = 0, last_error = null
    where name = ${name} and id = ${id} and state <> 'open'`);
  tx.startStory(name, id);
}

/** Why an order process waits for staff or the gateway; the gateway's next word reopens it. */
export const reviewHold = 'the payment is held for review';

/** Goes on with a story that was laid aside; one that is open is woken, a finished one stays finished. */
export async function reopenStory(tx: Transaction, name: StoryName, id: string): Promise<void> {
  const open = await tx.change(sql`
    update story set state = 'open', last_error = null, next_attempt_at = kontor_now()
    where name = ${name} and id = ${id} and state <> 'finished'`);
  if (open === 1) tx.startStory(name, id);
}
