import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '#kernel/ids.ts';
import { seal } from '#platform/ground/sealed.ts';
import { Secrets } from '#platform/ground/secrets.ts';
import { openTestKontor, type TestKontor } from '#platform/test-kit/testing.ts';
import { notificationService } from '../../notification/service.ts';
import { customerService } from '../service.ts';

let shop: TestKontor;
const secrets = Secrets.of(Buffer.alloc(32, 7));
beforeAll(async () => {
  shop = await openTestKontor({
    services: [customerService, notificationService],
    sandbox: true,
    settings: { secrets },
  });
});
afterAll(() => shop.close());

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

test('a mail that auth asks for is sent once, and its secret is kept nowhere', async () => {
  const email = 'new@example.com';
  const event = { id: newId() };
  const asked = {
    template: 'verify_email' as const,
    customerId: null,
    email,
    sealed: seal(secrets, 'sealed mail', { token: 'tok+en/1' }),
    expiresAt: new Date(Date.now() + 3_600_000).toISOString(),
  };
  await shop.deliver('auth.mail_requested', newId(), 1, asked, event);
  await shop.deliver('auth.mail_requested', newId(), 1, asked, event);
  await shop.settle();
  const mails = await mailsTo(email);
  expect(mails).toHaveLength(1);
  expect(mails[0]!.messageId).toMatch(new RegExp(`^${event.id}@`));
  expect(mails[0]!.text).toContain('/verify-email/en/tok%2Ben%2F1');
  for (const service of ['customer', 'notification'] as const) {
    const table = service === 'customer' ? 'mail_to_hand_on' : 'message';
    const rows = await shop.database(service).query({
      text: `select to_jsonb(t) as row from ${table} t`,
      values: [],
      name: undefined,
      parts: [],
    });
    expect(JSON.stringify(rows)).not.toContain(asked.sealed);
  }
});

test('who is asked to join the staff reads an invitation, and others of a new password', async () => {
  const subjectOf = async (more: { invited?: true }) => {
    const email = `${newId()}@example.com`;
    await shop.deliver('auth.mail_requested', newId(), 1, {
      template: 'reset_password',
      customerId: null,
      email,
      sealed: seal(secrets, 'sealed mail', { token: 'x' }),
      expiresAt: new Date(Date.now() + 60_000).toISOString(),
      ...more,
    });
    await shop.settle();
    return (await mailsTo(email)).map((mail) => mail['subject']);
  };
  expect(await subjectOf({})).toEqual(['Choose a new password']);
  expect(await subjectOf({ invited: true })).toEqual([
    expect.stringMatching(/^Your invitation to ./),
  ]);
});

test('a mail whose link is dead is not sent', async () => {
  const email = 'late@example.com';
  await shop.deliver('auth.mail_requested', newId(), 1, {
    template: 'reset_password',
    customerId: null,
    email,
    sealed: seal(secrets, 'sealed mail', { token: 'x' }),
    expiresAt: new Date(Date.now() - 1_000).toISOString(),
  });
  await shop.settle();
  expect(await mailsTo(email)).toEqual([]);
  const actor = shop.staff(['notifications:read', 'notifications:write']);
  const staff = shop.invocation({ actor });
  const client = shop.client('customer');
  const list = await client.listMessages({ email, limit: 20 }, staff);
  expect(list).toMatchObject({
    value: { items: [{ state: 'failed', emailPart: { error: 'expired' } }] },
  });
  const messageId = list.ok ? list.value.items[0]!.messageId : '';
  expect(await client.retryMessage({ messageId }, staff)).toMatchObject({
    failure: { code: 'message_not_retryable' },
  });
});
