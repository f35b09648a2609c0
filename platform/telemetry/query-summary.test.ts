import { expect, test } from 'vitest';
import { sql } from '../ground/sql.ts';
import { summaryOf } from './query-summary.ts';

test.each([
  ['select cart', sql`select id from cart where id = ${'secret'}`],
  ['select orders', sql`select o.id from "orders" o join line l on true`],
  [
    'insert ledger_entry',
    sql`insert into ledger_entry (id) select * from unnest(${['x']}::uuid[])`,
  ],
  ['update story', sql`update story set state = 'finished' where id = ${'x'}`],
  ['delete inbox', sql`delete from inbox where id = ${'x'}`],
  [
    'select reservation',
    sql`select * from unnest(${['x']}::uuid[]) u, lateral (select from reservation) r`,
  ],
  ['select', sql`select 1`],
])('%s', (summary, statement) => {
  expect(summaryOf(statement)).toBe(summary);
  expect(summaryOf(statement)).toBe(summary);
});
