import pg from 'pg';
import { afterAll, beforeAll, beforeEach, afterEach, expect, test } from 'vitest';
import { newId } from '#kernel/ids.ts';
import { must } from '#kernel/result.ts';
import { databaseNameOf } from '#platform/provision/installation.ts';
import { schemaOf } from '#platform/topology.ts';
import { ExpiryWindows } from '../reservations/reservation-store.ts';
import { itemOf, openInventory, reservationOf, stock, type Stocked } from '../stock-for-tests.ts';

let stocked: Stocked;
/** Somebody else, in the middle of a transaction of his own; and who looks whether he may pass. */
let other: pg.Client;
let passer: pg.Client;
beforeAll(async () => {
  stocked = await openInventory('direct');
  [other, passer] = [await connected(), await connected()];
});
beforeEach(() => other.query('begin'));
afterEach(() => other.query('rollback'));
afterAll(async () => {
  await other.end();
  await passer.end();
  await stocked.shop.close();
});

async function connected(): Promise<pg.Client> {
  const { installation } = stocked.shop;
  const database = databaseNameOf(installation, 'inventory');
  const client = new pg.Client({ ...installation.cluster, database });
  await client.connect();
  await client.query(`set search_path = "${schemaOf('inventory')}", kontor`);
  // Sooner than the server looks for circles: they are not to be there.
  await client.query("set lock_timeout = '700ms'");
  return client;
}

/** Until a session of inventory waits for what the other holds. */
async function untilSomebodyWaits(): Promise<void> {
  await expect
    .poll(
      async () => {
        const { rows } = await passer.query<{ waiting: number }>(
          `select count(*)::int as waiting from pg_stat_activity
           where datname = current_database() and wait_event_type = 'Lock'`,
        );
        return rows[0]!.waiting;
      },
      { timeout: 180_000 },
    )
    .toBeGreaterThan(0);
}

const call = () => stocked.shop.invocation();
const one = (sku: string) => ({ sku, quantity: 1 });

test('who reserves holds no stock while an item of another SKU is made', async () => {
  await stock(stocked, 'A-HELD', 5);
  await stock(stocked, 'Z-NEW', 0, { policy: 'continue' });
  await other.query('insert into stock_item (sku, location_id) values ($1, $2)', [
    'Z-NEW',
    stocked.locationId,
  ]);
  const reserving = stocked.client.reserveStock(reservationOf(one('Z-NEW'), one('A-HELD')), call());
  await untilSomebodyWaits();
  await passer.query("select from stock_item where sku = 'A-HELD' for update nowait");
  await other.query('commit');
  must(await reserving, 'reserve');
  expect(await itemOf(stocked, 'Z-NEW')).toMatchObject({ backordered: 1, reserved: 0 });
});

test('who reserves is not in the way of who holds the location', async () => {
  await stock(stocked, 'KNOWN-PLACE', 5);
  await other.query('select from location for update');
  must(await stocked.client.reserveStock(reservationOf(one('KNOWN-PLACE')), call()), 'reserve');
  expect(await itemOf(stocked, 'KNOWN-PLACE')).toMatchObject({ reserved: 1 });
});

test('who changes a location is not in the way of who holds its stock', async () => {
  await stock(stocked, 'AT-MAIN', 5);
  await other.query("select from stock_item where sku = 'AT-MAIN' for update");
  const { items: locations } = must(await stocked.client.listLocations({}, call()), 'list');
  const { code, name } = locations[0]!;
  const channels = ['*', 'elsewhere'];
  const changing = stocked.client.putLocation(
    { code, name, channels, priority: 1, address: null, active: true },
    call(),
  );
  await untilSomebodyWaits();
  await other.query('insert into stock_item (sku, location_id) values ($1, $2)', [
    'REFERS',
    stocked.locationId,
  ]);
  await other.query('commit');
  expect(must(await changing, 'put')).toMatchObject({ channels });
});

test('who gives up what is not known yet keeps nobody waiting who reserves it now', async () => {
  await stock(stocked, 'GIVEN-UP', 5);
  const known = reservationOf(one('GIVEN-UP'));
  must(await stocked.client.reserveStock(known, call()), 'reserve');
  const unknown = newId();
  await other.query('select from reservation where id = $1 for update', [known.reservationId]);
  const reason = 'checkout_ended' as const;
  const releasing = [unknown, known.reservationId].map((reservationId) =>
    stocked.client.releaseReservation({ reservationId, reason }, call()),
  );
  await untilSomebodyWaits();
  const twin = passer.query(
    "insert into reservation (id, state, channel) values ($1, 'released', 'default')",
    [unknown],
  );
  await expect(twin).rejects.toMatchObject({ constraint: 'reservation_pkey' });
  await other.query('commit');
  for (const released of releasing) must(await released, 'release');
  expect(await itemOf(stocked, 'GIVEN-UP')).toMatchObject({ reserved: 0, available: 5 });
});

test('who opens several windows writes the first before the later ones', async () => {
  const [soon, late] = ['2027-01-01T10:00:00Z', '2027-01-01T11:00:00Z'] as const;
  await rest(other, soon);
  const database = stocked.shop.database('inventory');
  const opening = database.transaction('open_windows', call(), async (tx) =>
    new ExpiryWindows().open(tx, [late, soon]),
  );
  await untilSomebodyWaits();
  await rest(passer, late);
  await other.query('commit');
  await expect(opening).resolves.toBeUndefined();
});

async function rest(client: pg.Client, end: string): Promise<void> {
  await client.query(
    `insert into story (name, id, channel, locale, traceparent, next_attempt_at)
     values ('expire_reservations', $1, 'default', 'en', '', $2)`,
    [String(Date.parse(end)), end],
  );
}
