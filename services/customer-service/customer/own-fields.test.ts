import { afterAll, beforeAll, expect, test } from 'vitest';
import { fieldPromises } from '#contracts/fields.ts';
import { newId } from '#kernel/ids.ts';
import type { Actor } from '#kernel/actor.ts';
import { must } from '#kernel/result.ts';
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
}, 60_000);
