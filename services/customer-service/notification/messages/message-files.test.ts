import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '#kernel/ids.ts';
import { must } from '#kernel/result.ts';
import { sql } from '#platform/ground/sql.ts';
import { openTestKontor, type TestKontor } from '#platform/test-kit/testing.ts';
import { mailsTo, orderData } from '../messages-for-tests.ts';
import { notificationService } from '../service.ts';
import { MessageFiles } from './message-files.ts';

const dayMs = 86_400_000;

let shop: TestKontor;
beforeAll(async () => {
  shop = await openTestKontor({ services: [notificationService], sandbox: true });
});
afterAll(() => shop.close());

const file = (fileName: string, words: string) => ({
  fileName,
  contentType: 'text/plain',
  base64: Buffer.from(words).toString('base64'),
});
const terms = file('terms-en.txt', 'Our terms. '.repeat(200));
const withdrawal = file('withdrawal-en.txt', 'How to withdraw. '.repeat(300));

async function send(attachments: ReturnType<typeof file>[]) {
  const messageId = newId();
  const email = `${messageId}@example.com`;
  const template = 'order_confirmation' as const;
  const message = { messageId, template, email, phone: null, customerId: null, data: orderData() };
  const { sendMessage } = shop.client('notification');
  must(await sendMessage({ ...message, attachments }, shop.invocation()), 'send');
  return { messageId, email };
}

const carriedTo = async (email: string) => {
  await shop.settle();
  return (await mailsTo(shop, email)).map(({ attachments }) => attachments);
};
/** Each version of each row of files, as its time of use tells. */
const kept = () =>
  shop.database('notification').query<{ fileName: string; usedAt: string; isThere: boolean }>(sql`
    select file_name, used_at, content is not null as is_there from message_file order by 1`);

test('a file stands once for all messages that carry it, and arrives with each as it was given', async () => {
  const first = await send([terms, withdrawal]);
  expect(await carriedTo(first.email)).toEqual([[terms, withdrawal]]);
  const before = await kept();
  expect(before.map(({ fileName }) => fileName)).toEqual(['terms-en.txt', 'withdrawal-en.txt']);
  await shop.moveClock(60_000);
  const second = await send([withdrawal, terms]);
  expect(await carriedTo(second.email)).toEqual([[withdrawal, terms]]);
  const many = await Promise.all(Array.from({ length: 4 }, () => send([terms, terms])));
  for (const { email } of many) expect(await carriedTo(email)).toEqual([[terms]]);
  expect(await kept()).toEqual(before);
});

test('another process reads what it does not know, in the order in which it goes along', async () => {
  const { messageId } = await send([withdrawal, terms]);
  const database = shop.database('notification');
  const [row] = await database.query<{ files: string[] }>(
    sql`select files from message where id = ${messageId}`,
  );
  const other = new MessageFiles({ database });
  const { files } = row!;
  expect(await other.contentsOf(files.slice(1), shop.invocation())).toEqual([terms]);
  expect(await other.contentsOf(files, shop.invocation())).toEqual([withdrawal, terms]);
  const reversed = files.toReversed();
  expect(await other.contentsOf(reversed, shop.invocation())).toEqual([terms, withdrawal]);
});

test('what the version before wrote beside a message goes along with it', async () => {
  const fault = { system: 'email', kind: 'status', statusCode: 451, times: 100 };
  await shop.sandbox.control('faults', fault);
  const { messageId, email } = await send([]);
  await shop.settle();
  await shop.database('notification').query(sql`
    insert into message_attachment (message_id, position, file_name, content_type, bytes, content)
    values (${messageId}, 1, ${terms.fileName}, 'text/plain', 2200,
            ${Buffer.from(terms.base64, 'base64')})`);
  await shop.sandbox.clearFaults();
  await shop.moveClock(10_000);
  expect(await carriedTo(email)).toEqual([[terms]]);
  const actor = shop.staff(['notifications:read', 'notifications:write']);
  const { getMessage } = shop.client('notification');
  expect(must(await getMessage({ messageId }, shop.invocation({ actor })), 'get')).toMatchObject({
    attachments: [{ fileName: terms.fileName, bytes: 2200 }],
  });
});

test('a file stays as long as any message that carries it says what it said', async () => {
  const once = file('once.txt', 'once');
  const { email } = await send([once, terms]);
  expect(await carriedTo(email)).toEqual([[once, terms]]);
  await shop.moveClock(364 * dayMs);
  const late = await send([terms]);
  expect(await carriedTo(late.email)).toEqual([[terms]]);
  await shop.moveClock(7 * dayMs);
  await shop.kontor.clean();
  const there = new Map((await kept()).map(({ fileName, isThere }) => [fileName, isThere]));
  expect(there.get('once.txt')).toBe(false);
  expect(there.get('terms-en.txt')).toBe(true);
  // What was gone is there again for who sends it again.
  const again = await send([once]);
  expect(await carriedTo(again.email)).toEqual([[once]]);
  expect((await kept()).every(({ fileName, isThere }) => isThere || fileName !== 'once.txt')).toBe(
    true,
  );
});

test('a message that is sent once more keeps what goes along', async () => {
  const { messageId, email } = await send([terms]);
  await carriedTo(email);
  await shop.moveClock(300 * dayMs);
  const invocation = {
    ...shop.invocation({ actor: shop.staff(['notifications:read', 'notifications:write']) }),
    idempotencyKey: newId(),
  };
  must(await shop.client('notification').resendMessage({ messageId }, invocation), 'resend');
  expect(await carriedTo(email)).toEqual([[terms], [terms]]);
  await shop.moveClock(100 * dayMs);
  await shop.kontor.clean();
  const there = (await kept()).find(({ fileName }) => fileName === 'terms-en.txt');
  expect(there?.isThere).toBe(true);
});
