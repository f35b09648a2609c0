import { afterAll, beforeAll, expect, test } from 'vitest';
import { anonymousActor } from '#kernel/actor.ts';
import { newId } from '#kernel/ids.ts';
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

const newEmail = () => `${newId()}@example.com`;
const register = (customerId: string, email: string) =>
  shop.deliver('auth.registered', customerId, 1, { customerId, email, name: null });
const change = (customerId: string, email: string, version = 2) =>
  shop.deliver('auth.email_changed', customerId, version, { customerId, email });

async function profileOf(customerId: string) {
  const asking = shop.invocation({ actor: shop.customer(customerId) });
  return must(await shop.client('customer').getProfile({}, asking), 'profile');
}

test('the profile has the new address, and whoever writes to the customer hears of it', async () => {
  const { id } = shop.customer();
  await register(id, newEmail());
  const email = newEmail();
  await change(id, email);
  expect(await profileOf(id)).toMatchObject({ email, version: 2 });
  const told = await shop.database('customer').query<{ data: object }>(sql`
    select data from outbox where type = 'customer.contact_changed' and aggregate_id = ${id}
    order by sequence desc limit 1`);
  expect(told).toMatchObject([{ data: { email } }]);
});

test('one that comes before the registration waits for it', async () => {
  const { id } = shop.customer();
  const email = newEmail();
  await expect(change(id, email)).rejects.toThrow('no profile');
  await register(id, newEmail());
  await change(id, email);
  expect(await profileOf(id)).toMatchObject({ email });
});

test('what the customer waits for is told to the new address, once', async () => {
  const actor = shop.customer();
  await register(actor.id, newEmail());
  const email = newEmail();
  const [tea, coffee] = [`TEA-${newId()}`, `COFFEE-${newId()}`];
  const watch = async (sku: string, by = actor, to?: string) => {
    const said = {
      sku,
      productId: newId(),
      title: 'Teapot',
      variantTitle: null,
      path: '/products/x',
    };
    const asking = shop.invocation({ actor: by });
    const { watchVariant } = shop.client('customer');
    must(await watchVariant({ ...said, ...(to && { email: to }) }, asking), 'watch');
  };
  await watch(tea);
  await watch(coffee);
  // As a guest, with the address that becomes the account's.
  await watch(tea, anonymousActor, email);
  await change(actor.id, email);
  const waiting = await shop.database('customer').query<object>(sql`
    select sku, customer_id from stock_watch where email = ${email} order by sku`);
  const owned = { customerId: actor.id };
  expect(waiting).toEqual([
    { sku: coffee, ...owned },
    { sku: tea, ...owned },
  ]);
});
