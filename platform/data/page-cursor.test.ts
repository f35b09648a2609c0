import { expect, test } from 'vitest';
import { PageOrder, timeAndId } from './page-cursor.ts';

const id = '01920d3e-6f5a-7c4e-9a3b-2f1c0d9e8b7a';
const at = '2026-11-26 01:02:03.123456+00';
const orders = new PageOrder('orders', timeAndId);

test('a page ends with the key of its last row, and reads on after it', () => {
  const rows = [
    { at, id, text: 'a' },
    { at, id, text: 'b' },
  ];
  const keyOf = (row: (typeof rows)[number]): [string, string] => [row.at, row.id];
  const whole = orders.pageOf(rows, 2, keyOf, (row) => row.text);
  expect(whole).toEqual({ items: ['a', 'b'], nextCursor: null });
  const page = orders.pageOf(rows, 1, keyOf, (row) => row.text);
  expect(page.items).toEqual(['a']);
  expect(orders.after(page.nextCursor!)).toEqual({ ok: true, value: [at, id] });
  expect(orders.after(undefined)).toEqual({ ok: true, value: undefined });
});

test.each([
  ['no time', orders.cursorOf(['yesterday', id])],
  ['a day that is none', orders.cursorOf(['2026-02-30 01:02:03+00', id])],
  ['an hour that is none', orders.cursorOf(['2026-02-03 24:02:03+00', id])],
  ['a zone that is none', orders.cursorOf(['2026-02-03 04:02:03+23', id])],
  ['no id', orders.cursorOf([at, 'id'])],
  ['another list', new PageOrder('tickets', timeAndId).cursorOf([at, id])],
  ['too much', Buffer.from(JSON.stringify(['orders', at, id, 1])).toString('base64url')],
  ['half of it', orders.cursorOf([at, id]).slice(0, -4)],
  ['no list', Buffer.from('{"0":"orders"}').toString('base64url')],
  ['no JSON', 'abc'],
])('refuses %s', (_what, cursor) => {
  expect(orders.after(cursor)).toMatchObject({ failure: { code: 'cursor_invalid' } });
});

test('a cursor holds the filters, and not how many were asked for', () => {
  const open = orders.within({ state: 'open', limit: 1, cursor: undefined, sku: undefined });
  const cursor = open.cursorOf([at, id]);
  expect(orders.within({ limit: 9, state: 'open', cursor }).after(cursor)).toMatchObject({
    ok: true,
  });
  for (const other of [{}, { state: 'closed' }, { state: 'open', sku: 'A' }]) {
    expect(orders.within(other).after(cursor)).toMatchObject({ ok: false });
  }
  expect(orders.within({ limit: 5 }).after(orders.cursorOf([at, id]))).toMatchObject({ ok: true });
});
