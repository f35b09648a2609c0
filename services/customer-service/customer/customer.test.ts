import { afterAll, beforeAll, expect, test } from 'vitest';
import { orderForTicketsPurpose } from '#contracts/order/order-for-tickets.ts';
import { anonymousActor, type Actor } from '#kernel/actor.ts';
import * as clock from '#kernel/clock.ts';
import { newId } from '#kernel/ids.ts';
import { must } from '#kernel/result.ts';
import { readOrderLink } from '#platform/ground/order-links.ts';
import { seal } from '#platform/ground/sealed.ts';
import { Secrets } from '#platform/ground/secrets.ts';
import { openTestKontor, type TestKontor } from '#platform/test-kit/testing.ts';
import { notificationService } from '../notification/service.ts';
import { supportService } from '../support/service.ts';
import { customerService } from './service.ts';

let shop: TestKontor;
const secrets = Secrets.of(Buffer.alloc(32, 7));
beforeAll(async () => {
  shop = await openTestKontor({
    services: [customerService, notificationService, supportService],
    sandbox: true,
    settings: { secrets },
  });
});
afterAll(() => shop.close());

async function registered(
  email = `${newId()}@example.com`,
  name: string | null = 'Ada B. Lovelace',
) {
  const actor = shop.customer();
  await shop.deliver('auth.registered', actor.id, 1, { customerId: actor.id, email, name });
  await shop.settle();
  return actor;
}

const as = (actor: Actor) => shop.invocation({ actor });
const address = {
  name: 'Ada Lovelace',
  street: 'Am Sandtorkai 1',
  postalCode: '20457',
  city: 'Hamburg',
  countryCode: 'DE',
};

async function mailsTo(to: string) {
  const mails = (await shop.sandbox.read('mails')) as {
    envelopeTo: string[];
    messageId: string;
    subject: string;
    html: string;
    text: string;
  }[];
  return mails.filter(({ envelopeTo }) => envelopeTo.includes(to));
}

async function placeOrder(owner: Actor, totalMinor: number, currency = 'EUR') {
  const orderId = newId();
  await shop.deliver('order.placed', orderId, 1, {
    orderId,
    orderNumber: `K-${orderId.slice(0, 8)}-${orderId.slice(-4)}`,
    owner: { kind: owner.kind as 'customer' | 'guest', id: owner.id },
    email: 'x@example.com',
    totalMinor,
    currency,
    placedAt: new Date(Date.UTC(2026, 0, 2)).toISOString(),
  });
  return orderId;
}

test('registering makes a profile, which its customer alone and staff may read', async () => {
  const ada = await registered('ada@example.com');
  const other = await registered();
  const { getProfile, updateProfile } = shop.client('customer');
  expect(await getProfile({}, as(ada))).toMatchObject({
    value: { email: 'ada@example.com', firstName: 'Ada B.', lastName: 'Lovelace', version: 1 },
  });
  const refused = { failure: { code: 'customer_not_found' } };
  expect(await getProfile({ customerId: ada.id }, as(other))).toMatchObject(refused);
  expect(await getProfile({ customerId: ada.id }, as(shop.guest(ada.id)))).toMatchObject(refused);
  expect(await getProfile({ customerId: ada.id }, as(shop.staff(['orders:read'])))).toMatchObject(
    refused,
  );
  const elsewhere: Actor = { ...shop.staff(['customers:read']), channels: ['other'] };
  expect(await getProfile({ customerId: ada.id }, as(elsewhere))).toMatchObject(refused);
  expect(
    await getProfile({ customerId: ada.id }, as(shop.staff(['customers:read']))),
  ).toMatchObject({ ok: true });
  expect(await updateProfile({ customerId: ada.id, firstName: 'Eve' }, as(other))).toMatchObject(
    refused,
  );
  expect(
    await updateProfile(
      { customerId: ada.id, firstName: 'Eve' },
      as(shop.staff(['customers:read'])),
    ),
  ).toMatchObject(refused);
});

