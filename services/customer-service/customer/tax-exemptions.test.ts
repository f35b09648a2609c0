import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Actor } from '#kernel/actor.ts';
import { newId } from '#kernel/ids.ts';
import { must } from '#kernel/result.ts';
import type { InputOf } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';
import { openTestKontor, type TestKontor } from '#platform/test-kit/testing.ts';
import { notificationService } from '../notification/service.ts';
import { supportService } from '../support/service.ts';
import { customerService } from './service.ts';

const services = [customerService, notificationService, supportService];
let shop: TestKontor;
beforeAll(async () => {
  shop = await openTestKontor({ services, sandbox: true });
}, 300_000);
afterAll(() => shop.close());

const customers = () => shop.client('customer');
const keyed = (scope: Parameters<TestKontor['invocation']>[0] = {}) =>
  shop.invocation({ idempotencyKey: newId(), ...scope });

async function registered(): Promise<string> {
  const customerId = newId();
  const email = `${customerId}@example.com`;
  await shop.deliver('auth.registered', customerId, 1, { customerId, email, name: null });
  return customerId;
}

const paper = (
  customerId: string,
  change: Partial<InputOf<'customer', 'addTaxExemption'>> = {},
): InputOf<'customer', 'addTaxExemption'> => ({
  customerId,
  reason: 'resale',
  certificateNumber: 'EX-7',
  issuedBy: 'Finanzamt',
  places: ['DE', 'US-NY', 'DE'],
  validFrom: '2026-01-01',
  validUntil: '2027-12-31',
  reference: 'Folder 12',
  ...change,
});

/** What was told of them, the oldest first. */
async function reported(customerId: string) {
  const rows = await shop.database('customer').query<{ exemptions: object[] }>(sql`
    select data -> 'exemptions' as exemptions from outbox
    where type = 'customer.exemption_changed' and aggregate_id = ${customerId}
    order by aggregate_version`);
  return rows.map(({ exemptions }) => exemptions);
}

test('staff record a certificate and end it, each is told, and the certificate is kept', async () => {
  const customerId = await registered();
  const added = must(await customers().addTaxExemption(paper(customerId), keyed()), 'add');
  const { exemptionId } = added;
  expect(added).toMatchObject({ places: ['DE', 'US-NY'], reference: 'Folder 12', endedAt: null });
  const known = {
    exemptionId,
    reason: 'resale',
    certificateNumber: 'EX-7',
    issuedBy: 'Finanzamt',
    places: ['DE', 'US-NY'],
    validFrom: '2026-01-01',
    validUntil: '2027-12-31',
  };
  expect(await reported(customerId)).toEqual([[known]]);
  const end = () => customers().endTaxExemption({ customerId, exemptionId }, shop.invocation());
  must(await end(), 'end');
  expect(await reported(customerId)).toEqual([[known], []]);
  expect(await end()).toMatchObject({ failure: { code: 'exemption_not_found' } });
  const { items } = must(
    await customers().listTaxExemptions({ customerId }, shop.invocation()),
    'list',
  );
  expect(items).toEqual([{ ...added, endedAt: expect.any(String) }]);
});

test('of two at once the one that is told last tells both', async () => {
  const customerId = await registered();
  await Promise.all([
    customers().addTaxExemption(paper(customerId), keyed()),
    customers().addTaxExemption(paper(customerId, { certificateNumber: 'EX-8' }), keyed()),
  ]);
  const told = await reported(customerId);
  expect(told.map((exemptions) => exemptions.length)).toEqual([1, 2]);
});

test('a period that ends before it begins, a stranger and the customers themselves are refused', async () => {
  const customerId = await registered();
  const add = customers().addTaxExemption;
  const turned = paper(customerId, { validUntil: '2025-12-31' });
  expect(await add(turned, keyed())).toMatchObject({
    failure: { code: 'exemption_period_invalid' },
  });
  const nobody = paper(newId());
  expect(await add(nobody, keyed())).toMatchObject({ failure: { code: 'customer_not_found' } });
  const self: Actor = { kind: 'customer', id: customerId, channels: '*', permissions: [] };
  expect(await add(paper(customerId), keyed({ actor: self }))).toMatchObject({ ok: false });
  expect(await reported(customerId)).toEqual([]);
});

test('a customer has so many certificates and no more', async () => {
  const customerId = await registered();
  const add = () => customers().addTaxExemption(paper(customerId), keyed());
  for (let count = 0; count < 20; count += 1) must(await add(), 'add');
  expect(await add()).toMatchObject({ failure: { code: 'too_many_exemptions' } });
});
