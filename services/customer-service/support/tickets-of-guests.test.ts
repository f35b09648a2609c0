import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  orderForTicketsPurpose,
  type OrderForTickets,
} from '#contracts/order/order-for-tickets.ts';
import { anonymousActor, type Actor } from '#kernel/actor.ts';
import * as clock from '#kernel/clock.ts';
import { newId } from '#kernel/ids.ts';
import { must } from '#kernel/result.ts';
import { seal } from '#platform/ground/sealed.ts';
import { Secrets } from '#platform/ground/secrets.ts';
import { sql } from '#platform/ground/sql.ts';
import { openTestKontor, type TestKontor } from '#platform/test-kit/testing.ts';
import { supportService } from './service.ts';

let shop: TestKontor;
const secrets = Secrets.of(Buffer.alloc(32, 9));
beforeAll(async () => {
  shop = await openTestKontor({ services: [supportService], settings: { secrets } });
}, 300_000);
afterAll(() => shop.close());

const support = () => shop.client('support');
const as = (actor: Actor) =>
  shop.invocation({ actor, ...(actor.channels === '*' ? {} : { channel: actor.channels[0]! }) });
const byLink = () => shop.invocation({ actor: anonymousActor, idempotencyKey: newId() });
const staff = () => as(shop.staff(['support:read', 'support:write']));
const text = { subject: 'Teapot', message: 'It is broken.' };

function guestOrder(more: Partial<OrderForTickets> = {}): OrderForTickets {
  return {
    orderId: newId(),
    owner: { kind: 'guest', id: newId() },
    customerId: null,
    email: `${newId()}@example.com`,
    name: 'Grete Minde',
    channel: 'eu',
    locale: 'de',
    until: clock.nowMs() + 60_000,
    ...more,
  };
}
const sealed = (order: OrderForTickets, by = secrets) =>
  seal(by, orderForTicketsPurpose, { ...order, until: clock.nowMs() + 60_000 });

async function opened(order: OrderForTickets) {
  const asked = { ...text, orderId: order.orderId, orderSeal: sealed(order) };
  return must(await support().openTicket(asked, byLink()), 'open');
}

test('who proves to reach an order opens, reads and answers a ticket about it, in its channel', async () => {
  const order = guestOrder();
  const ticket = await opened(order);
  expect(ticket).toMatchObject({ channel: 'eu', orderId: order.orderId, state: 'open' });
  expect(ticket.guestEmail).toBeNull();
  const { ticketId } = ticket;
  const orderSeal = sealed(order);
  const { getTicket, listTickets, addTicketMessage, solveTicket } = support();
  expect(await getTicket({ ticketId, orderSeal }, byLink())).toEqual({ ok: true, value: ticket });
  const listed = must(await listTickets({ limit: 20, orderSeal }, byLink()), 'list');
  expect(listed.items).toMatchObject([{ ticketId }]);
  await addTicketMessage({ ticketId, message: 'Which one?' }, staff());
  const answer = { ticketId, message: 'The blue one.', orderSeal };
  expect(await addTicketMessage(answer, byLink())).toMatchObject({ value: { state: 'open' } });
  expect(await solveTicket({ ticketId, orderSeal }, byLink())).toMatchObject({
    value: { state: 'solved', messages: { length: 3 } },
  });
  const seen = must(await getTicket({ ticketId }, staff()), 'staff');
  expect(seen).toMatchObject({ guestEmail: order.email, customerId: order.owner.id });
});

