import type { DayFigures } from './use-today.ts';

type Sums = DayFigures['sums'];

export const hours = Array.from({ length: 24 }, (_, hour) => hour);

export const hourText = (hour: number): string => `${String(hour).padStart(2, '0')}:00`;

/** All 24, those without an order too. */
export function hoursOf({ hours: sold }: Sums) {
  const known = new Map(sold.map((each) => [each.hour, each]));
  return hours.map((hour) => known.get(hour) ?? { hour, orders: 0, salesMinor: 0 });
}

/** What was sold since midnight by the end of each hour; null after `last`, which is not known yet. */
export function curveOf(sums: Sums, last = 23): (number | null)[] {
  let sum = 0;
  return hoursOf(sums).map(({ hour, salesMinor }) => {
    sum += salesMinor;
    return hour > last ? null : sum;
  });
}

/** Which hour it is where the day is. */
export function hourIn(timeZone: string, at = new Date()): number {
  const parts = new Intl.DateTimeFormat('en', { hour: '2-digit', hourCycle: 'h23', timeZone });
  return Number(parts.format(at));
}
