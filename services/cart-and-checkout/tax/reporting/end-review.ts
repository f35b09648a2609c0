import type { z } from 'zod';
import type { taxReview } from '#contracts/tax/tax-review.ts';
import { fail, ok } from '#kernel/result.ts';
import type { Handler, ServiceContext } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';
import { reviewColumns } from './list-reviews.ts';

type Answer = Awaited<ReturnType<Handler<'tax', 'endReview'>>>;

/** A person has entered it at the provider or told the authorities, or nobody need. It stays on record. */
export function endReview({ database }: ServiceContext<'tax'>): Handler<'tax', 'endReview'> {
  return ({ documentId, note }, invocation) =>
    database.transaction('endReview', invocation, async (tx): Promise<Answer> => {
      const { channel, actor } = invocation;
      const by = `${actor.kind}:${actor.id}`;
      const ended = await tx.change(sql`
        update reported_document
        set ended_at = kontor_now(), ended_by = ${by}, ended_note = ${note}
        where document_id = ${documentId} and channel = ${channel}
          and state = 'review' and ended_at is null`);
      const now = await tx.first<z.output<typeof taxReview>>(sql`
        select ${reviewColumns}, created_at from reported_document
        where document_id = ${documentId} and channel = ${channel} and state = 'review'`);
      if (!now) return fail('tax_review_not_found', 'There is no such review in this channel.');
      if (ended === 1) {
        const { number, reason } = now;
        tx.audit({ subject: `document:${documentId}`, after: { number, reason, note } });
        return ok(now);
      }
      // The same person says the same again.
      if (now.endedBy === by && now.endedNote === note) return ok(now);
      return fail('tax_review_ended', 'Somebody has ended it already: list those that are ended.');
    });
}
