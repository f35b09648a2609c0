import * as clock from '#kernel/clock.ts';
import type { ZoneWithMethods } from '../delivery-book.ts';
import type { Option } from '../price-methods.ts';
import { nextHandOver, promiseDays, usualHandOver } from './promise-days.ts';
import type { SendingLocation } from './sending-location.ts';

/** Monday to Saturday: of a carrier that says nothing else. */
const usualWeekdays = [1, 2, 3, 4, 5, 6];

/**
 * The options of a zone with the days on which they arrive, as ordered now.
 *
 * @param notBefore When goods that are not there yet are expected; null: nobody knows, and nothing
 * is promised; undefined: all of them are there.
 */
export function promiseOptions(
  options: readonly Option[],
  zone: ZoneWithMethods | undefined,
  location: SendingLocation | undefined,
  notBefore: string | null | undefined,
): Option[] {
  const { dispatch } = location ?? {};
  const nowMs = clock.nowMs();
  const handOver =
    !dispatch || notBefore === null
      ? undefined
      : notBefore === undefined
        ? usualHandOver(nowMs, dispatch)
        : nextHandOver(nowMs, dispatch, notBefore);
  const holidays = new Set(zone?.holidays);
  return options.map((option) => {
    if (!handOver) return { ...option, promise: null };
    const method = zone?.methods.find(({ code }) => `${zone.code}.${code}` === option.optionId);
    const deliveryWeekdays = method?.deliveryWeekdays ?? usualWeekdays;
    const { earliestDays, latestDays } = option;
    const transit = { earliestDays, latestDays, deliveryWeekdays, holidays };
    return { ...option, promise: promiseDays(handOver, transit) ?? null };
  });
}
