import { afterAll, beforeAll, expect, test } from 'vitest';
import { fieldPromises } from '#contracts/fields.ts';
import { newId } from '#kernel/ids.ts';
import type { Actor } from '#kernel/actor.ts';
import { must } from '#kernel/result.ts';
import { sql } from '#platform/ground/sql.ts';
import { openTestKontor, type TestKontor } from '#platform/test-kit/testing.ts';
import { notificationService } from '../notification/service.ts';
import { supportService } from '../support/service.ts';
import { customerService } from './service.ts';

let shop: TestKontor;
beforeAll(async () => {
  const services = [customerService, notificationService, supportService];
  shop = await openTestKontor({ services, sandbox: true });
});
afterAll(() => shop.close());

const as = (actor: Actor) => shop.invocation({ actor });
const staff = () =>
  as(shop.staff(['customers:read', 'customers:write', 'settings:read', 'settings:write']));
const client = () => shop.client('customer');

async function define(key: string, storefront: boolean) {
  const names = { en: key };
  const given = { owner: 'customer', key, names, type: 'text', storefront } as const;
  must(await client().putField(fieldPromises.putField.input.parse(given), staff()), 'field');
}

test('customers fill in what is for them; what is for staff alone they neither see nor touch', async () => {
  await define('shoe_size', true);
  await define('credit_note', false);
  const actor = shop.customer();
  const email = `${newId()}@example.com`;
  const registered = { customerId: actor.id, email, name: 'Ada Lovelace' };
  await shop.deliver('auth.registered', actor.id, 1, registered);
  await shop.settle();
  const customerId = actor.id;
  must(
    await client().updateProfile({ customerId, attributes: { credit_note: 'pays late' } }, staff()),
    'by staff',
  );
  const own = must(
    await client().updateProfile({ attributes: { shoe_size: '38' } }, as(actor)),
    'x',
  );
  expect(own.attributes).toEqual({ shoe_size: '38' });
  for (const value of ['pays early', null]) {
    const refused = await client().updateProfile({ attributes: { credit_note: value } }, as(actor));
    expect(refused).toMatchObject({
      failure: {
        code: 'attributes_invalid',
        detail: { problems: [{ field: 'attributes.credit_note', code: 'field_unknown' }] },
      },
    });
  }
  const seen = [
    await client().getProfile({}, as(actor)),
    await client().recordConsent(
      { purpose: 'marketing_email', granted: true, textVersion: '1' },
      as(actor),
    ),
    await client().listShownFields({ owner: 'customer' }, as(actor)),
  ];
  expect(JSON.stringify(seen)).not.toMatch(/pays late|credit_note/);
  const whole = must(await client().getCustomer({ customerId }, staff()), 'by staff');
  expect(whole.attributes).toEqual({ shoe_size: '38', credit_note: 'pays late' });
  const cleared = { customerId, attributes: { credit_note: null } };
  must(await client().updateProfile(cleared, staff()), 'cleared');
  const after = must(await client().getCustomer({ customerId }, staff()), 'after');
  expect(after.attributes).toEqual({ shoe_size: '38' });
}, 300_000);

test('who fills in values takes the fields before the customer, as who deletes a field does', async () => {
  await define('club', true);
  const actor = shop.customer();
  const registered = { customerId: actor.id, email: `${newId()}@example.com`, name: 'Ada' };
  await shop.deliver('auth.registered', actor.id, 1, registered);
  await shop.settle();
  const database = shop.database('customer');
  const { promise: held, resolve: isHeld } = Promise.withResolvers<void>();
  const { promise: over, resolve: end } = Promise.withResolvers<void>();
  const holding = database.transaction('hold', shop.invocation(), async (tx) => {
    await tx.query(sql`select from customer where id = ${actor.id}::uuid for update`);
    isHeld();
    await over;
  });
  await held;
  const changing = client().updateProfile(
    { customerId: actor.id, attributes: { club: 'gold' } },
    { ...staff(), deadlineMs: Date.now() + 120_000 },
  );
  const free = () =>
    database.query(sql`
      select key from field_definition where key = 'club' for update skip locked`);
  try {
    await expect.poll(free, { timeout: 180_000, interval: 20 }).toEqual([]);
  } finally {
    end();
    await holding;
  }
  await changing;
}, 300_000);