test('a profile changes under its version, and its telephone becomes E.164', async () => {
  const ada = await registered();
  const { updateProfile, getPreferences } = shop.client('customer');
  expect(await updateProfile({ phone: '040 12345678', expectedVersion: 1 }, as(ada))).toMatchObject(
    { value: { phone: '+494012345678', version: 2, lastName: 'Lovelace' } },
  );
  expect(await updateProfile({ lastName: 'King', expectedVersion: 1 }, as(ada))).toMatchObject({
    failure: { code: 'version_conflict', detail: { version: 2 } },
  });
  expect(await updateProfile({ phone: '12' }, as(ada))).toMatchObject({
    failure: { code: 'phone_invalid' },
  });
  expect(await updateProfile({ phone: null, lastName: null }, as(ada))).toMatchObject({
    value: { phone: null, lastName: null, version: 3 },
  });
  await shop.settle();
  expect(await getPreferences({}, as(ada))).toMatchObject({ value: { customerId: ada.id } });
});

test('an address book holds valid addresses, and nobody reaches into another one', async () => {
  const ada = await registered();
  const eve = await registered();
  const { addAddress, replaceAddress, removeAddress, listAddresses } = shop.client('customer');
  const first = await addAddress({ address }, as(ada));
  expect(first).toMatchObject({ value: { defaultShipping: true, defaultBilling: true } });
  const addressId = first.ok ? first.value.addressId : '';
  const second = await addAddress({ address, defaultShipping: true }, as(ada));
  expect(second).toMatchObject({ value: { defaultShipping: true, defaultBilling: false } });
  expect(await addAddress({ address: { ...address, postalCode: '1' } }, as(ada))).toMatchObject({
    failure: {
      code: 'address_invalid',
      detail: { problems: [{ code: 'postal_code_invalid', field: 'address.postalCode' }] },
    },
  });
  expect(await replaceAddress({ addressId, address }, as(eve))).toMatchObject({
    failure: { code: 'address_not_found' },
  });
  expect(await replaceAddress({ customerId: ada.id, addressId, address }, as(eve))).toMatchObject({
    failure: { code: 'customer_not_found' },
  });
  expect(await removeAddress({ addressId }, as(eve))).toMatchObject({
    failure: { code: 'address_not_found' },
  });
  expect(
    await replaceAddress({ addressId, address: { ...address, city: 'Kiel' } }, as(ada)),
  ).toMatchObject({ value: { address: { city: 'Kiel' }, defaultBilling: true } });
  expect(await removeAddress({ addressId }, as(ada))).toMatchObject({ ok: true });
  expect(await removeAddress({ addressId }, as(ada))).toMatchObject({
    failure: { code: 'address_not_found' },
  });
  expect(await listAddresses({}, as(ada))).toMatchObject({
    value: { items: [{ defaultShipping: true, defaultBilling: false }], nextCursor: null },
  });
  const invocation = as(ada);
  const twice = [
    await addAddress({ address }, invocation),
    await addAddress({ address }, invocation),
  ];
  expect(twice[0]).toEqual(twice[1]);
  expect(await listAddresses({}, as(ada))).toMatchObject({ value: { items: { length: 2 } } });
});

test('an address book ends at fifty entries, also when they come at once', async () => {
  const ada = await registered();
  const { addAddress } = shop.client('customer');
  const replies = await Promise.all(
    Array.from({ length: 53 }, () => addAddress({ address }, as(ada))),
  );
  const refused = replies.filter((reply) => !reply.ok);
  expect(refused).toHaveLength(3);
  expect(refused[0]).toMatchObject({ failure: { code: 'too_many_addresses' } });
});

