import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Actor } from '#kernel/actor.ts';
import { newId } from '#kernel/ids.ts';
import { must } from '#kernel/result.ts';
import { openTestKontor, type TestKontor } from '#platform/test-kit/testing.ts';
import { supportService } from './service.ts';

let shop: TestKontor;
beforeAll(async () => {
  shop = await openTestKontor({ services: [supportService] });
});
afterAll(() => shop.close());

/** Whoever is limited to a channel asks in it. */
const as = (actor: Actor) =>
  shop.invocation({ actor, ...(actor.channels === '*' ? {} : { channel: actor.channels[0]! }) });
const staff = () => as(shop.staff(['support:read', 'support:write']));

async function opened(customer: Actor) {
  const { openTicket } = shop.client('support');
  return must(await openTicket({ subject: 'Teapot', message: 'Broken' }, as(customer)), 'open');
}

test('only the customer and staff of the channel reach a ticket', async () => {
  const ada = shop.customer();
  const ticket = await opened(ada);
  const { ticketId } = ticket;
  const { getTicket, addTicketMessage, solveTicket, changeTicket } = shop.client('support');
  const strangers: Actor[] = [
    shop.customer(),
    shop.guest(ada.id),
    shop.staff(['orders:read']),
    { ...shop.staff(['support:read', 'support:write']), channels: ['other'] },
  ];
  const notFound = { failure: { code: 'ticket_not_found' } };
  for (const actor of strangers) {
    expect(await getTicket({ ticketId }, as(actor))).toMatchObject(notFound);
    expect(await addTicketMessage({ ticketId, message: 'x' }, as(actor))).toMatchObject(notFound);
    expect(await solveTicket({ ticketId }, as(actor))).toMatchObject(notFound);
  }
  expect(await changeTicket({ ticketId, state: 'closed' }, as(ada))).toMatchObject({
    failure: { code: 'forbidden' },
  });
  expect(await getTicket({ ticketId }, as(ada))).toEqual({ ok: true, value: ticket });
  expect(await getTicket({ ticketId }, staff())).toMatchObject({ ok: true });
});

test('messages go both ways; the customer answering opens the ticket again', async () => {
  const ada = shop.customer();
  const { ticketId } = await opened(ada);
  const { addTicketMessage, changeTicket } = shop.client('support');
  const answered = await addTicketMessage({ ticketId, message: 'Which one?' }, staff());
  expect(answered).toMatchObject({ value: { state: 'pending', version: 2 } });
  await changeTicket({ ticketId, state: 'solved' }, staff());
  expect(await addTicketMessage({ ticketId, message: 'The blue one' }, as(ada))).toMatchObject({
    value: { state: 'open', messages: { length: 3 } },
  });
  await changeTicket({ ticketId, state: 'closed' }, staff());
  expect(await addTicketMessage({ ticketId, message: 'Hello?' }, as(ada))).toMatchObject({
    failure: { code: 'ticket_state_conflict', detail: { state: 'closed' } },
  });
  expect(await changeTicket({ ticketId, state: 'open' }, staff())).toMatchObject({
    failure: { code: 'ticket_state_conflict' },
  });
});

test('customers see neither notes nor who works on their ticket', async () => {
  const ada = shop.customer();
  const { ticketId } = await opened(ada);
  const { addTicketMessage, changeTicket, getTicket, listTickets } = shop.client('support');
  await addTicketMessage({ ticketId, message: 'Difficult person', internal: true }, staff());
  await changeTicket({ ticketId, assigneeId: newId(), priority: 'high' }, staff());
  await addTicketMessage({ ticketId, message: 'Hello' }, staff());
  const seen = must(await getTicket({ ticketId }, as(ada)), 'get');
  expect(seen.assigneeId).toBeNull();
  expect(seen.messages.map(({ message }) => message)).toEqual(['Broken', 'Hello']);
  expect(seen.messages.every(({ authorId }) => authorId === null)).toBe(true);
  const written = must(await addTicketMessage({ ticketId, message: 'Hi' }, as(ada)), 'add');
  expect(JSON.stringify(written)).not.toContain('Difficult');
  const listed = must(await listTickets({ limit: 20 }, as(ada)), 'list');
  expect(listed.items).toMatchObject([
    { ticketId, assigneeId: null, lastMessage: { from: 'customer', excerpt: 'Hi' } },
  ]);
  await addTicketMessage({ ticketId, message: 'Still difficult', internal: true }, staff());
  const long = 'é'.repeat(300);
  await addTicketMessage({ ticketId, message: long }, staff());
  await addTicketMessage({ ticketId, message: 'Very much so', internal: true }, staff());
  for (const asking of [as(ada), staff()]) {
    const [last] = must(await listTickets({ limit: 1 }, asking), 'list').items;
    expect(last!.lastMessage).toMatchObject({ from: 'staff', excerpt: long.slice(0, 200) });
  }
  expect(must(await getTicket({ ticketId }, staff()), 'get').messages).toHaveLength(7);
});

