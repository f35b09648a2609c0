import { afterAll, beforeAll, expect, test } from 'vitest';
import { rowNameOf } from './column-names.ts';
import { Database } from './database.ts';
import { sql } from '../ground/sql.ts';
import type { Installation } from '../provision/installation.ts';
import { provision } from '../provision/provision.ts';
import { EdgeRecorder } from '../telemetry/edge-recorder.ts';
import { dropInstallation } from '../test-kit/test-installation.ts';
import { addressesOf, newTestInstallation, testInvocation } from '../test-kit/testing.ts';

let installation: Installation;
let database: Database;

beforeAll(async () => {
  installation = await newTestInstallation();
  await provision(installation, ['checkout']);
  const nobody = {
    committed: () => {},
    eventsWritten: () => {},
    storyStarted: () => {},
    jobWritten: () => {},
  };
  const address = addressesOf(installation)('checkout');
  database = new Database('checkout', address, new EdgeRecorder(), nobody);
});
afterAll(async () => {
  await database.close();
  await dropInstallation(installation);
});

const statement = sql`
  select ${'one'}::text as order_id, 2 as line_2_total, 3 as "givenName", 4 as plain,
    jsonb_build_object('tax_code', 5) as tax_detail`;
const read = {
  orderId: 'one',
  line2Total: 2,
  givenName: 3,
  plain: 4,
  taxDetail: { tax_code: 5 },
};

test.each([
  ['order_id', 'orderId'],
  ['default_shipping_address_id', 'defaultShippingAddressId'],
  ['line_2_total', 'line2Total'],
  ['orderId', 'orderId'],
  ['plain', 'plain'],
  ['?column?', '?column?'],
  ['_begun', '_begun'],
])('column %s is read as %s', (column, name) => {
  expect(rowNameOf(column)).toBe(name);
});

test('whoever reads gets the names of rows; keys of JSON stay as SQL made them', async () => {
  const invocation = testInvocation();
  expect(await database.query(statement)).toEqual([read]);
  expect(await database.write('written', statement, invocation)).toEqual([read]);
  expect(await database.list(statement, true, invocation)).toEqual([read]);
  const inTransaction = await database.transaction('both', invocation, async (tx) => [
    await tx.first(statement),
    await tx.first(statement),
  ]);
  expect(inTransaction).toEqual([read, read]);
});

test('the job engine reads what the driver answers', async () => {
  expect((await database.raw('select 1 as singleton_key')).rows).toEqual([{ singleton_key: 1 }]);
});

test('a refused statement leads to who sent it', async () => {
  const refused = database.transaction('refused', testInvocation(), (tx) =>
    tx.query(sql`select no_such_column`),
  );
  const error: unknown = await refused.catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ code: '42703' });
  expect((error as Error).stack).toContain('column-names.test.ts');
});
