import { DateTime } from 'luxon';
import type { DeliveryPromise } from '#contracts/shipping/delivery-promise.ts';
import type { DispatchCalendar } from '#contracts/inventory/dispatch.ts';

/** How a parcel travels once it is handed over. */
export interface Transit {
  /** Days of delivery after the hand-over; null: nobody knows. */
  readonly earliestDays: number | null;
  readonly latestDays: number | null;
  /** On which the carrier brings parcels; 1 is Monday, 7 Sunday. */
  readonly deliveryWeekdays: readonly number[];
  /** On which it brings none. */
  readonly holidays: ReadonlySet<string>;
}

/** When a parcel leaves. */
export interface HandOver {
  readonly day: Day;
  /** The cut-off for leaving on that day, ISO 8601 in UTC. */
  readonly orderBy: string;
}

/** A day of the calendar, whatever the time zone: days since 1970-01-01. */
type Day = number;
type IsCounted = (day: Day) => boolean;

/** As many days are looked at; who is closed for longer promises nothing. */
const horizonDays = 800;
const dayMs = 86_400_000;

interface Worked {
  readonly sinceMs: number;
  readonly untilMs: number;
  readonly handOver: HandOver;
}

/** Of calendars: what is ordered from one moment until the cut-off leaves on the same day. */
const workedOut = new WeakMap<DispatchCalendar, Worked>();

/** As `nextHandOver` without an expected day; worked out once until the next cut-off. */
export function usualHandOver(nowMs: number, calendar: DispatchCalendar): HandOver | undefined {
  const known = workedOut.get(calendar);
  if (known && known.sinceMs <= nowMs && nowMs < known.untilMs) return known.handOver;
  const handOver = nextHandOver(nowMs, calendar);
  if (handOver) {
    const untilMs = Date.parse(handOver.orderBy);
    workedOut.set(calendar, { sinceMs: nowMs, untilMs, handOver });
  }
  return handOver;
}

/**
 * When what is ordered now is handed over. A working day is one on which the location opens and that
 * is none of its holidays; an order counts for today until the cut-off or the closing, whichever is
 * earlier, else for the next working day. It leaves `handlingDays` working days later. All days are
 * those of the location's time zone.
 *
 * @param notBefore The day on which goods are expected that are not there yet.
 * @returns Undefined where nothing opens within two years.
 */
export function nextHandOver(
  nowMs: number,
  calendar: DispatchCalendar,
  notBefore?: string,
): HandOver | undefined {
  const now = DateTime.fromMillis(nowMs, { zone: calendar.timeZone });
  const works = workingDaysOf(calendar);
  const today = dayOf(now.toISODate()!);
  const countsToday = works(today) && nowMs < cutOffOn(today, calendar);
  const countedFor = countsToday ? today : nextDay(today, 1, works);
  if (countedFor === undefined) return undefined;
  const expected = notBefore === undefined ? countedFor : dayOf(notBefore);
  // Goods that come on a day are handled from the next time that somebody works.
  const start =
    expected <= countedFor || works(expected)
      ? Math.max(expected, countedFor)
      : nextDay(expected, 1, works);
  const day = start === undefined ? undefined : nextDay(start, calendar.handlingDays, works);
  if (day === undefined) return undefined;
  return { day, orderBy: new Date(cutOffOn(countedFor, calendar)).toISOString() };
}

/**
 * When a parcel arrives. The days of transit are days of delivery, counted from the one after the
 * hand-over and at least one: what is handed over tomorrow does not arrive tomorrow.
 *
 * @returns Undefined where the transit is unknown, or nothing is delivered within two years.
 */
export function promiseDays(
  { day, orderBy }: HandOver,
  { deliveryWeekdays, holidays, ...transit }: Transit,
): DeliveryPromise | undefined {
  const earliestDays = transit.earliestDays ?? transit.latestDays;
  const latestDays = transit.latestDays ?? transit.earliestDays;
  if (earliestDays === null || latestDays === null) return undefined;
  const delivers: IsCounted = (on) =>
    deliveryWeekdays.includes(weekdayOf(on)) && !holidays.has(dateOf(on));
  const earliest = nextDay(day, Math.max(1, earliestDays), delivers);
  const latest = nextDay(day, Math.max(1, earliestDays, latestDays), delivers);
  if (earliest === undefined || latest === undefined) return undefined;
  return { earliestOn: dateOf(earliest), latestOn: dateOf(latest), orderBy };
}

function workingDaysOf({ hours, holidays }: DispatchCalendar): IsCounted {
  const weekdays = new Set(hours.map(({ weekday }) => weekday));
  const closed = new Set(holidays);
  return (day) => weekdays.has(weekdayOf(day)) && !closed.has(dateOf(day));
}

/** The instant from which on an order counts for a later day, in milliseconds. */
function cutOffOn(day: Day, { cutOff, hours, timeZone }: DispatchCalendar): number {
  const closes = hours.find(({ weekday }) => weekday === weekdayOf(day))?.closes ?? cutOff;
  const time = closes < cutOff ? closes : cutOff;
  return DateTime.fromISO(`${dateOf(day)}T${time}`, { zone: timeZone }).toMillis();
}

/** The so-many-th day after one that counts; none after it is the day itself. */
function nextDay(after: Day, count: number, counts: IsCounted): Day | undefined {
  let left = count;
  for (let day = after; day <= after + horizonDays; day += 1) {
    if (day > after && counts(day)) left -= 1;
    if (left === 0) return day;
  }
  return undefined;
}

function dayOf(date: string): Day {
  return Date.parse(date) / dayMs;
}

function dateOf(day: Day): string {
  return new Date(day * dayMs).toISOString().slice(0, 10);
}

/** 1970-01-01 was a Thursday. */
function weekdayOf(day: Day): number {
  return ((day + 3) % 7) + 1;
}
