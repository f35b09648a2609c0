import { fail, ok } from '#kernel/result.ts';
import type { Handler, OutputOf } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';
import type { Context } from '../payments/payment-store.ts';
import { shownDifference } from './read-reconciliations.ts';

type Answer = Awaited<ReturnType<Handler<'payment', 'endDifference'>>>;

/**
 * A person has explained what differs, and nobody needs to look any more. Nothing is posted: the amount
 * stays in `unexplained_settlements` with the note, and the difference is still compared, so that it
 * is taken back there should the books agree one day, and a new one is opened should it grow.
 */
export function endDifference({ database }: Context): Handler<'payment', 'endDifference'> {
  return ({ differenceId, note }, invocation) =>
    database.transaction('endDifference', invocation, async (tx): Promise<Answer> => {
      const { kind, id } = invocation.actor;
      const by = `${kind}:${id}`;
      const ended = await tx.change(sql`
        update settlement_difference
        set ended_at = kontor_now(), ended_by = ${by}, ended_note = ${note}
        where difference_id = ${differenceId} and state = 'open' and ended_at is null`);
      const now = await tx.first<OutputOf<'payment', 'endDifference'>>(sql`
        select ${shownDifference} from settlement_difference d
        where d.difference_id = ${differenceId}`);
      if (!now) return fail('difference_not_found', 'There is no such difference.');
      if (ended === 1) {
        tx.audit({ subject: `difference:${differenceId}`, after: { kind: now.kind, note } });
        return ok(now);
      }
      // The same person says the same again.
      if (now.endedBy === by && now.endedNote === note) return ok(now);
      const message = 'It is settled already: read the day again to see how.';
      return fail('difference_settled', message);
    });
}