test('consent is a ledger, and what counts reaches notification', async () => {
  const ada = await registered();
  const { recordConsent, listConsents, getPreferences } = shop.client('customer');
  const yes = { purpose: 'marketing_email', granted: true, textVersion: '2026-01' } as const;
  expect(await recordConsent(yes, as(ada))).toMatchObject({
    value: { consent: { marketingEmail: true, marketingSms: false } },
  });
  await recordConsent(yes, as(ada));
  await recordConsent(
    { ...yes, customerId: ada.id, granted: false, source: 'telephone' },
    as(shop.staff(['customers:write'])),
  );
  expect(await listConsents({}, as(ada))).toMatchObject({
    value: {
      items: [
        { granted: false, source: 'telephone', actorKind: 'staff', textVersion: '2026-01' },
        { granted: true, source: 'account', actorKind: 'customer' },
      ],
    },
  });
  await recordConsent({ ...yes, purpose: 'marketing_sms' }, as(ada));
  await shop.settle();
  expect(await getPreferences({}, as(ada))).toMatchObject({
    value: { consent: { email: false, sms: true }, transactional: { email: true, sms: true } },
  });
});

test('staff find customers, see what they ordered, and keep notes and groups', async () => {
  const ada = await registered('grace_hopper@example.com', 'Grace Hopper');
  await placeOrder(ada, 1_000);
  await placeOrder(ada, 2_500);
  await placeOrder(ada, 900, 'USD');
  await placeOrder(shop.guest(), 900);
  const client = shop.client('customer');
  const staff = as(shop.staff(['customers:read', 'customers:write']));
  const found = async (search: string, joinedBy?: string[]) => {
    const reply = await client.listCustomers({ search, joinedBy, limit: 20 }, staff);
    return reply.ok && reply.value.items.map(({ customerId }) => customerId);
  };
  expect(await found('grace_')).toEqual([ada.id]);
  expect(await found('HOPP')).toEqual([ada.id]);
  expect(await found('%')).toEqual([]);
  const emilie = await registered('emilie@example.com', 'Émilie du Châtelet');
  for (const search of ['Émilie du Châtelet', 'emilie', 'chatel EMI', "'du"])
    expect([search, await found(search)]).toEqual([search, [emilie.id]]);
  expect(await found('emilie hopper')).toEqual([]);
  expect(await found('K-of-a-guest', [ada.id])).toEqual([ada.id]);
  const detail = await client.getCustomer({ customerId: ada.id }, staff);
  expect(detail).toMatchObject({
    value: {
      statistics: {
        orders: 3,
        totals: [
          { currency: 'EUR', orders: 2, totalMinor: 3_500 },
          { currency: 'USD', orders: 1, totalMinor: 900 },
        ],
        lastOrder: { placedAt: '2026-01-02T00:00:00.000Z' },
      },
    },
  });
  const number = detail.ok ? detail.value.statistics.lastOrder!.orderNumber : '';
  expect(await found(number)).toEqual([ada.id]);
  await client.putGroup({ code: 'vip', name: 'Friends' }, staff);
  const member = { code: 'vip', customerId: ada.id, member: true };
  await client.setGroupMember(member, staff);
  expect(await client.setGroupMember(member, staff)).toMatchObject({ value: { members: 1 } });
  expect(await client.listCustomers({ groupCode: 'vip', limit: 20 }, staff)).toMatchObject({
    value: { items: [{ customerId: ada.id }], nextCursor: null },
  });
  await client.addCustomerNote({ customerId: ada.id, note: 'Likes tea' }, as(staff.actor));
  expect(await client.listCustomerNotes({ customerId: ada.id, limit: 20 }, staff)).toMatchObject({
    value: { items: [{ note: 'Likes tea', authorId: staff.actor.id }] },
  });
  expect(await client.listCustomers({ limit: 20 }, as(ada))).toMatchObject({
    failure: { code: 'forbidden' },
  });
  const audited = await shop.database('customer').query({
    text: `select 1 from audit_entry where actor_id = $1`,
    values: [staff.actor.id],
    name: undefined,
    parts: [],
  });
  expect(audited.length).toBe(4);
});

