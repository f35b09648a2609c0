import { afterAll, beforeAll, expect, test } from 'vitest';
import type { InputOf } from '#platform/calls/service.ts';
import { untoldTax } from '#contracts/tax/untold.ts';
import { newId } from '#kernel/ids.ts';
import { must } from '#kernel/result.ts';
import { sql } from '#platform/ground/sql.ts';
import { openTestKontor, type TestKontor } from '#platform/test-kit/testing.ts';
import { taxService } from '../service.ts';

let shop: TestKontor;
let actor: ReturnType<TestKontor['staff']>;
beforeAll(async () => {
  shop = await openTestKontor({ services: [taxService], sandbox: true, transport: 'loopback' });
  actor = shop.staff(['settings:read', 'settings:write']);
});
afterAll(() => shop.close());

const tax = () => shop.client('tax');
const staff = (channel = 'default') => shop.invocation({ channel, actor });
const listed = async (state: 'open' | 'ended', channel = 'default') =>
  must(await tax().listReviews({ limit: 100, state }, staff(channel)), 'list').items;

/** An invoice of a sale that nobody told the provider of, as invoice tells of it. */
async function issued(calculationId: string) {
  const documentId = newId();
  const data = { documentId, orderId: newId(), number: `INV-${documentId}`, calculationId };
  await shop.deliver('invoice.issued', documentId, 1, data);
  await shop.settle();
  return data;
}

const asked: InputOf<'tax', 'quoteTax'> = {
  reference: newId(),
  currency: 'USD',
  pricesIncludeTax: false,
  destination: {
    name: 'Ada King',
    street: 'Main Street 1',
    postalCode: '10001',
    city: 'New York',
    countryCode: 'US',
    regionCode: 'NY',
  },
  exempt: false,
  lines: [{ lineId: newId(), amountMinor: 1_000, quantity: 1, taxClass: 'standard' }],
  shippingMinor: 0,
};

test('a quote of the table in the provider’s stead says that nobody can tell the provider of it', async () => {
  await shop.sandbox.control('faults', { system: 'tax', kind: 'status', times: 100 });
  const quote = must(await tax().quoteTax(asked, shop.invocation()), 'quote');
  await shop.sandbox.clearFaults();
  expect(quote).toMatchObject({
    source: 'table_fallback',
    calculationId: untoldTax('table_fallback'),
  });
  const { regionCode: _state, ...place } = asked.destination;
  const german = { ...place, countryCode: 'DE' };
  const table = must(
    await tax().quoteTax({ ...asked, destination: german }, shop.invocation()),
    'quote of the table',
  );
  expect(table.source).toBe('table');
  expect(table.calculationId).toBeUndefined();
});

test.each(['table_fallback', 'rounded_to_step'] as const)(
  'an invoice that the provider should have taxed is listed as unreported: %s',
  async (reason) => {
    const { documentId, number } = await issued(untoldTax(reason));
    expect(await listed('open')).toContainEqual(
      expect.objectContaining({ documentId, number, kind: 'invoice', reason }),
    );
    // The provider is asked nothing of it.
    const told = (await shop.sandbox.read('tax_transactions')) as unknown as {
      reference: string;
    }[];
    expect(told.filter(({ reference }) => reference.includes(documentId))).toEqual([]);
    expect(
      await shop.database('tax').query(sql`select from story where id = ${documentId}`),
    ).toEqual([]);
  },
);

test('what is credited of it is listed too', async () => {
  const { orderId } = await issued(untoldTax('table_fallback'));
  const documentId = newId();
  const nothing = { totalMinor: 0, taxMinor: 0 };
  const credited = { totalMinor: 500, taxMinor: 0, lines: [], shipping: nothing };
  const data = { documentId, orderId, number: `CN-${documentId}`, ...credited };
  await shop.deliver('invoice.credited', documentId, 1, data);
  const found = async () => (await listed('open')).find((one) => one.documentId === documentId);
  await expect.poll(found, { timeout: 180_000 }).toMatchObject({ reason: 'invoice_not_reported' });
});

test('staff end it with a note, once, in its channel alone; it stays in the list of what is ended', async () => {
  const { documentId } = await issued(untoldTax('rounded_to_step'));
  const end = (note: string, channel = 'default') =>
    tax().endReview({ documentId, note }, staff(channel));
  expect(await end('elsewhere', 'west')).toMatchObject({
    failure: { code: 'tax_review_not_found' },
  });
  const ended = must(await end('Entered at the provider'), 'end');
  expect(ended).toMatchObject({
    reason: 'rounded_to_step',
    endedBy: `staff:${actor.id}`,
    endedNote: 'Entered at the provider',
  });
  expect(must(await end('Entered at the provider'), 'again')).toEqual(ended);
  expect(await end('other words')).toMatchObject({ failure: { code: 'tax_review_ended' } });
  expect((await listed('open')).map((one) => one.documentId)).not.toContain(documentId);
  expect(await listed('ended')).toContainEqual(ended);
  const audits = await shop
    .database('tax')
    .query<object>(sql`select detail from audit_entry where subject = ${`document:${documentId}`}`);
  expect(audits).toHaveLength(1);
});
