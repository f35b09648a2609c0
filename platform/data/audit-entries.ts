import type { z } from 'zod';
import type { auditEntry, auditPromises } from '#contracts/every-service/audit.ts';
import type { Actor } from '#kernel/actor.ts';
import type { Answer, Input, Output, Reply } from '#kernel/contract.ts';
import { newId } from '#kernel/ids.ts';
import type { Invocation } from '#kernel/invocation.ts';
import { ok } from '#kernel/result.ts';
import { PageOrder, timeAndId } from './page-cursor.ts';
import type { ServiceContext } from '../calls/service.ts';
import { json, sql, type Statement } from '../ground/sql.ts';
import type { ServiceName } from '../topology.ts';

/**
 * What staff and API keys changed is written in the schema of whose change it was, so it is read
 * along the arrows: each of the gateway's neighbours answers for itself and for the services behind
 * it. Every service is read by one other; a page is whole or it is no page.
 */

type Promised = (typeof auditPromises)['listAuditEntries'];
type Entry = z.output<typeof auditEntry>;
type Page = Output<Promised>;
type Asked = Input<Promised>;
type Behind = (asked: Asked, invocation: Invocation) => Promise<Answer<Promised>>;

type Key = z.output<typeof timeAndId>;

const newest = new PageOrder('audit entries', timeAndId);

type Own = Pick<ServiceContext<ServiceName>, 'service' | 'database'>;

/** Binds a service's promise; `behind`: the callers of those for whom it answers as well. */
export function listAuditEntries({ service, database }: Own, behind: readonly Behind[] = []) {
  return async (asked: Asked, invocation: Invocation): Promise<Reply<Promised>> => {
    const { cursor } = asked;
    const after = newest.within(asked).after(cursor);
    if (!after.ok) return after;
    const own = database.query<Entry>(
      entriesOf(service, asked, after.value, invocation),
      invocation,
    );
    const [rows, ...replies] = await Promise.all([
      own,
      ...behind.map((read) => read(asked, invocation)),
    ]);
    const pages: Page[] = [{ items: rows, nextCursor: null }];
    for (const reply of replies) {
      if (!reply.ok) return reply;
      pages.push(reply.value);
    }
    return ok(mergeAuditPages(pages, asked));
  };
}

/**
 * One page of several that were asked for with the same limit and cursor: whatever is among the
 * newest of all is among the newest of its own. What is written meanwhile is newer than a walk's
 * first page or as new as its transaction began; it moves no entry of a later page.
 */
export function mergeAuditPages(pages: readonly Page[], asked: Asked): Page {
  const { limit } = asked;
  const all = pages.flatMap(({ items }) => items).toSorted(newestFirst);
  const isMore = all.length > limit || pages.some(({ nextCursor }) => nextCursor !== null);
  const items = all.slice(0, limit);
  const last = items.at(-1);
  return { items, nextCursor: isMore && last ? newest.within(asked).cursorOf(keyOf(last)) : null };
}

/** `at` is of one width everywhere, so text sorts as time does, and ids as PostgreSQL sorts them. */
function newestFirst(one: Entry, other: Entry): number {
  const [a, b] = [`${one.at} ${one.entryId}`, `${other.at} ${other.entryId}`];
  if (a === b) return 0;
  return a < b ? 1 : -1;
}

function keyOf({ at, entryId }: Entry): Key {
  return [at.replace('T', ' ').replace('Z', '+00'), entryId];
}

function entriesOf(
  service: ServiceName,
  { actorId, operation, subject, from, until, limit }: Asked,
  after: Key | undefined,
  { actor }: Invocation,
): Statement {
  const all = sql`true`;
  return sql`
    select id as entry_id,
      to_char(at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at,
      ${service}::text as service, operation, subject,
      json_build_object('kind', actor_kind, 'id', actor_id, 'channels', channels) as actor,
      detail -> 'before' as before, detail -> 'after' as after, trace_id
    from audit_entry
    where ${ofHeldChannels(actor)}
      and ${actorId === undefined ? all : sql`actor_id = ${actorId}`}
      and ${operation === undefined ? all : sql`operation = ${operation}`}
      and ${subject === undefined ? all : sql`subject = ${subject}`}
      and ${from === undefined ? all : sql`at >= ${from}::timestamptz`}
      and ${until === undefined ? all : sql`at < ${until}::timestamptz`}
      and ${after ? sql`(at, id) < (${after[0]}::timestamptz, ${after[1]}::uuid)` : all}
    order by audit_entry.at desc, id desc limit ${limit + 1}`;
}

/** As `holdsChannels`: what might have been of any channel is for those who hold all of them. */
function ofHeldChannels({ channels: held }: Actor): Statement {
  if (held === '*') return sql`true`;
  return sql`(channels <> '{}' and channels <@ ${held}::text[])`;
}

interface Audited {
  readonly operation: string;
  readonly subject: string;
  readonly actorId: string;
}

/**
 * Audits what happens later than it was asked for, when nobody asks any more, as of whoever was audited
 * asking for it.
 */
export function auditedAsBefore(
  { operation, subject, actorId }: Audited,
  detail: { readonly before: unknown; readonly after: unknown },
): Statement {
  return sql`
    insert into audit_entry (id, actor_kind, actor_id, channels, operation, subject, detail, trace_id)
    select ${newId()}::uuid, actor_kind, actor_id, channels, operation, subject,
      ${json(detail)}::jsonb, trace_id
    from audit_entry
    where subject = ${subject} and operation = ${operation} and actor_id = ${actorId}
    order by at desc limit 1`;
}
