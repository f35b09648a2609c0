import type { Invocation } from '#kernel/invocation.ts';
import type { ServiceContext } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';
import { wordsDocument } from '../stored/documents.ts';
import type { HashedWords } from '../templates/render-message.ts';

/** What this process knows to be kept. */
export type KeptWords = Set<string>;

/** Keeps the words of a template, once for all messages that say them. */
export async function keepWords(
  { database }: ServiceContext<'notification'>,
  kept: KeptWords,
  { hash, words }: HashedWords,
  invocation: Invocation,
): Promise<void> {
  if (kept.has(hash)) return;
  await database.write(
    'keep_words',
    sql`
      insert into message_words (hash, words) values (${hash}, ${wordsDocument.write({ ...words, shop: { ...words.shop } })})
      on conflict (hash) do nothing returning hash`,
    invocation,
  );
  kept.add(hash);
}
