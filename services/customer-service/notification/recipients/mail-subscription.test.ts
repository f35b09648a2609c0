import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { newId } from '#kernel/ids.ts';
import { must } from '#kernel/result.ts';
import { openTestKontor, type TestKontor } from '#platform/test-kit/testing.ts';
import { mailsTo, orderData } from '../messages-for-tests.ts';
import { suppress } from '../reports/suppress.ts';
import { notificationService } from '../service.ts';

let shop: TestKontor;
beforeAll(async () => {
  shop = await openTestKontor({
    services: [notificationService],
    sandbox: true,
    settings: { publicUrl: 'https://shop.example' },
  });
});
afterAll(() => shop.close());

const ours = 'shop@kontor.example';
const client = () => shop.client('notification');
const staff = () =>
  shop.invocation({ actor: shop.staff(['notifications:read', 'notifications:write']) });

let told = 0;
/** The one message of today's that is not transactional. */
async function lowStock() {
  const sku = `TEA-${(told += 1)}`;
  const low = { sku, locationId: newId(), available: 2, threshold: 5 };
  await shop.deliver('inventory.low_stock', newId(), 1, low);
  await shop.settle();
  const mail = (await mailsTo(shop, ours)).find(({ subject }) => subject.endsWith(sku));
  const { items } = must(
    await client().listMessages({ email: ours, limit: 1 }, staff()),
    'messages',
  );
  return { mail, message: items[0]! };
}

const linkOf = (mail: { headers: Record<string, string> } | undefined) =>
  /^<(https:\/\/shop\.example\/u\/([\w-]{64}))>$/.exec(mail!.headers['list-unsubscribe'] ?? '')!;

test('who stops notices gets no more of them, and orders’ mails all the same', async () => {
  const { mail, message } = await lowStock();
  const [, link, token] = linkOf(mail) as unknown as [string, string, string];
  expect(mail!.headers['list-unsubscribe-post']).toBe('List-Unsubscribe=One-Click');
  expect(mail!.text).toContain(`Stop these mails: ${link}`);
  expect(mail!.html).toContain(`href="${link}"`);

  const anybody = () => shop.invocation();
  const looked = must(await client().getMailSubscription({ token }, anybody()), 'look');
  expect(looked).toMatchObject({
    subscribed: true,
    address: 's…@kontor.example',
    channel: 'default',
    seller: { email: ours },
  });
  const stop = { token, subscribed: false };
  expect(must(await client().putMailSubscription(stop, anybody()), 'stop').subscribed).toBe(false);
  expect(must(await client().putMailSubscription(stop, anybody()), 'twice').subscribed).toBe(false);
  const listed = must(
    await client().listSuppressions({ address: ours, limit: 5 }, staff()),
    'suppressions',
  );
  expect(listed.items).toMatchObject([
    {
      reason: 'unsubscribed',
      channel: 'default',
      stopsAll: false,
      source: 'person',
      messageId: message.messageId,
    },
  ]);
  expect(await lowStock()).toMatchObject({
    mail: undefined,
    message: { state: 'suppressed', emailPart: { error: 'unsubscribed' } },
  });

  const messageId = newId();
  const sent = {
    messageId,
    template: 'order_confirmation' as const,
    email: 'SHOP@kontor.example',
    phone: null,
    customerId: null,
    data: orderData(),
  };
  must(await client().sendMessage(sent, shop.invocation()), 'order');
  await shop.settle();
  const [confirmation] = await mailsTo(shop, 'SHOP@kontor.example');
  expect(confirmation!.headers).not.toHaveProperty('list-unsubscribe');

  const again = { token, subscribed: true };
  expect(must(await client().putMailSubscription(again, anybody()), 'again').subscribed).toBe(true);
  expect((await lowStock()).mail).toBeDefined();
});

test('who changes their mind at once is heard, though this machine’s clock is behind the database’s', async () => {
  const token = linkOf((await lowStock()).mail)[2]!;
  const put = async (subscribed: boolean) =>
    must(await client().putMailSubscription({ token, subscribed }, shop.invocation()), 'put');
  await put(false);
  await put(true);
  const behind = vi.spyOn(Date, 'now').mockReturnValue(Date.now() - 60_000);
  try {
    await put(false);
  } finally {
    behind.mockRestore();
  }
  const looked = must(await client().getMailSubscription({ token }, shop.invocation()), 'look');
  expect(looked.subscribed).toBe(false);
  await put(true);
});

test('the log hides the link, which opens something', async () => {
  const { mail, message } = await lowStock();
  const [, , token] = linkOf(mail) as unknown as [string, string, string];
  const { messageId } = message;
  const content = must(await client().getMessageContent({ messageId }, staff()), 'content');
  expect(content).toMatchObject({ asSent: true });
  expect(JSON.stringify(content)).not.toContain(token);
  expect(content.text).toContain('https://shop.example/u/hidden');
});

