import { answerPlaceholders } from '#contracts/support/canned-answers.ts';
import { wholeList } from '#contracts/shapes.ts';
import { fail, ok } from '#kernel/result.ts';
import type { Handler, OutputOf, ServiceContext } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';

type Context = ServiceContext<'support'>;
type CannedAnswer = OutputOf<'support', 'putCannedAnswer'>;
type Reply = Awaited<ReturnType<Handler<'support', 'putCannedAnswer'>>>;

/** They are read together, so there is an end to them. */
const answersMax = 500;

const columns = sql`code, title, message, locale, version, updated_at`;
const known = new Set<string>(answerPlaceholders);

export function listCannedAnswers({ database }: Context): Handler<'support', 'listCannedAnswers'> {
  return async (_input, invocation) =>
    ok(
      wholeList(
        await database.query<CannedAnswer>(
          sql`select ${columns} from canned_answer order by title, code`,
          invocation,
        ),
      ),
    );
}

/** What somebody else changed since it was read is not overwritten where the version is told. */
export function putCannedAnswer({ database }: Context): Handler<'support', 'putCannedAnswer'> {
  return async ({ code, title, message, locale = null, expectedVersion }, invocation) => {
    const strange = placeholdersIn(message).find((name) => !known.has(name));
    if (strange !== undefined) {
      const can = answerPlaceholders.map((name) => `{{${name}}}`).join(', ');
      return fail('placeholder_unknown', `Nothing fills {{${strange}}}. There are ${can}.`);
    }
    return database.transaction('putCannedAnswer', invocation, async (tx): Promise<Reply> => {
      const before = await tx.first<CannedAnswer>(lockAnswer(code));
      const version = before?.version ?? 0;
      if (expectedVersion !== undefined && expectedVersion !== version) {
        return overtaken(version);
      }
      if (!before) {
        const there = await tx.first<{ answers: number }>(
          sql`select count(*)::int as answers from canned_answer`,
        );
        if (there!.answers >= answersMax) {
          const why = `There are ${answersMax} answers, which is all that fit. Remove one first.`;
          return fail('too_many_canned_answers', why);
        }
      }
      const after = await tx.first<CannedAnswer>(sql`
          insert into canned_answer as known (code, title, message, locale)
          values (${code}, ${title}, ${message}, ${locale})
          on conflict (code) do update set title = excluded.title, message = excluded.message,
            locale = excluded.locale, version = known.version + 1, updated_at = kontor_now()
          returning ${columns}`);
      tx.audit({
        subject: `canned_answer:${code}`,
        ...(before && { before: saidBy(before) }),
        after: saidBy(after!),
      });
      return ok(after!);
    });
  };
}

export function removeCannedAnswer({
  database,
}: Context): Handler<'support', 'removeCannedAnswer'> {
  return ({ code, expectedVersion }, invocation) =>
    database.transaction('removeCannedAnswer', invocation, async (tx) => {
      const before = await tx.first<CannedAnswer>(lockAnswer(code));
      if (!before) return fail('canned_answer_not_found', `There is no canned answer ${code}.`);
      if (expectedVersion !== undefined && expectedVersion !== before.version) {
        return overtaken(before.version);
      }
      tx.last(sql`delete from canned_answer where code = ${code}`);
      tx.audit({ subject: `canned_answer:${code}`, before: saidBy(before) });
      return ok({});
    });
}

const lockAnswer = (code: string) =>
  sql`select ${columns} from canned_answer where code = ${code} for update`;

/** As the audit keeps it: what was said to customers with it can be told from there. */
function saidBy({ title, message, locale, version }: CannedAnswer) {
  return { title, message, locale, version };
}

function overtaken(version: number) {
  return fail('version_conflict', 'Somebody changed the answer. Read it again.', { version });
}

/** Names in double braces, with or without blanks around them. */
function placeholdersIn(message: string): readonly string[] {
  return [...message.matchAll(/\{\{([^{}]*)\}\}/g)].map(([, name]) => name!.trim());
}
