import { expect, test } from 'vitest';
import { statementLabel } from './statement-label.ts';

test.each([
  ['begin', 'begin'],
  ['select id from cart where id = $1', 'select cart'],
  ['select id from cart where id = $1 for update', 'select cart'],
  ['select id from "order".orders for no key update', 'select order.orders'],
  ['select * from unnest($1::text[]) as s(sku) join stock_item using (sku)', 'select stock_item'],
  ['select extract(epoch from kontor_now())', 'select extract(epoch from kontor_now())'],
  ['with own as (select id from cart) select * from own', 'select cart'],
  ['insert into cart (id) values ($1) on conflict (id) do update set id = $1', 'insert cart'],
  [
    'with moved as (update cart set n = 1 returning id), told as (insert into outbox select id from moved) select * from moved',
    'update cart + insert outbox',
  ],
  ['delete from story where id = $1', 'delete story'],
  [
    'update story set n = 1 where id in (select id from story for update skip locked) returning id',
    'update story of those not locked',
  ],
])('%s', (text, label) => {
  expect(statementLabel(text)).toBe(label);
});
