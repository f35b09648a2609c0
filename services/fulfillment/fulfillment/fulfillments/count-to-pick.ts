import { hasPermission, systemActor } from '#kernel/actor.ts';
import type { Invocation } from '#kernel/invocation.ts';
import type { ServiceContext } from '#platform/calls/service.ts';
import type { CountWork } from '#platform/stories/waiting-work.ts';
import { sql, type Statement } from '#platform/ground/sql.ts';
import { whereAnswered } from '#platform/ground/unavailability.ts';
import { inChannelsOf } from './fulfillment-store.ts';

interface DueRow {
  readonly locationId: string;
  readonly dueAt: string | null;
  readonly count: number;
  readonly createdFrom: string;
  readonly createdUntil: string;
}

/**
 * What nobody has begun, by location and by the cut-off that it is due at: the one that follows its
 * order, and as many working days later as handling takes there. All that is overdue is one group.
 * At a location later ones are never due earlier, so a group is all of a span of time.
 */
export function countToPick(context: ServiceContext<'fulfillment'>): CountWork {
  return async (invocation) => {
    if (!hasPermission(invocation.actor, 'fulfillment:read')) return [];
    const calendars = await calendarsOf(context, invocation);
    const rows = await context.database.query<DueRow>(dueRows(calendars, invocation), invocation);
    return rows.map(({ locationId, dueAt, count, createdFrom, createdUntil }) => ({
      kind: 'to_pick',
      count,
      service: 'fulfillment',
      dueAt,
      locationId,
      list: {
        operationId: 'adminListFulfillments',
        query: { state: 'open', locationId, createdFrom, createdUntil },
      },
    }));
  };
}

/** Opening hours are no secret of who may look after stock. Without them nothing has a cut-off. */
async function calendarsOf(
  { call }: ServiceContext<'fulfillment'>,
  invocation: Invocation,
): Promise<unknown[]> {
  const asking = { ...invocation, actor: systemActor('fulfillment') };
  const reply = await whereAnswered(call['inventory-sync'].listLocations({}, asking));
  if (!reply?.ok) return [];
  return reply.value.items.flatMap(({ locationId, dispatch }) =>
    dispatch === null ? [] : [{ locationId, ...dispatch }],
  );
}

/** As far as handling may take, and over the longest holidays. */
const daysAhead = 120;
const daysBack = 21;

function dueRows(calendars: readonly unknown[], { actor }: Invocation): Statement {
  return sql`
    with calendar as (
      select * from jsonb_to_recordset(${JSON.stringify(calendars)}::jsonb) as told(
        "locationId" uuid, "timeZone" text, "cutOff" text, "handlingDays" int, hours jsonb,
        holidays jsonb)),
    cut_off as (
      select c."locationId" as location_id, c."handlingDays" as handling_days,
        (day + least(c."cutOff", open_day.closes)::time) at time zone c."timeZone" as at
      from calendar c
      cross join generate_series(${-daysBack}::int, ${daysAhead}::int) days
      cross join lateral (
        select (kontor_now() at time zone c."timeZone")::date + days as day) on_day
      join jsonb_to_recordset(c.hours) as open_day(weekday int, closes text)
        on open_day.weekday = extract(isodow from day)
      where not c.holidays ? day::text),
    passed as (
      select location_id, max(at) as at from cut_off where at <= kontor_now() group by location_id),
    due as (
      select f.location_id, f.created_at, greatest(passed.at, (
        select c.at from cut_off c
        where c.location_id = f.location_id and c.at > f.created_at
        order by c.at
        offset (select max(handling_days) from cut_off h where h.location_id = f.location_id)
        limit 1)) as due_at
      from fulfillment f left join passed on passed.location_id = f.location_id
      where f.state = 'open' and ${inChannelsOf(actor)})
    select location_id, due_at, count(*)::int as count, min(created_at) as created_from,
      date_trunc('milliseconds', max(created_at)) + interval '1 millisecond' as created_until
    from due group by location_id, due_at order by due_at nulls last, location_id`;
}
