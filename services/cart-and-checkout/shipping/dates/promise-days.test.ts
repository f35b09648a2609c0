import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { DispatchCalendar } from '#contracts/inventory/dispatch.ts';
import { nextHandOver, promiseDays, usualHandOver, type Transit } from './promise-days.ts';

function promised(at: number, calendar: DispatchCalendar, transit: Transit, notBefore?: string) {
  const handOver = nextHandOver(at, calendar, notBefore);
  return handOver && promiseDays(handOver, transit);
}

const weekday = (number: number, closes = '17:00') => {
  return { weekday: number, opens: '08:00', closes };
};
const hamburg: DispatchCalendar = {
  timeZone: 'Europe/Berlin',
  cutOff: '14:00',
  handlingDays: 0,
  hours: [1, 2, 3, 4, 5].map((day) => weekday(day)),
  holidays: [],
};
const parcel: Transit = {
  earliestDays: 1,
  latestDays: 2,
  deliveryWeekdays: [1, 2, 3, 4, 5, 6],
  holidays: new Set(),
};

interface Case {
  readonly at: string;
  readonly calendar?: Partial<DispatchCalendar>;
  readonly transit?: Partial<Transit>;
  readonly notBefore?: string;
  readonly days: string;
  readonly orderBy?: string;
}

// 2026-11-24 is a Tuesday.
const cases: Record<string, Case> = {
  'before the cut-off it leaves today': {
    at: '2026-11-24T12:59:59.999Z',
    days: '2026-11-25 2026-11-26',
    orderBy: '2026-11-24T13:00:00.000Z',
  },
  'from the cut-off on it leaves tomorrow, and does not arrive tomorrow': {
    at: '2026-11-24T13:00:00.000Z',
    days: '2026-11-26 2026-11-27',
    orderBy: '2026-11-25T13:00:00.000Z',
  },
  'no days of transit are one all the same': {
    at: '2026-11-24T10:00:00.000Z',
    transit: { earliestDays: 0, latestDays: 0 },
    days: '2026-11-25 2026-11-25',
  },
  'the day is the location’s, not that of UTC': {
    // Wednesday morning in Tokyo.
    at: '2026-11-24T23:30:00.000Z',
    calendar: { timeZone: 'Asia/Tokyo' },
    days: '2026-11-26 2026-11-27',
    orderBy: '2026-11-25T05:00:00.000Z',
  },
  'on Friday after the cut-off it waits for Monday': {
    at: '2026-11-27T14:00:00.000Z',
    days: '2026-12-01 2026-12-02',
    orderBy: '2026-11-30T13:00:00.000Z',
  },
  'nothing arrives on a Sunday': {
    at: '2026-11-27T10:00:00.000Z',
    transit: { earliestDays: 1, latestDays: 2 },
    days: '2026-11-28 2026-11-30',
  },
  'unless the carrier says so': {
    at: '2026-11-27T10:00:00.000Z',
    transit: { deliveryWeekdays: [1, 2, 3, 4, 5, 6, 7] },
    days: '2026-11-28 2026-11-29',
  },
  'where it closes before the cut-off, that counts': {
    at: '2026-11-28T11:30:00.000Z',
    calendar: { hours: [weekday(6, '12:00'), weekday(1)] },
    days: '2026-12-01 2026-12-02',
  },
  'handling days are working days': {
    at: '2026-11-26T10:00:00.000Z',
    calendar: { handlingDays: 2 },
    days: '2026-12-01 2026-12-02',
    orderBy: '2026-11-26T13:00:00.000Z',
  },
  'a holiday of the location is no working day': {
    at: '2026-12-24T10:00:00.000Z',
    calendar: { holidays: ['2026-12-24', '2026-12-25'] },
    days: '2026-12-29 2026-12-30',
  },
  'a holiday of the zone is no day of delivery': {
    at: '2026-12-23T10:00:00.000Z',
    transit: { holidays: new Set(['2026-12-25', '2026-12-26']) },
    days: '2026-12-24 2026-12-28',
  },
  'an hour that the summer skips': {
    // 2026-03-29 is the Sunday on which 02:30 does not exist in Berlin.
    at: '2026-03-29T00:15:00.000Z',
    calendar: { cutOff: '02:30', hours: [{ weekday: 7, opens: '00:00', closes: '23:00' }] },
    days: '2026-03-30 2026-03-31',
    orderBy: '2026-03-29T01:30:00.000Z',
  },
  'the cut-off keeps its hour when the clocks go back': {
    at: '2026-10-24T13:00:00.000Z',
    days: '2026-10-27 2026-10-28',
    orderBy: '2026-10-26T13:00:00.000Z',
  },
  'the turn of the year': {
    at: '2026-12-31T15:00:00.000Z',
    calendar: { holidays: ['2027-01-01'] },
    days: '2027-01-05 2027-01-06',
  },
  'nothing is handed over before more has come': {
    at: '2026-11-24T10:00:00.000Z',
    // A Saturday.
    notBefore: '2026-12-05',
    days: '2026-12-08 2026-12-09',
    orderBy: '2026-11-24T13:00:00.000Z',
  },
  'what came meanwhile waits for nothing': {
    at: '2026-11-24T10:00:00.000Z',
    notBefore: '2026-11-20',
    days: '2026-11-25 2026-11-26',
  },
  'one end alone is both': {
    at: '2026-11-24T10:00:00.000Z',
    transit: { earliestDays: null, latestDays: 3 },
    days: '2026-11-27 2026-11-27',
  },
};

