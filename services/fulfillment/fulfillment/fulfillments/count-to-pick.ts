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

/**
 * The cut-offs of a location are numbered once, from the day of its oldest parcel on, so that the
 * place of a parcel among them tells when it is due. They reach as far as handling takes where each
 * of the holidays falls on a day that would be open.
 */
function dueRows(calendars: readonly unknown[], { actor }: Invocation): Statement {
  return sql`
    with waiting as materialized (
      select location_id, created_at from fulfillment where state = 'open' and ${inChannelsOf(actor)}),
    oldest as (
      select location_id, min(created_at) as created_at from waiting group by location_id),
    calendar as (
      select told.*, (oldest.created_at at time zone "timeZone")::date as since,
        (kontor_now() at time zone "timeZone")::date + 7 * (2
          + ("handlingDays" + jsonb_array_length(holidays)) / jsonb_array_length(hours)) as until
      from jsonb_to_recordset(${JSON.stringify(calendars)}::jsonb) as told(
        "locationId" uuid, "timeZone" text, "cutOff" text, "handlingDays" int, hours jsonb,
        holidays jsonb)
      join oldest on oldest.location_id = "locationId"),
    cut_off as (
      select c."locationId" as location_id, c."handlingDays" as handling_days,
        (day + least(c."cutOff", open_day.closes)::time) at time zone c."timeZone" as at
      from calendar c
      cross join lateral generate_series(0, c.until - c.since) days
      cross join lateral (select c.since + days as day) on_day
      join jsonb_to_recordset(c.hours) as open_day(weekday int, closes text)
        on open_day.weekday = extract(isodow from day)
      where not c.holidays ? day::text),
    numbered as materialized (
      select location_id, handling_days, array_agg(at order by at) as cut_offs,
        max(at) filter (where at <= kontor_now()) as passed_at
      from cut_off group by location_id, handling_days),
    due as (
      select location_id, created_at, passed_at,
        cut_offs[width_bucket(created_at, cut_offs) + 1 + handling_days] as leaves_at
      from waiting left join numbered using (location_id)),
    due_once as (
      select location_id, created_at,
        case when leaves_at is not null then greatest(leaves_at, passed_at) end as due_at
      from due)
    select location_id, due_at, count(*)::int as count, min(created_at) as created_from,
      date_trunc('milliseconds', max(created_at)) + interval '1 millisecond' as created_until
    from due_once group by location_id, due_at order by due_at nulls last, location_id`;
}