test.each([
  ['cut off', (token: string) => token.slice(0, -1)],
  [
    'of another message',
    (token: string) => `${token.startsWith('A') ? 'B' : 'A'}${token.slice(1)}`,
  ],
  ['none at all', () => 'lookup'],
])('a link that is %s stops nothing', async (_what, changed) => {
  const { mail } = await lowStock();
  const token = changed(linkOf(mail)[2]!);
  const asked = shop.invocation();
  const failure = { failure: { code: 'link_invalid' } };
  expect(await client().getMailSubscription({ token }, asked)).toMatchObject(failure);
  const stop = { token, subscribed: false };
  expect(await client().putMailSubscription(stop, asked)).toMatchObject(failure);
  expect((await lowStock()).mail).toBeDefined();
});

test('a customer’s preferences say what their link said, and take it back', async () => {
  const customer = shop.customer();
  await shop.deliver('customer.contact_changed', customer.id, 1, {
    customerId: customer.id,
    email: 'Shop@Kontor.example',
    phone: null,
    marketingConsent: true,
  });
  const own = () => shop.invocation({ actor: customer });
  const wanted = async () =>
    must(await client().getPreferences({}, own()), 'preferences').marketing.email;
  expect(await wanted()).toBe(true);
  const { mail } = await lowStock();
  const token = linkOf(mail)[2]!;
  must(await client().putMailSubscription({ token, subscribed: false }, own()), 'stop');
  expect(await wanted()).toBe(false);
  must(await client().putPreferences({ marketingEmail: true }, own()), 'again');
  expect(await wanted()).toBe(true);
  expect((await lowStock()).mail).toBeDefined();
});

test('what a provider told is lifted by no link and no wish, and preferences say why nothing comes', async () => {
  const customer = shop.customer();
  const email = 'stopped@kontor.example';
  const phone = '+4915100000001';
  const contact = { customerId: customer.id, email, phone, marketingConsent: true };
  await shop.deliver('customer.contact_changed', customer.id, 1, contact);
  const own = () => shop.invocation({ actor: customer });
  const preferences = async () => must(await client().getPreferences({}, own()), 'preferences');
  expect(await preferences()).toMatchObject({ marketing: { email: true, sms: true }, stopped: [] });

  const { mail } = await lowStock();
  const token = linkOf(mail)[2]!;
  const database = shop.database('notification');
  const told = { part: 'email', source: 'provider', messageId: null } as const;
  for (const address of [email, ours]) {
    await database.query(suppress({ ...told, address, reason: 'unsubscribed' }));
  }
  await database.query(suppress({ ...told, part: 'sms', address: phone, reason: 'stop' }));
  const anybody = () => shop.invocation();
  const again = { token, subscribed: true };
  const asked = must(await client().putMailSubscription(again, anybody()), 'again');
  expect(asked).toMatchObject({ subscribed: false, keptBack: true });
  expect(await lowStock()).toMatchObject({ mail: undefined });
  must(await client().putPreferences({ marketingEmail: true, marketingSms: true }, own()), 'want');
  expect(await preferences()).toMatchObject({
    marketing: { email: false, sms: false },
    stopped: [
      { part: 'email', reason: 'unsubscribed', channel: null, stopsAll: false },
      { part: 'sms', reason: 'stop', channel: null, stopsAll: true },
    ],
  });
  const stops = must(
    await client().listSuppressions({ address: ours, limit: 5 }, staff()),
    'stops',
  );
  const { suppressionId } = stops.items.find(({ source }) => source === 'provider')!;
  must(await client().liftSuppression({ suppressionId }, staff()), 'lift');
  const looked = must(await client().getMailSubscription({ token }, anybody()), 'look');
  expect(looked).toMatchObject({ subscribed: true, keptBack: false });
});

test('templates say what they are for, and name the link where there is one', async () => {
  const { items } = must(await client().listTemplates({}, staff()), 'templates');
  const purposes = Object.fromEntries(items.map(({ name, purpose }) => [name, purpose]));
  expect(purposes).toMatchObject({ low_stock: 'notice', order_confirmation: 'transactional' });
  const put = (name: 'low_stock' | 'order_confirmation') => {
    const words = 'Here: {{ unsubscribeLink }}';
    const source = { subject: 'Here', text: words, html: `<p>${words}</p>`, sms: null };
    return client().putTemplate({ name, locale: 'fr', ...source }, staff());
  };
  expect(await put('order_confirmation')).toMatchObject({
    failure: { code: 'template_invalid', detail: { variable: 'unsubscribeLink' } },
  });
  expect(await put('low_stock')).toMatchObject({ ok: true });
});
