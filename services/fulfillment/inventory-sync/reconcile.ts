import { z } from 'zod';
import { systemActor } from '#kernel/actor.ts';
import { systemInvocation, type Invocation } from '#kernel/invocation.ts';
import { must, ok } from '#kernel/result.ts';
import type { JobShape } from '#platform/stories/jobs.ts';
import { idPart, PageOrder } from '#platform/data/page-cursor.ts';
import type { Handler, OutputOf, ServiceContext } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';
import type { EntryKind } from './entry-book.ts';
import type { EntryState } from './entry-states.ts';
import { differencesDocument } from './stored/documents.ts';

type Context = ServiceContext<'inventory-sync'>;
type Report = OutputOf<'inventory-sync', 'reconcile'>;
type Difference = Report['differences'][number];

interface Row {
  readonly kind: EntryKind;
  readonly id: string;
  readonly state: EntryState;
  readonly units: number | null;
  /** Asked so long ago that somebody should have heard. */
  readonly late: boolean;
}

const chunkSize = 500;
const nightlyHours = 48;
const pages = new PageOrder('reconciliations', z.tuple([idPart]));

const columns = sql`id as reconciliation_id, at, since, checked, differences`;

export function reconcile(context: Context): Handler<'inventory-sync', 'reconcile'> {
  return async ({ sinceHours }, invocation) => ok(await compare(context, sinceHours, invocation));
}

/** Each night, with an error in the log when the books differ. */
export function reconcileNightly(context: Context): JobShape {
  return {
    cron: '30 3 * * *',
    async run() {
      const scope = { channel: 'default', locale: 'en' };
      const invocation = systemInvocation(systemActor('inventory-sync'), scope);
      const { differences, reconciliationId } = await compare(context, nightlyHours, invocation);
      if (differences.length > 0) {
        const count = differences.length;
        context.log.error(
          { invocation, reconciliationId, differences: count },
          'stock books differ',
        );
      }
    },
  };
}

export function listReconciliations({
  database,
}: Context): Handler<'inventory-sync', 'listReconciliations'> {
  return async ({ limit, cursor }, invocation) => {
    const after = pages.after(cursor);
    if (!after.ok) return after;
    const [afterId = null] = after.value ?? [];
    const rows = await database.query<Report>(
      sql`
        select ${columns} from reconciliation
        where ${afterId}::uuid is null or id < ${afterId}::uuid
        order by id desc limit ${limit + 1}`,
      invocation,
    );
    return ok(
      pages.pageOf(
        rows,
        limit,
        (row) => [row.reconciliationId],
        (row) => row,
      ),
    );
  };
}

async function compare(
  context: Context,
  sinceHours: number,
  invocation: Invocation,
): Promise<Report> {
  const { database } = context;
  const { since } = (await database.first<{ since: string }>(
    sql`select kontor_now() - ${sinceHours}::int * interval '1 hour' as since`,
  ))!;
  const differences: Difference[] = [];
  let checked = 0;
  let after = { kind: '', id: '00000000-0000-0000-0000-000000000000' };
  for (;;) {
    const rows = await database.query<Row>(sql`
      select kind, id, state, units, requested_at < kontor_now() - interval '5 minutes' as late
      from entry where requested_at >= ${since}::timestamptz
        and (kind, id) > (${after.kind}, ${after.id}::uuid)
      order by kind, id limit ${chunkSize}`);
    checked += rows.length;
    differences.push(...(await differencesOf(context, rows, invocation)));
    if (rows.length < chunkSize) break;
    after = rows.at(-1)!;
  }
  differences.push(...(await unknownDepartures(context, since, invocation)));
  const report = await database.transaction('keep_report', invocation, (tx) =>
    tx.first<Report>(sql`
      insert into reconciliation (since, checked, differences)
      values (${since}::timestamptz, ${checked}, ${differencesDocument.write(differences)}) returning ${columns}`),
  );
  return report!;
}

async function differencesOf(
  { call }: Context,
  rows: readonly Row[],
  invocation: Invocation,
): Promise<Difference[]> {
  if (rows.length === 0) return [];
  const documents = rows.map(({ kind, id }) => ({ kind, id }));
  const reply = await call.inventory.getStockDocuments({ documents }, invocation);
  const { found } = must(reply, 'read stock documents');
  const recorded = new Map(found.map(({ kind, id, units }) => [`${kind} ${id}`, units]));
  return rows.flatMap((row): Difference[] => {
    const { kind, id, units: unitsHere } = row;
    const unitsInInventory = recorded.get(`${kind} ${id}`) ?? null;
    const problem = problemOf(row, unitsInInventory);
    return problem ? [{ kind, id, problem, unitsHere, unitsInInventory }] : [];
  });
}

function problemOf(row: Row, theirs: number | null): Difference['problem'] | undefined {
  if (row.state === 'requested') return row.late ? 'unsettled' : undefined;
  if (row.state === 'refused') return theirs === null ? undefined : 'units_differ';
  if (theirs === null) return 'missing_in_inventory';
  return row.kind !== 'count' && theirs !== row.units ? 'units_differ' : undefined;
}

/** Departures in inventory's ledger that nobody here has asked for. */
async function unknownDepartures(
  { call, database }: Context,
  since: string,
  invocation: Invocation,
): Promise<Difference[]> {
  const differences: Difference[] = [];
  let cursor: string | undefined;
  do {
    const request = cursor === undefined ? { limit: 100 } : { limit: 100, cursor };
    const reply = await call.inventory.listMovements(request, invocation);
    const { items, nextCursor } = must(reply, 'read movements');
    const recent = items.filter(({ at }) => at >= since);
    const departures = recent.filter(({ kind }) => kind === 'departure');
    const ids = [...new Set(departures.map(({ referenceId }) => referenceId))];
    const unknown = await database.query<{ id: string }>(sql`
      select v.id from unnest(${ids}::uuid[]) as v (id)
      where not exists (select from entry e where e.kind = 'departure' and e.id = v.id)`);
    for (const { id } of unknown) {
      const own = departures.filter(({ referenceId }) => referenceId === id);
      const unitsInInventory = own.reduce((sum, { onHandDelta }) => sum - onHandDelta, 0);
      differences.push({
        kind: 'departure',
        id,
        problem: 'missing_here',
        unitsHere: null,
        unitsInInventory,
      });
    }
    cursor = recent.length === items.length ? (nextCursor ?? undefined) : undefined;
  } while (cursor !== undefined);
  return differences;
}
