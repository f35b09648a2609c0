import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '#kernel/ids.ts';
import { must } from '#kernel/result.ts';
import { armFailpoints } from '#platform/ground/failpoints.ts';
import { sql } from '#platform/ground/sql.ts';
import { openOrdering, type Ordering } from '../ordering-for-tests.ts';

let ordering: Ordering;
beforeAll(async () => {
  ordering = await openOrdering();
});
afterAll(() => ordering.close());

/** An order that waits for one of two goods; the other is there. */
async function waiting(given: object = {}) {
  const sku = `WAITS-${newId().slice(-12)}`;
  const email = `${sku.toLowerCase()}@example.com`;
  const lines = [{ sku, stock: 0, policy: 'continue', expectedOn: '2026-12-01' } as const, {}];
  const { orderId } = await ordering.placed({ lines, snapshot: { email, ...given } });
  return { orderId, sku, email };
}

async function isExpected(sku: string, expectedOn: string | null) {
  const { shop } = ordering;
  const elsewhere = shop.invocation({ channel: 'elsewhere', locale: 'fr' });
  must(await shop.client('inventory').setStockPolicy({ sku, expectedOn }, elsewhere), 'a day');
  await shop.settle();
}

interface Message {
  readonly template: string;
  readonly channel: string;
  readonly locale: string;
  readonly expectedOn: string | null;
  readonly ofLine: string | null;
}
const told = (email: string) =>
  ordering.shop.database('notification').query<Message>(sql`
    select template, channel, locale, data ->> 'expectedOn' as expected_on,
      data -> 'lines' -> 0 ->> 'expectedOn' as of_line
    from message where email = ${email} and data ->> 'newDay' = 'true' order by created_at`);

const saying = (locale: string, day: string) => [
  { template: 'order_confirmation', channel: 'default', locale, expectedOn: day, ofLine: day },
];

test('who waits for goods is told each new day once, in their own language', async () => {
  const { orderId, sku, email } = await waiting({ locale: 'de' });
  await isExpected(sku, '2026-12-08');
  await isExpected(sku, '2026-12-08');
  expect(await told(email)).toEqual(saying('de', '2026-12-08'));
  const [line, other] = (await ordering.order(orderId)).lines;
  expect(line).toMatchObject({ sku, expectedOn: '2026-12-08' });
  expect(other).not.toHaveProperty('expectedOn');
  await isExpected(sku, null);
  expect((await ordering.order(orderId)).lines[0]).not.toHaveProperty('expectedOn');
  await isExpected(sku, '2026-12-08');
  expect((await told(email)).map(({ expectedOn }) => expectedOn)).toEqual([
    '2026-12-08',
    null,
    '2026-12-08',
  ]);
  const kinds = await ordering.timeline(orderId);
  expect(kinds.filter((kind) => kind === 'expected_on_changed')).toHaveLength(3);
  const mails = (await ordering.shop.sandbox.read('mails')) as unknown as Mail[];
  const [first] = mails.filter(
    ({ envelopeTo, subject }) =>
      envelopeTo.includes(email) && subject.startsWith('Neuer Liefertag'),
  );
  expect(first!.text).toContain('wird jetzt am 8. Dezember 2026 erwartet');
});

interface Mail {
  readonly envelopeTo: readonly string[];
  readonly subject: string;
  readonly text: string;
}

test('a mail that could not be sent is sent later, with the day as it is then', async () => {
  const { sku, email } = await waiting();
  armFailpoints('call:order>notification.sendMessage:before=throw@always');
  try {
    await isExpected(sku, '2026-12-09');
    await isExpected(sku, '2026-12-10');
  } finally {
    armFailpoints(undefined);
  }
  await ordering.shop.moveClock(60_000);
  expect(await told(email)).toEqual(saying('en', '2026-12-10'));
});

test('nobody is told of goods that came, nor of an order that was cancelled', async () => {
  const [filled, cancelled] = [await waiting(), await waiting()];
  const { shop } = ordering;
  const receipt = { receiptId: newId(), reason: 'came', lines: [{ sku: filled.sku, quantity: 9 }] };
  must(await shop.client('inventory').receiveStock(receipt, shop.invocation()), 'receive');
  must(await ordering.cancel(cancelled.orderId), 'cancel');
  await shop.settle();
  await isExpected(filled.sku, '2026-12-24');
  await isExpected(cancelled.sku, '2026-12-24');
  expect(await told(filled.email)).toEqual([]);
  expect(await told(cancelled.email)).toEqual([]);
});