test('the seal of an order opens no ticket of another, and nothing else does instead', async () => {
  const order = guestOrder();
  const { ticketId } = await opened(order);
  const { getTicket, listTickets, addTicketMessage, openTicket, solveTicket } = support();
  const notFound = { failure: { code: 'ticket_not_found' } };
  const late = { ...order, until: clock.nowMs() - 1 };
  const wrong: (string | undefined)[] = [
    sealed(guestOrder()),
    // The same guest's other order.
    sealed(guestOrder({ owner: order.owner })),
    // The order's own, of somebody else's making.
    sealed(order, Secrets.of(Buffer.alloc(32, 8))),
    sealed({ ...order, owner: { kind: 'guest', id: newId() } }),
    seal(secrets, orderForTicketsPurpose, late),
    'x',
    undefined,
  ];
  for (const orderSeal of wrong) {
    expect(await getTicket({ ticketId, orderSeal }, byLink())).toMatchObject(notFound);
    expect(await addTicketMessage({ ticketId, message: 'x', orderSeal }, byLink())).toMatchObject(
      notFound,
    );
    expect(await solveTicket({ ticketId, orderSeal }, byLink())).toMatchObject(notFound);
    const listed = must(await listTickets({ limit: 20, orderSeal }, byLink()), 'list');
    expect(listed.items).toEqual([]);
  }
  // Nor may the guest that an id names: what is named proves nothing.
  expect(await getTicket({ ticketId }, as(shop.guest(order.owner.id)))).toMatchObject(notFound);
  expect(await getTicket({ ticketId }, as(shop.customer()))).toMatchObject(notFound);
  const other = sealed(guestOrder());
  expect(
    await openTicket({ ...text, orderId: order.orderId, orderSeal: other }, byLink()),
  ).toMatchObject({ failure: { code: 'order_not_found' } });
  expect(await openTicket(text, byLink())).toMatchObject({ failure: { code: 'forbidden' } });
});

test('two who prove different orders have each their own reply under one key', async () => {
  const [one, other] = [guestOrder(), guestOrder()];
  const idempotencyKey = newId();
  const open = (order: OrderForTickets) =>
    support().openTicket(
      { ...text, orderId: order.orderId, orderSeal: sealed(order) },
      shop.invocation({ actor: anonymousActor, idempotencyKey }),
    );
  const first = must(await open(one), 'one');
  expect(must(await open(other), 'other').ticketId).not.toBe(first.ticketId);
  // Asked again it is the same ticket, though each request has a seal of its own.
  expect(must(await open(one), 'again').ticketId).toBe(first.ticketId);
});

test('a guest’s ticket joins the account that confirms the address, however it is written', async () => {
  const order = guestOrder({ email: 'Jürgen@Müller.example' });
  const { ticketId } = await opened(order);
  const account = shop.customer();
  const { getTicket, listTickets, addTicketMessage } = support();
  expect(await getTicket({ ticketId }, as(account))).toMatchObject({ ok: false });
  await shop.deliver('auth.email_confirmed', account.id, 1, {
    customerId: account.id,
    email: 'jürgen@xn--mller-kva.example',
  });
  expect(await getTicket({ ticketId }, as(account))).toMatchObject({
    value: { customerId: account.id },
  });
  expect(must(await listTickets({ limit: 20 }, as(account)), 'list').items).toHaveLength(1);
  expect(await addTicketMessage({ ticketId, message: 'Mine.' }, as(account))).toMatchObject({
    value: { messages: { length: 2 } },
  });
  const ofCustomer = await listTickets({ limit: 20, customerId: account.id }, staff());
  expect(must(ofCustomer, 'staff').items).toMatchObject([{ ticketId, guestEmail: null }]);
  expect(await getTicket({ ticketId }, as(shop.customer()))).toMatchObject({ ok: false });
  // By the order's link it is read as before.
  expect(await getTicket({ ticketId, orderSeal: sealed(order) }, byLink())).toMatchObject({
    ok: true,
  });
  // An order that is the account's already: its ticket is the account's from the first.
  const joined = guestOrder({ email: order.email, customerId: account.id });
  expect(await opened(joined)).toMatchObject({ customerId: account.id });
});

test('of an address that an account gave up it keeps the tickets of before, and gets no others', async () => {
  const account = shop.customer();
  const { getTicket, listTickets } = support();
  const confirmed = (email: string, version: number, occurredAt: string) =>
    shop.deliver(
      'auth.email_confirmed',
      account.id,
      version,
      { customerId: account.id, email },
      { occurredAt },
    );
  const hours = (count: number) => new Date(Date.now() + count * 3_600_000).toISOString();
  const before = await opened(guestOrder({ email: 'left@kontor.example' }));
  await confirmed('left@kontor.example', 1, hours(-2));
  expect(await getTicket({ ticketId: before.ticketId }, as(account))).toMatchObject({ ok: true });
  await confirmed('kept@kontor.example', 2, hours(1));
  expect(await getTicket({ ticketId: before.ticketId }, as(account))).toMatchObject({ ok: true });
  await confirmed('left@kontor.example', 3, hours(-1));
  // Given up before it was written: it is a stranger's.
  await confirmed('kept@kontor.example', 4, hours(-1));
  expect(await getTicket({ ticketId: before.ticketId }, as(account))).toMatchObject({ ok: false });
  expect(must(await listTickets({ limit: 20 }, as(account)), 'list').items).toEqual([]);
  const ofCustomer = await listTickets({ limit: 20, customerId: account.id }, staff());
  expect(must(ofCustomer, 'staff').items).toEqual([]);
  const read = await getTicket({ ticketId: before.ticketId }, staff());
  expect(must(read, 'read')).toMatchObject({ guestEmail: 'left@kontor.example' });
});

