import type { Invocation } from '#kernel/invocation.ts';
import type { InputOf, ServiceContext } from '#platform/calls/service.ts';
import type { ReceivedEvent } from '#platform/events/event-types.ts';
import { sql } from '#platform/ground/sql.ts';
import type { Transaction } from '#platform/data/transaction.ts';
import { mailedBytesMax } from './mailed-document.ts';
import type { OrderRow } from './order-store.ts';

type Message = InputOf<'notification', 'sendMessage'>;

/** What a customer must get on a durable medium: the terms, and how to withdraw. */
const mailedKinds: readonly string[] = ['terms', 'withdrawal'];

/** Keeps the words of a text that confirmations carry; an older telling never overwrites a newer one. */
export async function onTextPublished(
  { data, aggregateVersion }: ReceivedEvent<'product.text_published'>,
  tx: Transaction,
): Promise<void> {
  const { textId, channel, kind, locale, title, markdown, sha256, publishedAt, endedAt } = data;
  if (!mailedKinds.includes(kind)) {
    // What the version before told as terms, of a page that became something else, holds no longer.
    tx.last(sql`
      update published_text set version = ${aggregateVersion},
        ended_at = coalesce(ended_at, ${endedAt}::timestamptz, kontor_now())
      where text_id = ${textId} and version < ${aggregateVersion}`);
    return;
  }
  tx.last(sql`
    insert into published_text (text_id, version, channel, kind, locale, title, markdown, sha256,
      published_at, ended_at)
    values (${textId}, ${aggregateVersion}, ${channel}, ${kind}, ${locale}, ${title}, ${markdown},
      ${sha256}, ${publishedAt}::timestamptz, ${endedAt}::timestamptz)
    on conflict (text_id) do update set version = excluded.version, ended_at = excluded.ended_at
      where published_text.version < excluded.version`);
}

/**
 * Which texts a mail about an order carries, as a column of a read of `orders`: in the versions that the
 * customer was shown, or where nobody said which, those that held when the order was placed, in its
 * language as far as there are any.
 */
export const mailedTextsColumn = sql`
  array(select distinct on (t.kind) t.text_id
    from (select array(select given."textId"
            from jsonb_to_recordset(orders.snapshot -> 'shownTexts') given("textId" text))
            as ids offset 0) shown
    join published_text t on t.channel = orders.channel
    cross join lateral (select t.text_id::text = any(shown.ids) as was_shown) s
    where s.was_shown or (t.published_at <= orders.placed_at
      and (t.ended_at is null or t.ended_at > orders.placed_at))
    order by t.kind, s.was_shown desc, t.locale = orders.locale desc,
      left(t.locale, 2) = left(orders.locale, 2) desc, t.published_at desc) as mailed_texts`;

interface Text {
  readonly kind: string;
  readonly locale: string;
  readonly title: string;
  readonly markdown: string;
  readonly sha256: string;
  readonly publishedAt: string;
}

type Attachment = NonNullable<Message['attachments']>[number];

/** A text as a mail carries it. */
interface TextFile {
  readonly kind: string;
  readonly bytes: number;
  readonly attachment: Attachment;
}

type Database = ServiceContext<'order'>['database'];

/** Texts by id: they never change, and each confirmation of a shop carries the same. */
const known = new WeakMap<Database, Map<string, TextFile>>();
const knownMax = 40;

/**
 * The message with the terms and withdrawal instructions of its order. Texts that are too long for a
 * mail are read in the shop.
 */
export async function withTexts(
  { database, log }: Pick<ServiceContext<'order'>, 'database' | 'log'>,
  { id: orderId, mailedTexts = [] }: Pick<OrderRow, 'id' | 'mailedTexts'>,
  message: Message,
  invocation: Invocation,
): Promise<Message> {
  if (mailedTexts.length === 0 || message.email === null) return message;
  const attachments: Attachment[] = [];
  let left = mailedBytesMax;
  for (const text of await textsOf(database, mailedTexts, invocation)) {
    if (text.bytes > left) {
      log.warn({ invocation, order: orderId, kind: text.kind }, 'a text is too long for a mail');
      continue;
    }
    left -= text.bytes;
    attachments.push(text.attachment);
  }
  return attachments.length === 0 ? message : { ...message, attachments };
}

async function textsOf(
  database: Database,
  textIds: readonly string[],
  invocation: Invocation,
): Promise<TextFile[]> {
  const here = known.get(database) ?? new Map<string, TextFile>();
  known.set(database, here);
  // Held here too: whoever makes room meanwhile takes none of them away.
  const found = new Map<string, TextFile>();
  for (const textId of textIds) {
    const text = here.get(textId);
    if (text) found.set(textId, text);
  }
  const missing = textIds.filter((textId) => !found.has(textId));
  if (missing.length > 0) {
    const rows = await database.query<Text & { textId: string }>(
      sql`select text_id, kind, locale, title, markdown, sha256, published_at
        from published_text where text_id = any (${missing}::uuid[])`,
      invocation,
    );
    if (here.size > knownMax) here.clear();
    for (const { textId, ...text } of rows) {
      const file = fileOf(text);
      here.set(textId, file);
      found.set(textId, file);
    }
  }
  return textIds.flatMap((textId) => found.get(textId) ?? []);
}

/** Plain words that every program opens; the mark at its beginning tells that they are UTF-8. */
function fileOf({ kind, locale, title, markdown, sha256, publishedAt }: Text): TextFile {
  const words = `\uFEFF${title}\n\n${markdown}\n\n${publishedAt} · SHA-256 ${sha256}\n`;
  const bytes = Buffer.from(words);
  const base64 = bytes.toString('base64');
  const attachment = { fileName: `${kind}-${locale}.txt`, contentType: 'text/plain', base64 };
  return { kind, bytes: bytes.length, attachment };
}