test.each(Object.entries(cases))('%s', (_title, { at, calendar, transit, notBefore, ...told }) => {
  const here = { ...hamburg, ...calendar };
  const promise = promised(Date.parse(at), here, { ...parcel, ...transit }, notBefore);
  expect(`${promise?.earliestOn} ${promise?.latestOn}`).toBe(told.days);
  if (told.orderBy !== undefined) expect(promise?.orderBy).toBe(told.orderBy);
});

test('what nobody knows is not promised', () => {
  const now = Date.parse('2026-11-24T10:00:00.000Z');
  const unknown = { ...parcel, earliestDays: null, latestDays: null };
  expect(promised(now, hamburg, unknown)).toBeUndefined();
  const holidays = Array.from({ length: 400 }, (_, day) =>
    new Date(now + day * 7 * 86_400_000).toISOString().slice(0, 10),
  );
  const closed = { ...hamburg, hours: [weekday(2)], holidays };
  expect(promised(now, closed, parcel)).toBeUndefined();
});

const calendars = fc.record({
  timeZone: fc.constantFrom(
    'Europe/Berlin',
    'America/Los_Angeles',
    'Asia/Kathmandu',
    'Pacific/Apia',
  ),
  cutOff: fc.constantFrom('00:00', '02:30', '09:15', '14:00', '23:59'),
  handlingDays: fc.integer({ min: 0, max: 5 }),
  hours: fc
    .uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 7 })
    .map((days) => days.map((day) => weekday(day))),
  holidays: fc.constantFrom<string[]>([], ['2026-03-30', '2026-12-25']),
});
const transits = fc
  .tuple(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 0, max: 9 }))
  .map(([earliestDays, more]) => ({ ...parcel, earliestDays, latestDays: earliestDays + more }));

test('until the cut-off the days stay, from then on they are later, and none is a Sunday', () => {
  const instants = fc.integer({ min: Date.UTC(2026, 0, 1), max: Date.UTC(2026, 11, 31) });
  fc.assert(
    fc.property(instants, calendars, transits, (now, calendar, transit) => {
      const promise = promised(now, calendar, transit)!;
      const orderBy = Date.parse(promise.orderBy);
      expect(orderBy).toBeGreaterThan(now);
      expect(promised(orderBy - 1, calendar, transit)).toEqual(promise);
      const after = promised(orderBy, calendar, transit)!;
      expect(Date.parse(after.orderBy)).toBeGreaterThan(orderBy);
      expect(after.earliestOn >= promise.earliestOn).toBe(true);
      expect(promise.latestOn >= promise.earliestOn).toBe(true);
      for (const day of [promise.earliestOn, promise.latestOn])
        expect(new Date(day).getUTCDay()).not.toBe(0);
      const orderedFor = new Intl.DateTimeFormat('sv', { timeZone: calendar.timeZone }).format(
        orderBy - 1,
      );
      expect(promise.earliestOn > orderedFor).toBe(true);
    }),
    { numRuns: 300 },
  );
});

test('what is kept until the next cut-off is what it would be worked out to', () => {
  const start = Date.parse('2026-03-20T00:00:00Z');
  const minutes = fc.integer({ min: 0, max: 14 * 24 * 60 });
  fc.assert(
    fc.property(fc.array(minutes, { minLength: 2, maxLength: 40 }), fc.boolean(), (at, sorted) => {
      const calendar = { ...hamburg, holidays: ['2026-03-25'] };
      const moments = sorted ? at.toSorted((left, right) => left - right) : at;
      for (const minute of moments) {
        const nowMs = start + minute * 60_000;
        expect(usualHandOver(nowMs, calendar)).toEqual(nextHandOver(nowMs, calendar));
      }
    }),
  );
  const calendar = { ...hamburg };
  const cutOff = Date.parse('2026-11-24T13:00:00Z');
  const before = usualHandOver(cutOff - 60_000, calendar);
  expect(usualHandOver(cutOff - 1, calendar)).toBe(before);
  expect(usualHandOver(cutOff, calendar)).toEqual(nextHandOver(cutOff, calendar));
});
