import { afterEach, expect, test, vi } from 'vitest';
import { ApiClient, expectStatus } from '../people/api-client.ts';
import { Customer } from '../people/customer.ts';
import { HintListener } from '../people/hint-listener.ts';
import { StaffMember } from '../people/staff-member.ts';
import type { JourneyShop } from '../shop-kit/journey-shop.ts';

const listeners: HintListener[] = [];
const listen = async (url: string, token: string) => {
  const listener = await HintListener.open(url, { authorization: `Bearer ${token}` });
  listeners.push(listener);
  return listener;
};

export function liveHints(given: () => JourneyShop): void {
  afterEach(async () => {
    await Promise.all(listeners.splice(0).map((listener) => listener.close()));
  });
  hearing(given);
  ending(given);
}

async function keyFor(
  { staff }: JourneyShop,
  permissions: string[],
  channels: '*' | string[],
): Promise<string> {
  const asked = { name: 'hears', permissions, channels };
  const made = await staff.post<{ key: string }>('/v1/admin/api-keys', asked);
  return expectStatus(made, 201).key;
}

function hearing(given: () => JourneyShop): void {
  test('staff hear of what changes, as far as they may read it and in their channels alone', async () => {
    const shop = given();
    const channel = { name: 'West', currency: 'EUR', defaultLocale: 'en', locales: ['en'] };
    const west = { ...channel, pricesIncludeTax: true, active: true };
    expectStatus(await shop.staff.put('/v1/admin/channels/west', west), 200);
    const everything = await listen(shop.url, shop.staff.token!);
    const support = await listen(shop.url, await keyFor(shop, ['support:read'], '*'));
    const inWest = await listen(
      shop.url,
      await keyFor(shop, ['orders:read', 'catalog:read'], ['west']),
    );
    expect(everything.kinds.length).toBeGreaterThan(5);
    expect(support.kinds).toEqual(['ticket']);

    const buyer = await Customer.register(shop, 'listened@kontor.example');
    const { orderId } = await buyer.buy({ sku: 'CF-001-250-WB', email: buyer.email });
    const question = { subject: 'A live question', message: 'Where is it?' };
    const { ticketId } = expectStatus(
      await buyer.post<{ ticketId: string }>('/v1/tickets', question),
      201,
    );
    expect(await everything.heard('order', orderId)).toMatchObject({ channel: 'default' });
    expect(await everything.heard('ticket', ticketId)).toMatchObject({ version: 1 });
    await support.heard('ticket', ticketId);
    const [fulfillment] = await shop.staff.fulfillmentsOf(orderId);
    await everything.heard('fulfillment', fulfillment!.fulfillmentId);
    for (const kind of ['customer', 'message']) {
      const heard = () => everything.hints.map((hint) => hint.kind);
      await vi.waitFor(() => expect(heard()).toContain(kind), 30_000);
    }
    const product = async (handle: string) => {
      const made = await shop.staff.post<{ productId: string }>('/v1/admin/products', {
        handle,
        title: handle,
      });
      return expectStatus(made, 201).productId;
    };
    const foreign = await product('heard-nowhere');
    const own = await product('heard-in-west');
    const listed = { channels: ['west'] };
    expectStatus(await shop.staff.put(`/v1/admin/products/${own}/channels`, listed), 200);
    await inWest.heard('product', own);
    await everything.heard('product', foreign);
    expect(inWest.hints.map(({ kind, id }) => `${kind} ${id}`)).toEqual([`product ${own}`]);
    expect(new Set(support.hints.map(({ kind }) => kind))).toEqual(new Set(['ticket']));
    expect((await buyer.get('/v1/admin/hints')).status).toBe(403);
  });
}

function ending(given: () => JourneyShop): void {
  test('a stream ends within 10 s of its session, a role or a channel', async () => {
    const shop = given();
    const enter = async (name: string) => {
      const { email } = await StaffMember.invite(shop, name, ['orders:read', 'catalog:read']);
      const asked = { email, password: StaffMember.password };
      const entered = await new ApiClient(shop.url).post<{
        accessToken: string;
        account: { accountId: string };
      }>('/v1/auth/login', asked);
      const { accessToken, account } = expectStatus(entered, 200);
      const { accountId: staffId } = account;
      return { staffId, token: accessToken, listener: await listen(shop.url, accessToken) };
    };
    const leaver = await enter('Hears and leaves');
    const reduced = await enter('Hears with less');
    const moved = await enter('Hears elsewhere');
    const stays = await enter('Hears on');
    const atMs = performance.now();
    const lasted = async ({ listener }: typeof leaver) => {
      const reason = await listener.ended();
      return { reason, ms: performance.now() - atMs };
    };
    const ends = [lasted(leaver), lasted(reduced), lasted(moved)];
    const leave = new ApiClient(shop.url, leaver.token);
    expectStatus(await leave.send('DELETE', '/v1/auth/sessions', {}), 204);
    const role = { description: '', permissions: ['catalog:read'] };
    expectStatus(await shop.staff.put('/v1/admin/roles/hears_with_less', role), 200);
    const elsewhere = { channels: ['default'] };
    const path = `/v1/admin/staff/${moved.staffId}`;
    expectStatus(await shop.staff.patch(path, elsewhere), 200);
    const ended = await Promise.all(ends);
    expect(ended.map(({ reason }) => reason)).toEqual([
      'session_ended',
      'rights_changed',
      'rights_changed',
    ]);
    // It is promised for 10 s, which the unit tests hold by a clock of theirs; a busy machine is later.
    for (const { ms } of ended) expect(ms).toBeLessThan(60_000);
    expect(stays.listener.reason).toBeUndefined();
  });
}
