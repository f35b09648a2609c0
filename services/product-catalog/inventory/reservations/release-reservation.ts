import { systemActor } from '#kernel/actor.ts';
import { systemInvocation, type Invocation } from '#kernel/invocation.ts';
import { ok } from '#kernel/result.ts';
import type { Handler, InputOf, ServiceContext } from '#platform/calls/service.ts';
import { sql, type Statement } from '#platform/ground/sql.ts';
import type { Transaction } from '#platform/data/transaction.ts';
import { giveBack } from './give-back.ts';
import { GroupCommit } from '#platform/data/group-commit.ts';

interface Entry {
  readonly input: InputOf<'inventory', 'releaseReservation'>;
  readonly invocation: Invocation;
}

/**
 * Gives back what has not departed, for all callers of a moment in one transaction. A release with
 * an id of its own is recorded under it, so that repeating it gives nothing back twice. What was
 * given up as a whole before it was reserved is not reserved any more.
 */
export function releaseReservation({
  database,
}: ServiceContext<'inventory'>): Handler<'inventory', 'releaseReservation'> {
  const group = new GroupCommit<Entry, number>(async (entries) => {
    const scope = systemInvocation(systemActor('inventory'), entries[0]!.invocation);
    const whole = entries.filter(({ input }) => input.lines === undefined);
    if (whole.length > 0) await database.write('end_unknown', endUnknown(whole), scope);
    return database.transaction('release_reservation', scope, (tx) => releaseAll(tx, entries));
  });
  return async (input, invocation) =>
    ok({ releasedUnits: await group.submit({ input, invocation }) });
}

/**
 * Where nothing is known of an id an end is written in its place, so that who was asleep before
 * reserving under it finds that it is over. By itself, while nothing is locked: who reserves the
 * same id at this moment is waited for, and may wait for what this group is about to lock.
 */
function endUnknown(entries: readonly Entry[]): Statement {
  return sql`
    insert into reservation (id, state, channel, end_reason, ended_at)
    select distinct on (id) id, 'released', channel, reason, kontor_now()
    from unnest(${entries.map(({ input }) => input.reservationId)}::uuid[],
      ${entries.map(({ invocation }) => invocation.channel)}::text[],
      ${entries.map(({ input }) => input.reason)}::text[]) as v (id, channel, reason)
    order by id
    on conflict (id) do nothing`;
}

async function releaseAll(tx: Transaction, entries: readonly Entry[]): Promise<number[]> {
  const releaseIds = entries.flatMap(({ input }) => input.releaseId ?? []);
  const recorded = releaseIds.length > 0 ? await claimReleases(tx, releaseIds) : new Map();
  const first = new Set<string>();
  const fresh = entries.filter(({ input: { releaseId } }) => {
    if (releaseId === undefined) return true;
    const isFirst = !recorded.has(releaseId) && !first.has(releaseId);
    first.add(releaseId);
    return isFirst;
  });
  const units = await giveBack(
    tx,
    fresh.map(({ input: { reservationId, reason, lines } }) => ({ reservationId, reason, lines })),
  );
  fresh.forEach(({ input: { releaseId } }, index) => {
    if (releaseId === undefined) return;
    recorded.set(releaseId, units[index]!);
    tx.last(
      sql`update stock_document set units = ${units[index]!} where kind = 'release' and id = ${releaseId}::uuid`,
    );
  });
  return entries.map((entry) => {
    const { releaseId } = entry.input;
    return releaseId === undefined ? units[fresh.indexOf(entry)]! : recorded.get(releaseId)!;
  });
}

/** Takes the ids for this transaction; those that were taken before are told with their units. */
async function claimReleases(tx: Transaction, ids: string[]): Promise<Map<string, number>> {
  const [taken, rows] = await Promise.all([
    tx.query<{ id: string }>(sql`
      insert into stock_document (kind, id)
      select distinct 'release', id from unnest(${ids}::uuid[]) as v (id) order by id
      on conflict do nothing returning id`),
    tx.query<{ id: string; units: number }>(
      sql`select id, units from stock_document where kind = 'release' and id = any(${ids}::uuid[])`,
    ),
  ]);
  const fresh = new Set(taken.map(({ id }) => id));
  return new Map(rows.filter(({ id }) => !fresh.has(id)).map(({ id, units }) => [id, units]));
}
