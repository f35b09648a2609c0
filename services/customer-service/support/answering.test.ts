import { afterAll, beforeAll, expect, test } from 'vitest';
import { must } from '#kernel/result.ts';
import { sql } from '#platform/ground/sql.ts';
import { openTestKontor, type TestKontor } from '#platform/test-kit/testing.ts';
import { supportService } from './service.ts';

let shop: TestKontor;
beforeAll(async () => {
  shop = await openTestKontor({ services: [supportService] });
});
afterAll(() => shop.close());

const hourMs = 3_600_000;
const staff = () => shop.invocation({ actor: shop.staff(['support:read', 'support:write']) });

test('of two who answer what they read, the second is told of the first', async () => {
  const ada = shop.invocation({ actor: shop.customer() });
  const { openTicket, addTicketMessage, getTicket } = shop.client('support');
  const asked = must(await openTicket({ subject: 'Teapot', message: 'Broken' }, ada), 'open');
  const { ticketId, version: expectedVersion } = asked;
  const answer = (message: string) =>
    addTicketMessage({ ticketId, message, expectedVersion }, staff());
  const both = await Promise.all([answer('We send another.'), answer('We give it back.')]);
  expect(both.filter(({ ok }) => ok)).toHaveLength(1);
  expect(both.find(({ ok }) => !ok)).toMatchObject({
    failure: { code: 'version_conflict', detail: { version: expectedVersion + 1 } },
  });
  const { messages } = must(await getTicket({ ticketId }, staff()), 'read');
  expect(messages).toHaveLength(2);
});

test('an answer is due from what the customer wrote first since the last one, by priority', async () => {
  const actor = shop.customer();
  const ada = () => shop.invocation({ actor });
  const client = shop.client('support');
  const asked = must(
    await client.openTicket({ subject: 'Teapot', message: 'Broken' }, ada()),
    'ask',
  );
  const { ticketId } = asked;
  expect(asked.dueAt).toBeNull();
  const read = async () => must(await client.getTicket({ ticketId }, staff()), 'read');
  /** From the message at that place, in hours. */
  const hoursFrom = async (at: number) => {
    const { messages, dueAt } = await read();
    return (Date.parse(dueAt!) - Date.parse(messages[at]!.createdAt)) / hourMs;
  };
  must(await client.addTicketMessage({ ticketId, message: 'Hello?' }, ada()), 'ask again');
  expect(await hoursFrom(0)).toBe(24);
  must(await client.changeTicket({ ticketId, priority: 'urgent' }, staff()), 'hurry');
  expect(await hoursFrom(0)).toBe(4);
  const note = { ticketId, message: 'Look at the picture', internal: true };
  must(await client.addTicketMessage(note, staff()), 'note');
  expect(await hoursFrom(0)).toBe(4);
  must(await client.addTicketMessage({ ticketId, message: 'Which one?' }, staff()), 'answer');
  expect((await read()).dueAt).toBeNull();
  must(await client.addTicketMessage({ ticketId, message: 'The blue one' }, ada()), 'ask anew');
  expect(await hoursFrom(4)).toBe(4);
  const { items } = must(await client.listTickets({ limit: 20 }, staff()), 'list');
  expect(items.find((ticket) => ticket.ticketId === ticketId)).toHaveProperty(
    'dueAt',
    (await read()).dueAt,
  );
});

test('what is due first stands first, on every page, and what is due at no time last', async () => {
  const client = shop.client('support');
  const actor = shop.customer();
  const ask = async (subject: string, priority?: 'urgent' | 'low') => {
    const asked = { subject, message: 'Please' };
    const ada = shop.invocation({ actor });
    const { ticketId } = must(await client.openTicket(asked, ada), 'ask');
    if (priority) must(await client.changeTicket({ ticketId, priority }, staff()), 'hurry');
    return ticketId;
  };
  const timeless = must(
    await client.openTicket(
      { subject: 'We call you', message: 'Hello', customerId: actor.id },
      staff(),
    ),
    'open by staff',
  ).ticketId;
  const low = await ask('One day', 'low');
  const normal = await ask('This week');
  const urgent = await ask('Now', 'urgent');
  const solved = await ask('Done');
  must(await client.changeTicket({ ticketId: solved, state: 'solved' }, staff()), 'solve');
  const asked = { customerId: actor.id, limit: 1, sort: 'due_ascending' } as const;
  const found: string[] = [];
  for (let cursor: string | undefined; ;) {
    const page = must(
      await client.listTickets({ ...asked, ...(cursor && { cursor }) }, staff()),
      'list',
    );
    found.push(...page.items.map(({ ticketId }) => ticketId));
    if (page.nextCursor === null) break;
    cursor = page.nextCursor;
  }
  expect(found).toEqual([urgent, normal, low, timeless]);
  expect(
    await client.listTickets({ limit: 1, sort: 'due_ascending' }, shop.invocation({ actor })),
  ).toMatchObject({ failure: { code: 'forbidden' } });
});