test('lists of customers go on where the page before ended', async () => {
  for (let count = 0; count < 3; count += 1) await registered();
  const { listCustomers } = shop.client('customer');
  const staff = as(shop.staff(['customers:read']));
  const all = await listCustomers({ limit: 100 }, staff);
  const ids = all.ok ? all.value.items.map(({ customerId }) => customerId) : [];
  const seen: string[] = [];
  for (let cursor: string | undefined; ;) {
    const reply = await listCustomers({ limit: 2, ...(cursor ? { cursor } : {}) }, staff);
    if (!reply.ok) throw new Error(reply.failure.code);
    seen.push(...reply.value.items.map(({ customerId }) => customerId));
    if (reply.value.nextCursor === null) break;
    cursor = reply.value.nextCursor;
  }
  expect(seen).toEqual(ids);
  expect(await listCustomers({ limit: 2, cursor: 'x' }, staff)).toMatchObject({
    failure: { code: 'cursor_invalid' },
  });
});

test('a ticket is opened on an own order alone, and each side hears of the other', async () => {
  const ada = await registered('ticket@example.com', '<b>Ada</b>');
  const eve = await registered();
  const orderId = await placeOrder(ada, 1_000);
  const { openTicket, addTicketMessage } = shop.client('customer');
  const text = { subject: '<script>alert(1)</script>', message: 'It is <i>broken</i>.' };
  expect(await openTicket({ ...text, orderId }, as(eve))).toMatchObject({
    failure: { code: 'order_not_found' },
  });
  expect(await openTicket(text, as(shop.guest()))).toMatchObject({
    failure: { code: 'forbidden' },
  });
  const opened = await openTicket({ ...text, orderId }, as(ada));
  expect(opened).toMatchObject({
    value: { state: 'open', orderId, number: expect.stringMatching(/^T-1\d{4}$/) },
  });
  if (!opened.ok) return;
  await addTicketMessage(
    { ticketId: opened.value.ticketId, message: 'We send a new one.' },
    as(shop.staff(['support:write'])),
  );
  await shop.settle();
  const toShop = (await mailsTo('shop@kontor.example')).filter(({ subject }) =>
    subject.includes(opened.value.number),
  );
  expect(toShop).toHaveLength(1);
  expect(toShop[0]!.html).not.toContain('<script>alert');
  expect(toShop[0]!.html).toContain('It is &lt;i&gt;broken&lt;/i&gt;.');
  const [reply] = await mailsTo('ticket@example.com');
  expect(reply!.subject).toBe(`[${opened.value.number}] <script>alert(1)</script>`);
  expect(reply!.html).toContain('&lt;b&gt;Ada&lt;/b&gt;');
  expect(reply!.html).toContain('We send a new one.');
});

test('a guest’s ticket is answered to the order’s address, in its language, with its link', async () => {
  const email = `${newId()}@example.com`;
  const order = {
    orderId: newId(),
    owner: { kind: 'guest' as const, id: newId() },
    customerId: null,
    email,
    name: 'Grete Minde',
    channel: 'default',
    locale: 'de',
    until: clock.nowMs() + 60_000,
  };
  const orderSeal = seal(secrets, orderForTicketsPurpose, order);
  const asked = { subject: 'Kanne', message: 'Kaputt.', orderId: order.orderId, orderSeal };
  const { openTicket, addTicketMessage } = shop.client('customer');
  const opened = must(await openTicket(asked, as(anonymousActor)), 'open');
  const { ticketId } = opened;
  await addTicketMessage({ ticketId, message: 'Eine neue.' }, as(shop.staff(['support:write'])));
  await shop.settle();
  const mails = await mailsTo(email);
  expect(mails).toHaveLength(1);
  const { text, html } = mails[0]!;
  expect(text).toContain('Guten Tag Grete Minde');
  const link = /\/o\/([\w-]{74})\s/.exec(text)?.[1];
  expect(readOrderLink(secrets, 'link', link ?? '', clock.nowMs())?.orderId).toBe(order.orderId);
  expect(html).toContain('/o/');
  expect(text).not.toContain('/tickets/');
  const toShop = (await mailsTo('shop@kontor.example')).filter(({ subject }) =>
    subject.includes(opened.number),
  );
  expect(toShop.map(({ text }) => text.includes(`/admin/tickets/${ticketId}`))).toEqual([true]);
});
