import { describe, expect, test } from 'vitest';
import { staffPermissions } from '#kernel/actor.ts';
import { keyOfOperation, kindOf } from '../../apps/admin/audit/said-of-entry.ts';
import { audit as inGerman } from '../../apps/admin/words/de/audit/audit.ts';
import { audit as inEnglish } from '../../apps/admin/words/en/audit/audit.ts';
import { ApiClient, expectStatus } from '../people/api-client.ts';
import type { JourneyShop } from '../shop-kit/journey-shop.ts';
import { plantedActor, plantedAt, plantRows, withAuditTable, writtenRows } from './audit-rows.ts';
import type { TwoShops } from './two-shops.ts';

interface Rights {
  readonly shop: JourneyShop;
  readonly shops: TwoShops;
}

interface Entry {
  readonly entryId: string;
  readonly at: string;
  readonly service: string;
  readonly operation: string;
  readonly subject: string | null;
  readonly actor: { kind: string; id: string; name: string | null; channels: string[] };
  readonly after: unknown;
}
interface Page {
  readonly items: Entry[];
  readonly nextCursor: string | null;
}

const path = '/v1/admin/audit';
const nameOf = ({ service, entryId }: Entry) => `${service} ${entryId}`;

/** All pages, one after the other; `meanwhile` runs between two of them. */
async function walk(
  reader: ApiClient,
  asked: Record<string, string>,
  meanwhile: (pages: number) => Promise<unknown> = async () => {},
): Promise<Entry[]> {
  const entries: Entry[] = [];
  let cursor: string | null = null;
  for (let pages = 1; ; pages++) {
    const query: string = new URLSearchParams({
      ...asked,
      ...(cursor ? { cursor } : {}),
    }).toString();
    const page: Page = expectStatus(await reader.get<Page>(`${path}?${query}`), 200);
    entries.push(...page.items);
    if (page.nextCursor === null) return entries;
    cursor = page.nextCursor;
    await meanwhile(pages);
  }
}

function keyFor(shop: JourneyShop, permissions: readonly string[], channels: string[] | '*') {
  const asked = { name: 'reader of the audit', permissions, channels };
  return shop.staff
    .post<{ key: string }>('/v1/admin/api-keys', asked)
    .then((made) => new ApiClient(shop.url, expectStatus(made, 201).key));
}

/** One change by the office in each of these services. */
async function changeInMany({ shop, shops }: Rights): Promise<string[]> {
  const { orderId, ticketId, customerId, zone } = shops.foreign;
  const { staff } = shop;
  const inZone = { name: 'Zone', channels: ['default'], countries: ['DE'], regions: [] };
  const replies = [
    await staff.put('/v1/admin/roles/audited', { description: '', permissions: ['orders:read'] }),
    await staff.put('/v1/admin/categories', {
      path: 'audited',
      name: 'Audited',
      names: {},
      position: 0,
    }),
    await staff.put(`/v1/admin/shipping/zones/${zone}`, inZone),
    await staff.post(`/v1/admin/orders/${orderId}/notes`, { note: 'Audited' }),
    await staff.post(`/v1/admin/customers/${customerId}/notes`, { note: 'Audited' }),
    await staff.patch(`/v1/admin/tickets/${ticketId}`, { priority: 'high' }),
  ];
  for (const reply of replies) expect(reply.status, reply.text).toBeLessThan(300);
  return ['auth', 'product', 'shipping', 'order', 'customer', 'support'];
}

/** What staff change is written by seventeen services and read in one list. */
export function auditTrail(given: () => Rights): void {
  describe('the list of what staff changed', () => {
    reportedOnce(given);
    pageByPage(given);
    ofEveryService(given);
    behindTheWall(given);
    refused(given);
    whole(given);
    named(given);
  });
}

function reportedOnce(given: () => Rights): void {
  test('a change in each of several services is told once, with who did it', async () => {
    const { shop } = given();
    const from = (await walk(shop.staff, { limit: '1', operation: 'putRole' }))[0]?.at;
    const services = await changeInMany(given());
    const entries = await walk(shop.staff, from === undefined ? {} : { from });
    const reported = entries.slice(0, services.length);
    expect(reported.map(({ service }) => service)).toEqual(services.toReversed());
    expect(reported.map(({ actor }) => actor.channels)).toEqual(services.map(() => ['*']));
    expect(new Set(reported.map(({ actor }) => `${actor.kind} ${actor.id}`)).size).toBe(1);
    expect(reported.every(({ actor: { name } }) => name !== null && name !== '')).toBe(true);
    expect(reported.at(-1)).toMatchObject({ operation: 'putRole', subject: 'role:audited' });
    expect(reported.at(-1)!.after).toEqual(['orders:read']);
  });
}

function pageByPage(given: () => Rights): void {
  test('page by page nothing is missing or told twice while new changes come', async () => {
    const { shop } = given();
    await changeInMany(given());
    const before = await writtenRows(shop.installation);
    const grow = (pages: number) =>
      shop.staff.put('/v1/admin/roles/grown', {
        description: '',
        permissions: [pages % 2 ? 'orders:read' : 'orders:write'],
      });
    const reported = (await walk(shop.staff, { limit: '9' }, grow)).map(nameOf);
    expect(reported).toEqual(before.map(({ name }) => name));
    expect((await writtenRows(shop.installation)).length).toBeGreaterThan(before.length);
  });
}

