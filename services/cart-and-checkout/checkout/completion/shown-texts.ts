import type { ShownText } from '#contracts/product/legal-texts.ts';
import type { Invocation } from '#kernel/invocation.ts';
import { fail, ok } from '#kernel/result.ts';
import type { ServiceContext } from '#platform/calls/service.ts';
import type { ReceivedEvent } from '#platform/events/event-types.ts';
import { sql } from '#platform/ground/sql.ts';
import type { Transaction } from '#platform/data/transaction.ts';

/** Keeps that a text was published. It never changes, so a second telling finds it there. */
export async function onTextPublished(
  { data }: ReceivedEvent<'product.text_published'>,
  tx: Transaction,
): Promise<void> {
  const { textId, channel, kind, locale, number, title, sha256, publishedAt } = data;
  tx.last(sql`
    insert into published_text (text_id, channel, kind, locale, number, title, sha256, published_at)
    values (${textId}, ${channel}, ${kind}, ${locale}, ${number}, ${title}, ${sha256},
      ${publishedAt}::timestamptz)
    on conflict (text_id) do nothing`);
}

/**
 * Which texts of its channel a customer was shown, in the order in which they were named. One that
 * nobody published there is refused: what an order says of it must be true.
 */
export async function shownTexts(
  { database }: ServiceContext<'checkout'>,
  textIds: readonly string[],
  invocation: Invocation,
) {
  const found = await database.query<ShownText>(
    sql`select text_id, kind, locale, number, title, sha256, published_at from published_text
      where text_id = any (${textIds}::uuid[]) and channel = ${invocation.channel}`,
    invocation,
  );
  const byId = new Map(found.map((text) => [text.textId, text]));
  const unknown = textIds.find((textId) => !byId.has(textId));
  if (unknown !== undefined) {
    const message = 'The shop published no such text here. Read its pages again.';
    return fail('text_unknown', message, { textId: unknown });
  }
  return ok([...new Set(textIds)].map((textId) => byId.get(textId)!));
}

/** Of an attempt `a`, as a column. */
export const shownTextsColumn = sql`
  (select json_agg(json_build_object('textId', t.text_id, 'kind', t.kind, 'locale', t.locale,
      'number', t.number, 'title', t.title, 'sha256', t.sha256,
      'publishedAt', to_char(t.published_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))
      order by array_position(a.shown_texts, t.text_id))
    from published_text t where t.text_id = any (a.shown_texts)) as shown_texts`;
