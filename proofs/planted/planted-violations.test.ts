import { afterAll, beforeAll, expect, test } from 'vitest';
import { openJourneyShop, type JourneyShop } from '#journeys/shop-kit/journey-shop.ts';
import { Journal } from '#journeys/people/journal.ts';
import type { BookKind } from '#external/sandbox/book/sandbox-book.ts';
import { allChecks, audit } from '#audit/audit.ts';
import { invariants } from '#audit/world/check.ts';
import { PlantingSessions, type Plant } from './plant.ts';
import { doBusiness, type BusinessDone } from './planted-business.ts';
import { creditNotePlants } from './planted-credit-notes.ts';
import { eventPlants } from './planted-events.ts';
import { hostedPagePlants } from './planted-hosted-pages.ts';
import { moneyPlants } from './planted-money.ts';
import { ownerPlants } from './planted-owners.ts';
import { parcelDayPlants, soundParcelDays } from './messages/planted-parcel-days.ts';
import { outgoingPlants } from './planted-outgoing.ts';
import { promisePlants } from './planted-promises.ts';
import { reminderPlants } from './messages/planted-reminders.ts';
import { settlementPlants } from './planted-settlements.ts';
import { soundTaxes, taxPlants } from './taxes/planted-taxes.ts';
import { mediaPlants } from './planted-media.ts';
import { listPlants } from './planted-lists.ts';
import { watchPlants } from './messages/planted-watches.ts';
import { taxReportPlants } from './taxes/planted-tax-reports.ts';
import { statePlants } from './planted-states.ts';
import { stockPlants } from './planted-stock.ts';

const plants: readonly Plant[] = [
  ...stockPlants,
  ...moneyPlants,
  ...hostedPagePlants,
  ...settlementPlants,
  ...creditNotePlants,
  ...taxReportPlants,
  ...taxPlants,
  ...promisePlants,
  ...outgoingPlants,
  ...reminderPlants,
  ...listPlants,
  ...mediaPlants,
  ...watchPlants,
  ...eventPlants,
  ...parcelDayPlants,
  ...statePlants,
  ...ownerPlants,
];

let shop: JourneyShop;
let sessions: PlantingSessions;
let done: BusinessDone;

beforeAll(async () => {
  shop = await openJourneyShop();
  sessions = await PlantingSessions.open(shop.installation);
  done = await doBusiness(shop, sessions);
}, 300_000);
afterAll(async () => {
  await sessions.close();
  await shop.close();
});

/** The check whose sentence begins so. */
function checkOf({ violates, says }: Plant): string {
  const found = allChecks.filter(
    (check) => check.invariant === violates && check.says.startsWith(says),
  );
  if (found.length !== 1) throw new Error(`${found.length} checks of ${violates} say "${says}"`);
  return `${violates}: ${found[0]!.says}`;
}

const read = new Map<BookKind, Promise<Record<string, unknown>[]>>();

/** Nothing happens any more: what the sandbox says once it says each time. */
function bookAtRest(kind: BookKind): Promise<Record<string, unknown>[]> {
  let rows = read.get(kind);
  if (!rows) read.set(kind, (rows = shop.book.read(kind)));
  return rows;
}

function lookAt(plant?: Partial<Plant>) {
  const { installation, journal } = shop;
  const altered = plant?.book?.(done) ?? {};
  const reported = new Journal();
  reported.entries.push(...journal.entries, ...(plant?.journal?.(done) ?? []));
  return sessions.inTurn(plant?.sql?.(done) ?? {}, (openSession) =>
    audit({
      installation,
      graceSeconds: 0,
      book: {
        read: async (kind: BookKind) => {
          const rows = structuredClone(await bookAtRest(kind));
          return altered[kind]?.(rows) ?? rows;
        },
      },
      journal: reported,
      openSession,
    }),
  );
}

test('at rest nothing is wrong, and every invariant has something to look at', async () => {
  const { installation, book, journal } = shop;
  const report = await audit({ installation, graceSeconds: 0, book, journal });
  expect(report.violations).toEqual([]);
  expect(report.notChecked).toEqual([]);
  const empty = invariants.filter((name) => report.checked[name] === 0);
  expect(empty).toEqual(['I11']);
});

test('what was deleted after its time is missed by nobody', async () => {
  const { placedBy, orderId } = done.delivered;
  const old = `(rpad(lpad(to_hex(floor(extract(epoch from kontor_now() - interval '20 days') * 1000)::bigint), 12, '0'), 32, '7'))::uuid`;
  const { installation, book, journal } = shop;
  const found = await sessions.inTurn(
    {
      cart: `delete from checkout.outbox where id = '${placedBy}';
        delete from checkout.story where state = 'finished'; delete from checkout.idempotency`,
      order: `update "order".inbox set event_id = ${old} where event_id = '${placedBy}';
        update "order".outbox set occurred_at = kontor_now() - interval '15 days';
        delete from "order".story where id = '${orderId}'`,
      customer: `delete from customer.inbox where type = 'order.placed'`,
    },
    (openSession) => audit({ installation, graceSeconds: 0, book, journal, openSession }),
  );
  const left = found.violations.filter(({ subject }) => subject !== placedBy);
  expect(left).toEqual([]);
  // The cart's inbox took it a moment ago.
  expect(found.violations.map(({ message }) => message)).toEqual([
    'cart took checkout.completed, and no outbox knows of it',
  ]);
});

test.each([
  ['an earlier release wrote no tenders of its orders', `null`],
  [
    'a later release says more of a tender',
    `(select jsonb_agg(t || '{"later": true}') from jsonb_array_elements(tenders) t)`,
  ],
])('%s, and nothing is wrong', async (_, tenders) => {
  const { installation, book, journal } = shop;
  const { violations } = await sessions.inTurn(
    { order: `update "order".orders set tenders = ${tenders}` },
    (openSession) => audit({ installation, graceSeconds: 0, book, journal, openSession }),
  );
  expect(violations).toEqual([]);
});

test('a shop that trades is looked at twice, and nothing is wrong', async () => {
  const { installation, book } = shop;
  const report = await audit({ installation, graceSeconds: 60, book });
  expect(report.violations).toEqual([]);
});

test('each check has a violation that it must find', () => {
  const planted = new Set(plants.map(checkOf));
  const all = allChecks.filter(({ invariant }) => invariant !== 'I11');
  expect(
    all.map(({ invariant, says }) => `${invariant}: ${says}`).filter((name) => !planted.has(name)),
  ).toEqual([]);
});

for (const plant of plants) {
  test(`${plant.violates}: ${plant.how}`, async () => {
    const { violations } = await lookAt(plant);
    const found = violations.map((broken) => ({
      check: `${broken.invariant}: ${broken.says}`,
      subject: broken.subject,
    }));
    expect(found).toContainEqual({ check: checkOf(plant), subject: plant.subject(done) });
    const expected = new Set([plant.violates, ...(plant.also ?? [])]);
    expect(new Set(violations.map(({ invariant }) => invariant))).toEqual(expected);
  });
}

for (const sound of [...soundTaxes, ...soundParcelDays]) {
  test(`${sound.how}, and nothing is wrong`, async () => {
    const { violations } = await lookAt(sound);
    const others = violations.filter(({ invariant }) => !sound.also?.includes(invariant));
    expect(others).toEqual([]);
  });
}

test('what was planted has left no trace', async () => {
  expect((await lookAt()).violations).toEqual([]);
});