function ofEveryService(given: () => Rights): void {
  test('every service is asked once, and what happened at one moment has its order', async () => {
    const { shop } = given();
    const planted = await plantRows(shop.installation);
    const of = (asked: Record<string, string>) => walk(shop.staff, { limit: '4', ...asked });
    expect((await of({ operation: 'planted' })).map(nameOf)).toEqual(planted);
    expect((await of({ actorId: plantedActor })).map(nameOf)).toEqual(planted);
    expect((await of({ subject: 'thing of tracking' })).map(({ service }) => service)).toEqual([
      'tracking',
    ]);
    const after = '2020-02-02T02:02:02.222223Z';
    expect((await of({ from: plantedAt, until: after })).map(nameOf)).toEqual(planted);
    expect(await of({ until: plantedAt, from: '2020-01-01T00:00:00Z' })).toEqual([]);
    expect(await of({ from: after, operation: 'planted' })).toEqual([]);
    expect(await of({ operation: 'planted', actorId: 'nobody' })).toEqual([]);
  });
}

function behindTheWall(given: () => Rights): void {
  test('who is limited to channels sees the changes of their equals alone', async () => {
    const { shop, shops } = given();
    const { ticketId } = shops.own;
    const changed = await shops.people.staff.patch(`/v1/admin/tickets/${ticketId}`, {
      priority: 'low',
    });
    expectStatus(changed, 200);
    await withAuditTable(shop.installation, 'order', (client, table) =>
      client.query(
        `insert into ${table} (id, actor_kind, actor_id, channels, operation, detail, trace_id)
         values (gen_random_uuid(), 'staff', 'both', '{west,default}', 'planted', '{}', 't'),
           (gen_random_uuid(), 'staff', 'none', '{}', 'planted', '{}', 't')`,
      ),
    );
    const rows = await writtenRows(shop.installation);
    const held = (...channels: string[]) =>
      rows
        .filter((row) => row.channels.length > 0 && row.channels.every((c) => channels.includes(c)))
        .map(({ name }) => name);
    for (const person of Object.values(shops.people)) {
      const reported = await walk(person, { limit: '5' });
      expect(reported.map(nameOf)).toEqual(held('west'));
      expect(reported.some(({ subject }) => subject === `ticket:${ticketId}`)).toBe(true);
    }
    const ofBoth = await keyFor(shop, ['audit:read'], ['default', 'west']);
    expect((await walk(ofBoth, {})).map(nameOf)).toEqual(held('default', 'west'));
    expect(held('default', 'west').length).toBeGreaterThan(held('west').length);
  });
}

function refused(given: () => Rights): void {
  test('without the right, and by a cursor or an instant that is none, nothing is told', async () => {
    const { shop } = given();
    const others = staffPermissions.filter((permission) => permission !== 'audit:read');
    const reader = await keyFor(shop, others, '*');
    expect((await reader.get(path)).status).toBe(403);
    expect((await new ApiClient(shop.url).get(path)).status).toBe(401);
    const refused = await shop.staff.get(`${path}?cursor=none`);
    expect([refused.status, refused.body['code']]).toEqual([422, 'cursor_invalid']);
    for (const query of ['from=0000-01-01T00:00:00Z', 'subject=a%00b', 'until=soon', 'limit=0']) {
      expect((await shop.staff.get(`${path}?${query}`)).status, query).toBe(400);
    }
  });
}

function whole(given: () => Rights): void {
  test('where one service does not answer there is no page at all', async () => {
    const { shop } = given();
    await withAuditTable(shop.installation, 'shipment', async (client, table) => {
      await client.query(`begin; lock table ${table} in access exclusive mode`);
      const refused = await shop.staff.get(path);
      expect([refused.status, refused.body['items']]).toEqual([503, undefined]);
      await client.query('rollback');
    });
    expectStatus(await shop.staff.get(path), 200);
  }, 300_000);
}

/** What all tests before it did, in every service: nobody reads names out of programs in the admin. */
function named(given: () => Rights): void {
  test('what staff did, and of what, has a name in each language of the admin', async () => {
    const { shop } = given();
    const entries = await walk(shop.staff, { limit: '100' });
    const written = entries.filter(({ operation }) => operation !== 'planted');
    const operations = new Set(written.map(({ operation }) => operation));
    expect(operations.size).toBeGreaterThan(80);
    const subjects = written.flatMap(({ subject }) => subject ?? []);
    for (const words of [inEnglish, inGerman]) {
      const unnamed = [...operations].filter((one) => !(keyOfOperation(one) in words.operations));
      expect(unnamed).toEqual([]);
      const ofNoKind = subjects.filter((one) => kindOf(one, words.subjects) === undefined);
      expect([...new Set(ofNoKind)]).toEqual([]);
    }
  });
}