test.each([
  ['a priority', (id: string) => ({ subject: 's', message: 'm', priority: 'urgent' as const, id })],
])('customers may not give %s', async (_what, input) => {
  const { openTicket, addTicketMessage, listTickets } = shop.client('support');
  const ada = shop.customer();
  const forbidden = { failure: { code: 'forbidden' } };
  const { id: _, ...ticket } = input('');
  expect(await openTicket(ticket, as(ada))).toMatchObject(forbidden);
  const { ticketId } = await opened(ada);
  expect(await addTicketMessage({ ticketId, message: 'm', internal: true }, as(ada))).toMatchObject(
    forbidden,
  );
  expect(await listTickets({ limit: 20, customerId: newId() }, as(ada))).toMatchObject(forbidden);
  expect(
    await openTicket({ subject: 's', message: 'm', customerId: newId() }, as(ada)),
  ).toMatchObject({ failure: { code: 'customer_not_found' } });
});

test('a change names the version it is made on, and a repeated key adds nothing', async () => {
  const ada = shop.customer();
  const { ticketId } = await opened(ada);
  const { changeTicket, addTicketMessage, solveTicket, getTicket } = shop.client('support');
  const changes = await Promise.all(
    ['low', 'high'].map((priority) =>
      changeTicket({ ticketId, expectedVersion: 1, priority: priority as 'low' | 'high' }, staff()),
    ),
  );
  expect(changes.filter((reply) => reply.ok)).toHaveLength(1);
  const again = as(ada);
  await addTicketMessage({ ticketId, message: 'Once' }, again);
  await addTicketMessage({ ticketId, message: 'Once' }, again);
  expect(await solveTicket({ ticketId }, as(ada))).toMatchObject({ value: { state: 'solved' } });
  expect(await solveTicket({ ticketId }, as(ada))).toMatchObject({ value: { version: 4 } });
  const ticket = must(await getTicket({ ticketId }, as(ada)), 'get');
  expect(ticket.messages.map(({ message }) => message)).toEqual(['Broken', 'Once']);
});

test('each public message is told once, in order; notes are not', async () => {
  const ada = shop.customer();
  const { ticketId } = await opened(ada);
  const { addTicketMessage } = shop.client('support');
  await addTicketMessage({ ticketId, message: 'note', internal: true }, staff());
  await addTicketMessage({ ticketId, message: 'x'.repeat(2_000) }, staff());
  const told = await shop
    .database('support')
    .query<{ version: number; data: { excerpt: string } }>({
      text: `select aggregate_version as version, data from outbox
           where aggregate_id = $1 and type = 'support.message_added' order by sequence`,
      values: [ticketId],
      name: undefined,
      parts: [],
    });
  expect(told.map(({ version }) => version)).toEqual([1, 2]);
  expect(told[1]!.data).toMatchObject({ from: 'staff', excerpt: `${'x'.repeat(300)}…` });
});

test.each([
  ['Problem with K-100042', ['K-100042', '100042 prob', 'with k']],
  ['Mail from example.com', ['example.com', 'exam mail', 'com']],
  ['Défekte Café-Kanne', ['defekte', 'DÉFEKT cafe', 'Kanne']],
])('staff find %s by the beginnings of its words', async (subject, queries) => {
  const { openTicket, listTickets } = shop.client('support');
  const ada = shop.customer();
  const { ticketId } = must(await openTicket({ subject, message: 'x' }, as(ada)), 'open');
  const found = async (query: string) => {
    const page = must(await listTickets({ query, customerId: ada.id, limit: 20 }, staff()), 'list');
    return page.items.map((ticket) => ticket.ticketId);
  };
  for (const query of queries) expect([query, await found(query)]).toEqual([query, [ticketId]]);
  for (const query of ['zebra kanne', "'\\%_"]) expect(await found(query)).toEqual([]);
});

test('staff filter tickets, and lists go on where the page before ended', async () => {
  const ada = shop.customer();
  const { listTickets, changeTicket } = shop.client('support');
  const ids: string[] = [];
  for (let count = 0; count < 5; count += 1) ids.unshift((await opened(ada)).ticketId);
  const customerId = ada.id;
  const seen: string[] = [];
  for (let cursor: string | undefined; ;) {
    const page = must(
      await listTickets({ customerId, limit: 2, ...(cursor ? { cursor } : {}) }, staff()),
      'list',
    );
    seen.push(...page.items.map(({ ticketId }) => ticketId));
    if (page.nextCursor === null) break;
    cursor = page.nextCursor;
  }
  expect(seen).toEqual(ids);
  await changeTicket({ ticketId: ids[2]!, state: 'solved', priority: 'urgent' }, staff());
  const solved = await listTickets(
    { customerId, state: 'solved', priority: 'urgent', limit: 20 },
    staff(),
  );
  expect(solved).toMatchObject({ value: { items: [{ ticketId: ids[2] }], nextCursor: null } });
});