test('an answer waits where it was asked to; until then the customer sees none, and it can be undone', async () => {
  const actor = shop.customer();
  const ada = () => shop.invocation({ actor });
  const client = shop.client('support');
  const asked = must(
    await client.openTicket({ subject: 'Teapot', message: 'Broken' }, ada()),
    'ask',
  );
  const { ticketId } = asked;
  const member = staff();
  const answerLater = async (message: string) => {
    const later = { ticketId, message, waitSeconds: 30 };
    const as = { ...staff(), actor: member.actor };
    return must(await client.addTicketMessage(later, as), 'answer').outgoing!;
  };
  expect(
    await client.addTicketMessage({ ticketId, message: 'And?', waitSeconds: 5 }, ada()),
  ).toMatchObject({ failure: { code: 'forbidden' } });
  const first = await answerLater('We send another.');
  expect(first).toMatchObject({ kind: 'answer', subjectId: ticketId, words: 'We send another.' });
  const read = async () => must(await client.getTicket({ ticketId }, ada()), 'read');
  expect(await read()).toMatchObject({ state: 'open', messages: [{ message: 'Broken' }] });
  const second = { ticketId, message: 'Or your money back.' };
  expect(await client.addTicketMessage(second, staff())).toMatchObject({
    failure: { code: 'outgoing_waits', detail: { kind: 'answer' } },
  });
  must(await client.addTicketMessage({ ...second, internal: true }, staff()), 'a note');
  const { outgoingId } = first;
  const undone = { state: 'undone', words: 'We send another.' };
  expect(must(await client.undoAnswer({ outgoingId }, staff()), 'undo')).toMatchObject(undone);
  // Who lost the first reply has what was written all the same.
  expect(must(await client.undoAnswer({ outgoingId }, staff()), 'again')).toMatchObject(undone);

  const again = await answerLater('We send two.');
  const outgoing = await client.listOutgoingAnswers({ subjectId: ticketId }, staff());
  expect(must(outgoing, 'list').items).toEqual([again]);
  must(await client.addTicketMessage({ ticketId, message: 'Still broken' }, ada()), 'write');
  await shop.moveClock(31_000);
  expect((await read()).messages.map(({ message }) => message)).toEqual([
    'Broken',
    'We send two.',
    'Still broken',
  ]);
  // What the customer asked meanwhile is still to be answered, from when it was asked.
  const whole = must(await client.getTicket({ ticketId }, staff()), 'whole');
  expect(whole.state).toBe('open');
  const still = whole.messages.find(({ message }) => message === 'Still broken')!;
  expect(Date.parse(whole.dueAt!) - Date.parse(still.createdAt)).toBe(24 * hourMs);
  expect(whole.messages.find(({ messageId }) => messageId === again.outgoingId)).toMatchObject({
    authorId: member.actor.id,
  });

  const late = await answerLater('Too late.');
  must(await client.changeTicket({ ticketId, state: 'closed' }, staff()), 'close');
  await shop.moveClock(31_000);
  const refused = must(await client.listOutgoingAnswers({ subjectId: ticketId }, staff()), 'list');
  expect(refused.items).toEqual([
    { ...late, state: 'refused', refusal: 'ticket_state_conflict', version: 3 },
  ]);

  const kept = () =>
    shop
      .database('support')
      .query<{ words: string | null }>(
        sql`select words from outgoing where id = ${late.outgoingId}`,
      );
  await shop.kontor.clean();
  expect(await kept()).toEqual([{ words: 'Too late.' }]);
  await shop.moveClock(25 * hourMs);
  await shop.kontor.clean();
  expect(await kept()).toEqual([{ words: null }]);
  await shop.moveClock(7 * 24 * hourMs);
  await shop.kontor.clean();
  expect(await kept()).toEqual([]);
});

test('a ticket is solved with the answer that waits: when that goes out, and not where the customer wrote again', async () => {
  const actor = shop.customer();
  const ada = () => shop.invocation({ actor });
  const client = shop.client('support');
  const open = async () =>
    must(await client.openTicket({ subject: 'Teapot', message: 'Broken' }, ada()), 'ask').ticketId;
  const add = (ticketId: string, more: object) =>
    client.addTicketMessage({ ticketId, message: 'We send another.', ...more }, staff());
  const stateOf = async (ticketId: string) =>
    must(await client.getTicket({ ticketId }, staff()), 'read').state;
  const [now, later, undone, asked] = [await open(), await open(), await open(), await open()];
  expect(
    await client.addTicketMessage({ ticketId: now, message: 'Fine.', solve: true }, ada()),
  ).toMatchObject({ failure: { code: 'forbidden' } });
  expect(must(await add(now, { solve: true }), 'at once').state).toBe('solved');
  const held = [later, undone, asked].map((ticketId) =>
    add(ticketId, { solve: true, waitSeconds: 30 }),
  );
  const [, taken] = (await Promise.all(held)).map((reply) => must(reply, 'held'));
  expect([await stateOf(later), await stateOf(undone)]).toEqual(['open', 'open']);
  const { outgoingId } = taken!.outgoing!;
  must(await client.undoAnswer({ outgoingId }, staff()), 'undone');
  must(await client.addTicketMessage({ ticketId: asked, message: 'And?' }, ada()), 'asked');
  await shop.moveClock(31_000);
  expect([await stateOf(later), await stateOf(undone), await stateOf(asked)]).toEqual([
    'solved',
    'open',
    'open',
  ]);
  const moved = { before: { state: 'open' }, after: { state: 'solved' } };
  for (const ticketId of [now, later]) {
    const audited = await shop.database('support').query<{ detail: object }>(sql`
      select detail from audit_entry where subject = ${`ticket:${ticketId}`} order by at, id`);
    expect(audited.at(-1)!.detail).toMatchObject(moved);
  }
  must(await client.changeTicket({ ticketId: now, state: 'closed' }, staff()), 'closed');
  expect(await add(now, { solve: true })).toMatchObject({
    failure: { code: 'ticket_state_conflict', detail: { state: 'closed' } },
  });
});