test('staff open a ticket for a guest by the order alone, in channels of theirs', async () => {
  const order = guestOrder();
  const asked = { ...text, orderId: order.orderId, orderSeal: sealed(order) };
  const ofChannel = (channel: string) =>
    as({ ...shop.staff(['support:read', 'support:write']), channels: [channel] });
  expect(await support().openTicket(asked, ofChannel('us'))).toMatchObject({
    failure: { code: 'order_not_found' },
  });
  expect(
    await support().openTicket({ ...asked, customerId: newId() }, ofChannel('eu')),
  ).toMatchObject({ failure: { code: 'order_not_found' } });
  expect(await support().openTicket(asked, ofChannel('eu'))).toMatchObject({
    value: { guestEmail: order.email, channel: 'eu' },
  });
});

test('staff reach tickets by their own rights, not by an order that they may see', async () => {
  const order = guestOrder();
  const { ticketId } = await opened(order);
  const orderSeal = sealed(order);
  const { getTicket, listTickets, addTicketMessage, openTicket, solveTicket } = support();
  const notFound = { failure: { code: 'ticket_not_found' } };
  const ofOrders = () => as(shop.staff(['orders:read', 'orders:write']));
  const readers = () => as(shop.staff(['support:read']));
  expect(await getTicket({ ticketId, orderSeal }, ofOrders())).toMatchObject(notFound);
  expect(must(await listTickets({ limit: 20, orderSeal }, ofOrders()), 'list').items).toEqual([]);
  expect(await getTicket({ ticketId, orderSeal }, readers())).toMatchObject({ ok: true });
  for (const by of [ofOrders, readers]) {
    const answer = { ticketId, message: 'As if I had bought it.', orderSeal };
    expect(await addTicketMessage(answer, by())).toMatchObject(notFound);
    expect(await solveTicket({ ticketId, orderSeal }, by())).toMatchObject(notFound);
    expect(await openTicket({ ...text, orderId: order.orderId, orderSeal }, by())).toMatchObject({
      failure: { code: 'forbidden' },
    });
  }
});

test('ten tickets about an order are open at most, however many are opened at once', async () => {
  const order = guestOrder();
  const open = () =>
    support().openTicket({ ...text, orderId: order.orderId, orderSeal: sealed(order) }, byLink());
  const replies = await Promise.all(Array.from({ length: 14 }, open));
  expect(replies.filter(({ ok }) => ok)).toHaveLength(10);
  expect(replies.find(({ ok }) => !ok)).toMatchObject({ failure: { code: 'too_many_tickets' } });
  const [ticket] = replies.flatMap((reply) => (reply.ok ? [reply.value] : []));
  await support().changeTicket({ ticketId: ticket!.ticketId, state: 'closed' }, staff());
  expect(await open()).toMatchObject({ ok: true });
});

test('each message of a guest’s ticket says where its answers go', async () => {
  const order = guestOrder();
  const { ticketId } = await opened(order);
  await support().addTicketMessage({ ticketId, message: 'It comes.' }, staff());
  const told = await shop.database('support').query<{ data: object; locale: string }>(sql`
    select data, locale from outbox
    where aggregate_id = ${ticketId} and type = 'support.message_added' order by sequence`);
  const { email, name, orderId } = order;
  expect(told).toMatchObject([
    { locale: 'de', data: { from: 'customer', guest: { email, name, orderId } } },
    { locale: 'de', data: { from: 'staff', guest: { email, name, orderId } } },
  ]);
});
