import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '#kernel/ids.ts';
import { sql } from '#platform/ground/sql.ts';
import { openTestKontor, type TestKontor } from '#platform/test-kit/testing.ts';
import { cartService } from '../../../cart-and-checkout/cart/service.ts';
import { inventoryService } from '../../../product-catalog/inventory/service.ts';
import { productService } from '../../../product-catalog/product/service.ts';
import { notificationService } from '../../notification/service.ts';
import { supportService } from '../../support/service.ts';
import { customerService } from '../service.ts';

const services = [
  customerService,
  notificationService,
  supportService,
  productService,
  inventoryService,
  cartService,
];
let shop: TestKontor;
beforeAll(async () => {
  shop = await openTestKontor({ services, sandbox: true });
}, 300_000);
afterAll(() => shop.close());

async function registered(): Promise<string> {
  const customerId = newId();
  const email = `${customerId}@example.com`;
  await shop.deliver('auth.registered', customerId, 1, { customerId, email, name: null });
  return customerId;
}

function member(code: string, customerId: string, isMember: boolean) {
  return shop
    .client('customer')
    .setGroupMember({ code, customerId, member: isMember }, shop.invocation());
}

/** What cart knows. */
async function groupsOf(customerId: string): Promise<string[] | undefined> {
  await shop.settle();
  const row = await shop
    .database('cart')
    .first<{ codes: string[] }>(
      sql`select group_codes as codes from customer_segment where customer_id = ${customerId}`,
    );
  return row?.codes;
}

test('cart knows in which groups a customer is, also when a group is removed', async () => {
  const client = shop.client('customer');
  for (const code of ['trade', 'vip']) {
    await client.putGroup({ code, name: code }, shop.invocation());
  }
  const customerId = await registered();
  expect(await groupsOf(customerId)).toBeUndefined();
  // Two at once: whichever is told last has both.
  await Promise.all([member('trade', customerId, true), member('vip', customerId, true)]);
  expect(await groupsOf(customerId)).toEqual(['trade', 'vip']);
  await member('vip', customerId, false);
  expect(await groupsOf(customerId)).toEqual(['trade']);
  expect(await client.removeGroup({ code: 'trade' }, shop.invocation())).toMatchObject({
    failure: { code: 'group_in_use', detail: { members: 1 } },
  });
  expect(await groupsOf(customerId)).toEqual(['trade']);
  const whatever = { code: 'trade', members: 'remove' } as const;
  expect(await client.removeGroup(whatever, shop.invocation())).toMatchObject({ ok: true });
  expect(await groupsOf(customerId)).toEqual([]);
});

test('members of before the event are told when a folder of an earlier version starts', async () => {
  const database = shop.database('customer');
  const client = shop.client('customer');
  await client.putGroup({ code: 'old', name: 'Old' }, shop.invocation());
  const customerIds = await Promise.all(Array.from({ length: 3 }, registered));
  // As the version before wrote it, and the migration noted it.
  await database.query(sql`
    insert into customer_group_member (group_id, customer_id)
    select g.id, member from customer_group g, unnest(${customerIds}::uuid[]) member
    where g.code = 'old'`);
  await database.query(sql`
    insert into groups_to_tell select distinct customer_id from customer_group_member`);
  await shop.kontor.opened('customer').started!();
  for (const id of customerIds) expect(await groupsOf(id)).toEqual(['old']);
  expect(await database.query(sql`select from groups_to_tell`)).toEqual([]);
  expect(
    await database.query(sql`select from story where name = 'tell_groups' and state = 'open'`),
  ).toEqual([]);
});
