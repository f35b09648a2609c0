import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Actor } from '#kernel/actor.ts';
import { contracts } from '#contracts/index.ts';
import { openTestGateway, type TestGateway } from '../gateway-for-tests.ts';
import { prepareRoutes } from '../declaring/prepared-route.ts';
import type { GatewayCalls } from '../desk/use-case.ts';
import { routes } from '../routes/index.ts';

const shelfId = '0190f4c2-1111-7000-8000-000000000001';
const sid = '0190f4c2-2222-7000-8000-000000000001';
const member: Actor = {
  kind: 'staff',
  id: '0190f4c2-3333-7000-8000-000000000001',
  channels: '*',
  permissions: ['catalog:read', 'catalog:write', 'fulfillment:write'],
};
const { kind, id: sub, channels, permissions } = member;
const key: Actor = { ...member, kind: 'api_key' };

let gateway: TestGateway;
let token: string;
beforeAll(async () => {
  gateway = await openTestGateway({ rateLimits: 'off' });
  token = await gateway.token({ kind, sub, sid, channels, permissions });
});
beforeEach(() => {
  gateway.standing.clear();
  gateway.standing.set(sid, member);
  gateway.standing.set('tool', key);
});
afterAll(() => gateway.drain());

async function ask(path: string, bearer = token, method = path === 'export' ? 'GET' : 'POST') {
  const reply = await fetch(`${gateway.url}/v1/admin/shelves/${shelfId}/${path}`, {
    method,
    headers: { Authorization: `Bearer ${bearer}` },
  });
  const { code, seen } = (await reply.json()) as {
    code?: string;
    seen?: { invocation: { actor: Actor } };
  };
  return { status: reply.status, code, actor: seen?.invocation.actor };
}

test.each(['fill', 'export'])('%s goes by what its sender may now', async (path) => {
  expect(await ask(path)).toMatchObject({ status: 200, actor: member });
  // Somebody took a right away, and a channel.
  const narrowed: Actor = { ...member, channels: ['default'], permissions: ['catalog:read'] };
  gateway.standing.set(sid, narrowed);
  const narrow = await ask(path);
  expect(narrow.status).toBe(path === 'fill' ? 403 : 200);
  if (path === 'export') expect(narrow.actor).toEqual(narrowed);
  gateway.standing.set(sid, { ...member, id: '0190f4c2-3333-7000-8000-000000000002' });
  expect(await ask(path)).toMatchObject({ status: 401, code: 'session_ended' });
  gateway.standing.delete(sid);
  expect(await ask(path)).toMatchObject({ status: 401, code: 'session_ended' });
});

test('who showed no second factor is told so, also where their token knows nothing of it', async () => {
  gateway.standing.set(sid, { ...member, permissions: [] });
  expect(await ask('fill')).toMatchObject({ status: 403, code: 'forbidden' });
  gateway.standing.set(sid, { ...member, permissions: [], lacksFactor: true });
  expect(await ask('fill')).toMatchObject({ status: 403, code: 'second_factor_required' });
});

test('whoever shows a key that rests for want of a factor is told what wakes it', async () => {
  gateway.standing.set('resting', { ...key, permissions: [], lacksFactor: true });
  const reply = await fetch(`${gateway.url}/v1/admin/shelves/${shelfId}/fill`, {
    method: 'POST',
    headers: { Authorization: 'Bearer kontor_resting' },
  });
  expect(reply.status).toBe(403);
  expect(await reply.json()).toMatchObject({
    code: 'second_factor_required',
    detail: expect.stringContaining('it rests until they set up'),
  });
});

test('a token without a session is not enough', async () => {
  const bare = await gateway.token({ kind, sub, channels, permissions });
  expect(await ask('fill', bare)).toMatchObject({ status: 401, code: 'session_ended' });
  expect((await ask('carry', bare)).status).toBe(200);
});

test('an API key is asked about anew, though it is remembered', async () => {
  expect((await ask('fill', 'kontor_tool')).status).toBe(200);
  gateway.standing.delete('tool');
  expect((await ask('carry', 'kontor_tool')).status).toBe(200);
  expect(await ask('fill', 'kontor_tool')).toMatchObject({ status: 401, code: 'token_invalid' });
  // What was learnt counts for everything from then on.
  expect((await ask('carry', 'kontor_tool')).status).toBe(401);
});

test('nobody is asked about reads and the work of the hour', async () => {
  const before = gateway.sessionChecks();
  gateway.standing.delete(sid);
  expect((await ask('carry')).status).toBe(200);
  const read = await fetch(`${gateway.url}/v1/admin/shelves/${shelfId}`, {
    headers: { Authorization: `Bearer ${token}` },
  });
  expect(read.status).toBe(200);
  expect(gateway.sessionChecks()).toBe(before);
});

/**
 * What goes on while auth cannot be asked. A command that is new here needs a reason to be: who may
 * answer a customer may keep what they answer.
 */
const passing = [
  'adminCancelFulfillment',
  'adminCheckLinks',
  'adminCreateTicket',
  'adminCreateTicketMessage',
  'adminDeleteCannedAnswer',
  'adminHoldFulfillment',
  'adminPackFulfillment',
  'adminPickFulfillment',
  'adminPreviewCollectionRule',
  'adminPreviewOrderMail',
  'adminPreviewPage',
  'adminPreviewTemplate',
  'adminPutCannedAnswer',
  'adminResumeFulfillment',
  'adminShipFulfillment',
  'adminUndoTicketMessage',
  'adminUpdateTicket',
];

test('every command of staff asks but those of the hour', () => {
  const unconnected = Object.fromEntries(Object.keys(contracts).map((name) => [name, {}]));
  const prepared = prepareRoutes(routes, contracts, unconnected as unknown as GatewayCalls);
  const trusting = prepared.filter(
    ({ need, route, asksStanding }) =>
      need.kind === 'staff' && route.method !== 'GET' && !asksStanding,
  );
  const names = trusting.map(({ route }) => route.operationId);
  expect(names.toSorted()).toEqual(passing);
});

test('who works for one channel asks about another in no read either', async () => {
  const ofOne = await gateway.token({ ...member, sub, sid, channels: ['default'] });
  const asked = async (channel: string) => {
    const url = `${gateway.url}/v1/admin/shelves/${shelfId}?channel=${channel}`;
    const reply = await fetch(url, { headers: { Authorization: `Bearer ${ofOne}` } });
    return [reply.status, ((await reply.json()) as { code?: string }).code];
  };
  expect(await asked('default')).toEqual([200, undefined]);
  expect(await asked('b2b')).toEqual([403, 'channel_not_held']);
});
