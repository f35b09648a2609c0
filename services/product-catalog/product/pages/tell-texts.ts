import type { Transaction } from '#platform/data/transaction.ts';
import type { EventData } from '#platform/events/event-types.ts';
import { sql, type Statement } from '#platform/ground/sql.ts';
import { textKind } from './read-pages.ts';

type Told = EventData<'product.text_published'>;
interface Row extends Told {
  readonly told: number;
}

/** Tells texts as they are now, of the kind they were published as; each telling of one has the next number. */
export async function tellTexts(tx: Transaction, which: Statement): Promise<number> {
  const rows = await tx.query<Row>(sql`
    update published_text v set told = v.told + 1, end_told = v.ended_at is not null
    from content_page p
    where p.id = v.page_id and ${which}
    returning v.id as text_id, ${textKind} as kind, v.locale, v.number, v.title, v.sha256, v.published_at,
      v.channel, v.markdown, v.ended_at, v.told`);
  for (const { told, ...data } of rows) {
    tx.emit({
      type: 'product.text_published',
      aggregateId: data.textId,
      aggregateVersion: told,
      channel: data.channel,
      locale: data.locale,
      data,
    });
  }
  return rows.length;
}
