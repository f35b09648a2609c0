import { channelsSeenBy, type Actor } from '#kernel/actor.ts';
import { wholeList } from '#contracts/shapes.ts';
import { ok } from '#kernel/result.ts';
import type { Handler, InputOf, OutputOf, ServiceContext } from '#platform/calls/service.ts';
import { timeZoneOf } from '#platform/ground/settings.ts';
import { sql, type Statement } from '#platform/ground/sql.ts';

type Figures = OutputOf<'order', 'listDayFigures'>['items'][number];
type Asked = InputOf<'order', 'listDayFigures'>;

/** One hour of one of the two days, of a channel and a currency. */
interface HourRow {
  readonly channel: string;
  readonly currency: string;
  readonly timeZone: string;
  readonly day: string;
  readonly isDay: boolean;
  readonly hour: number;
  readonly orders: number;
  readonly salesMinor: number;
  readonly cancelledOrders: number;
  readonly refundedMinor: number;
  readonly ordersUntilNow: number;
  readonly salesUntilNowMinor: number;
}

/**
 * Summed when they are asked for, over two days of the index by time: a purchase pays nothing for
 * them, and they agree with the orders at every moment, whatever is cancelled or refunded later.
 */
export function listDayFigures(
  context: ServiceContext<'order'>,
): Handler<'order', 'listDayFigures'> {
  const { database, settings } = context;
  return async (asked, invocation) => {
    const statement = hoursOf(asked, timeZoneOf(settings), invocation.actor);
    const rows = await database.query<HourRow>(statement, invocation);
    const groups = Map.groupBy(rows, ({ channel, currency }) => `${channel} ${currency}`);
    return ok(wholeList([...groups.values()].map(figuresOf)));
  };
}

/** Channels differ in their days: what is read reaches from the first of their mornings to the last of their nights. */
function hoursOf({ day, channel }: Asked, shopZone: string, actor: Actor): Statement {
  const seen = channelsSeenBy(actor);
  return sql`
    with zone as (
      select zone, coalesce(${day ?? null}::date, (kontor_now() at time zone zone)::date) as day
      from (select ${shopZone}::text as zone
            union select time_zone from channel_seller where time_zone is not null) known),
    span as materialized (
      select min((day - 1)::timestamp at time zone zone) as since,
        max((day + 1)::timestamp at time zone zone) as until
      from zone),
    sold as materialized (
      select o.channel, o.currency, z.zone, z.day, o.placed_at at time zone z.zone as local,
        o.total_minor, o.refunded_minor, o.state in ('cancelling', 'cancelled') as is_cancelled
      from orders o
      left join channel_seller s on s.channel = o.channel
      join zone z on z.zone = coalesce(s.time_zone, ${shopZone}::text)
      where o.placed_at >= (select since from span) and o.placed_at < (select until from span)
        and (${seen}::text[] is null or o.channel = any(${seen}::text[]))
        and (${channel ?? null}::text is null or o.channel = ${channel ?? null}))
    select channel, currency, zone as time_zone, day::text as day, local::date = day as is_day,
      extract(hour from local)::int as hour,
      count(*) filter (where not is_cancelled)::int as orders,
      coalesce(sum(total_minor) filter (where not is_cancelled), 0)::bigint as sales_minor,
      count(*) filter (where is_cancelled)::int as cancelled_orders,
      coalesce(sum(refunded_minor) filter (where not is_cancelled), 0)::bigint as refunded_minor,
      count(*) filter (where not is_cancelled and is_until_now)::int as orders_until_now,
      coalesce(sum(total_minor) filter (where not is_cancelled and is_until_now), 0)::bigint
        as sales_until_now_minor
    from (
      select sold.*, day <> (kontor_now() at time zone zone)::date
          or local < (kontor_now() at time zone zone) - interval '1 day' as is_until_now
      from sold where local >= day - 1 and local < day + 1) placed
    group by channel, currency, zone, day, local::date = day, extract(hour from local)
    order by channel, currency, is_day, hour`;
}

/** Of one channel and currency, its hours in order. */
function figuresOf(rows: readonly HourRow[]): Figures {
  const { channel, currency, timeZone, day } = rows[0]!;
  const before = rows.filter(({ isDay }) => !isDay);
  const orders = sumOf(before, 'ordersUntilNow');
  const salesMinor = sumOf(before, 'salesUntilNowMinor');
  return {
    channel,
    currency,
    timeZone,
    day,
    sums: sumsOf(rows.filter(({ isDay }) => isDay)),
    dayBefore: sumsOf(before),
    dayBeforeUntilNow: { orders, salesMinor, averageMinor: average(salesMinor, orders) },
  };
}

function sumsOf(hours: readonly HourRow[]): Figures['sums'] {
  const orders = sumOf(hours, 'orders');
  const salesMinor = sumOf(hours, 'salesMinor');
  return {
    orders,
    salesMinor,
    averageMinor: average(salesMinor, orders),
    cancelledOrders: sumOf(hours, 'cancelledOrders'),
    refundedMinor: sumOf(hours, 'refundedMinor'),
    hours: hours
      .filter((each) => each.orders > 0)
      .map((each) => ({ hour: each.hour, orders: each.orders, salesMinor: each.salesMinor })),
  };
}

type Summed = Exclude<
  keyof HourRow,
  'channel' | 'currency' | 'timeZone' | 'day' | 'isDay' | 'hour'
>;

function sumOf(hours: readonly HourRow[], name: Summed): number {
  return hours.reduce((sum, each) => sum + each[name], 0);
}

function average(salesMinor: number, orders: number): number | null {
  return orders === 0 ? null : Math.round(salesMinor / orders);
}
