import { wholeList } from '#contracts/shapes.ts';
import { fail, ok } from '#kernel/result.ts';
import type { Handler, OutputOf, ServiceContext } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';
import { changesDocuments } from './document-writes.ts';
import { synonymKey, type Synonyms } from './synonyms.ts';

type Kept = OutputOf<'product', 'putSearchSynonyms'>;

/** All are held in memory by every process. */
const mostEntries = 1_000;
const mostWords = 4;
const columns = sql`language, word, synonyms, both_ways, version`;

export function listSearchSynonyms({
  database,
}: ServiceContext<'product'>): Handler<'product', 'listSearchSynonyms'> {
  return async ({ language }, invocation) =>
    ok(
      wholeList(
        await database.query<Kept>(
          sql`select ${columns} from search_synonym
            where ${language ?? null}::text is null or language = ${language ?? null}
            order by language, key`,
          invocation,
        ),
      ),
    );
}

export function putSearchSynonyms(
  { database }: ServiceContext<'product'>,
  known: Synonyms,
): Handler<'product', 'putSearchSynonyms'> {
  return async ({ language, word, synonyms, bothWays, expectedVersion }, invocation) => {
    const unfit = [word, ...synonyms].find((one) => {
      const words = synonymKey(one, language);
      return words.length === 0 || words.length > mostWords;
    });
    if (unfit !== undefined)
      return fail(
        'synonym_invalid',
        `“${unfit}” must be one to ${mostWords} words of letters and digits.`,
        { word: unfit },
      );
    const key = synonymKey(word, language).join(' ');
    return database.transaction('put_search_synonyms', invocation, async (tx) => {
      const before = await tx.first<Kept>(
        sql`select ${columns} from search_synonym
          where language = ${language} and key = ${key} for update`,
      );
      if (before && expectedVersion !== undefined && before.version !== expectedVersion)
        return overtaken(before.version);
      const after = await tx.first<Kept>(sql`
        insert into search_synonym (language, key, word, synonyms, both_ways)
        select ${language}, ${key}, ${word}, ${synonyms}::text[], ${bothWays}::boolean
        where ${before !== undefined}::boolean
          or (select count(*) from search_synonym) < ${mostEntries}::int
        on conflict (language, key) do update set word = excluded.word,
          synonyms = excluded.synonyms, both_ways = excluded.both_ways,
          version = search_synonym.version + 1, updated_at = kontor_now()
        returning ${columns}`);
      if (after === undefined)
        return fail(
          'too_many_synonyms',
          `A shop keeps synonyms of ${mostEntries} words at most. Delete some first.`,
          { most: mostEntries },
        );
      tx.audit({ subject: `synonyms ${language} ${key}`, before, after });
      tx.afterwards(() => known.forget());
      changesDocuments(tx);
      return ok(after);
    });
  };
}

export function deleteSearchSynonyms(
  { database }: ServiceContext<'product'>,
  known: Synonyms,
): Handler<'product', 'deleteSearchSynonyms'> {
  return ({ language, word, expectedVersion }, invocation) => {
    const key = synonymKey(word, language).join(' ');
    return database.transaction('delete_search_synonyms', invocation, async (tx) => {
      const before = await tx.first<Kept>(sql`
        delete from search_synonym where language = ${language} and key = ${key}
        returning ${columns}`);
      if (before === undefined)
        return fail('synonyms_not_found', 'There are no synonyms of this word in this language.');
      const { version } = before;
      if (expectedVersion !== undefined && version !== expectedVersion) return overtaken(version);
      tx.audit({ subject: `synonyms ${language} ${key}`, before });
      tx.afterwards(() => known.forget());
      changesDocuments(tx);
      return ok({});
    });
  };
}

const overtaken = (version: number) =>
  fail('version_conflict', 'The synonyms changed in the meantime. Read them again.', { version });
