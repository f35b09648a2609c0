import { afterAll, beforeAll, expect, test } from 'vitest';
import { anonymousActor, type Actor } from '#kernel/actor.ts';
import { newId } from '#kernel/ids.ts';
import { must } from '#kernel/result.ts';
import { sql } from '#platform/ground/sql.ts';
import { openTestKontor, type TestKontor } from '#platform/test-kit/testing.ts';
import { notificationService } from '../../notification/service.ts';
import { supportService } from '../../support/service.ts';
import { customerService } from '../service.ts';
import { outdatedWatches } from './outdated-watches.ts';

let shop: TestKontor;
beforeAll(async () => {
  shop = await openTestKontor({
    services: [customerService, notificationService, supportService],
    sandbox: true,
  });
});
afterAll(() => shop.close());

const client = () => shop.client('customer');
const as = (actor: Actor) => shop.invocation({ actor });
const anybody = () => as(anonymousActor);
const newSku = () => `TEA-${newId()}`;
const newEmail = () => `${newId()}@example.com`;

async function registered() {
  const actor = shop.customer();
  const email = newEmail();
  await shop.deliver('auth.registered', actor.id, 1, { customerId: actor.id, email, name: null });
  await shop.settle();
  return { actor, email };
}

function watch(sku: string, actor: Actor = anonymousActor, email?: string) {
  const said = { sku, productId: newId(), title: 'Teapot', variantTitle: 'Blue' };
  const path = `/products/teapot?variant=${sku}`;
  return client().watchVariant({ ...said, path, ...(email && { email }) }, as(actor));
}

async function mailsTo(to: string) {
  await shop.settle();
  const mails = (await shop.sandbox.read('mails')) as {
    envelopeTo: string[];
    subject: string;
    text: string;
    headers: Record<string, string>;
  }[];
  return mails.filter(({ envelopeTo }) => envelopeTo.includes(to));
}

async function linkTo(email: string): Promise<string> {
  const mail = (await mailsTo(email)).find(({ subject }) => subject.startsWith('Shall we tell'));
  return /\/watch\/en\/([\w-]{64})\s/.exec(mail!.text)![1]!;
}

async function comesBack(sku: string, available: number, channels = ['*']) {
  const items = [{ sku, locationId: newId(), channels, available }];
  await shop.deliver('inventory.back_in_stock', newId(), 1, { items });
  await shop.settle();
}

const told = async (email: string) =>
  (await mailsTo(email)).filter(({ subject }) => subject === 'Back in stock: Teapot');

test('a customer is told once, at their own address, and can stop mails of the kind', async () => {
  const { actor, email } = await registered();
  const sku = newSku();
  const other = newEmail();
  expect(await watch(sku, actor, other)).toMatchObject({ value: { confirmed: true } });
  expect(await watch(sku, actor)).toMatchObject({ value: { confirmed: true } });
  const { items } = must(await client().listWatches({}, as(actor)), 'own');
  expect(items).toMatchObject([{ sku, title: 'Teapot', toldAt: null }]);
  await comesBack(newSku(), 5);
  expect(await told(email)).toEqual([]);
  await comesBack(sku, 5);
  await comesBack(sku, 5);
  const mails = await told(email);
  expect(mails).toHaveLength(1);
  expect(mails[0]!.text).toContain(`/products/teapot?variant=${sku}`);
  expect(mails[0]!.headers).toHaveProperty('list-unsubscribe');
  expect(await mailsTo(other)).toEqual([]);
  expect(must(await client().listWatches({}, as(actor)), 'own').items).toEqual([]);
  // Who wants to be told once more says so.
  must(await watch(sku, actor), 'again');
  await comesBack(sku, 1);
  expect(await told(email)).toHaveLength(2);
});

test('nobody without an account is told before they followed the link of the mail', async () => {
  const sku = newSku();
  const email = newEmail();
  expect(await watch(sku)).toMatchObject({ failure: { code: 'email_needed' } });
  expect(await watch(sku, anonymousActor, email.toUpperCase())).toMatchObject({
    value: { confirmed: false },
  });
  await comesBack(sku, 5);
  expect(await told(email)).toEqual([]);
  const token = await linkTo(email);
  const looked = must(await client().getWatchByLink({ token }, anybody()), 'look');
  expect(looked).toMatchObject({ sku, confirmedAt: null });
  const confirmed = must(await client().confirmWatch({ token }, anybody()), 'confirm');
  expect(confirmed.confirmedAt).not.toBeNull();
  expect(await client().confirmWatch({ token }, anybody())).toMatchObject({ value: confirmed });
  expect(await watch(sku, anonymousActor, email)).toMatchObject({ value: { confirmed: false } });
  await comesBack(sku, 5);
  expect(await told(email)).toHaveLength(1);
  expect(await mailsTo(email)).toHaveLength(2);
});

test('a link that was changed, or whose watch was ended, opens nothing', async () => {
  const sku = newSku();
  const email = newEmail();
  must(await watch(sku, anonymousActor, email), 'watch');
  const token = await linkTo(email);
  const gone = { failure: { code: 'link_invalid' } };
  const wrong = `${token.startsWith('A') ? 'B' : 'A'}${token.slice(1)}`;
  expect(await client().confirmWatch({ token: wrong }, anybody())).toMatchObject(gone);
  expect(await client().getWatchByLink({ token: wrong }, anybody())).toMatchObject(gone);
  expect(await client().endWatchByLink({ token: wrong }, anybody())).toMatchObject(gone);
  must(await client().confirmWatch({ token }, anybody()), 'confirm');
  must(await client().endWatchByLink({ token }, anybody()), 'end');
  expect(await client().confirmWatch({ token }, anybody())).toMatchObject(gone);
  expect(await client().getWatchByLink({ token }, anybody())).toMatchObject(gone);
  await comesBack(sku, 5);
  expect(await told(email)).toEqual([]);
});

test('three people a unit are told, oldest first, and of the channel alone', async () => {
  const sku = newSku();
  const people: { email: string }[] = [];
  for (let each = 0; each < 5; each += 1) {
    const person = await registered();
    must(await watch(sku, person.actor), 'watch');
    people.push(person);
  }
  const count = async () => {
    const all = await Promise.all(people.map(({ email }) => told(email)));
    return all.map((mails) => mails.length);
  };
  await comesBack(sku, 5, ['elsewhere']);
  expect(await count()).toEqual([0, 0, 0, 0, 0]);
  await comesBack(sku, 1, ['default']);
  expect(await count()).toEqual([1, 1, 1, 0, 0]);
  await comesBack(sku, 1);
  expect(await count()).toEqual([1, 1, 1, 1, 1]);
});

test('of two turns at once nobody is told by both', async () => {
  const sku = newSku();
  const people: { email: string }[] = [];
  for (let each = 0; each < 12; each += 1) {
    const person = await registered();
    must(await watch(sku, person.actor), 'watch');
    people.push(person);
  }
  await Promise.all([comesBack(sku, 2), comesBack(sku, 2), comesBack(sku, 2)]);
  const all = await Promise.all(people.map(({ email }) => told(email)));
  expect(all.map((mails) => mails.length)).toEqual(people.map(() => 1));
});

test('an address gets few links, whoever asks, and the answer is the same', async () => {
  const email = newEmail();
  const answers = [];
  for (let each = 0; each < 7; each += 1) {
    answers.push(await watch(newSku(), anonymousActor, email));
  }
  const sku = newSku();
  answers.push(await watch(sku, anonymousActor, email), await watch(sku, anonymousActor, email));
  expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
  expect(await mailsTo(email)).toHaveLength(5);
});

test('one’s own are one’s own, and there are no more of them than fifty', async () => {
  const { actor } = await registered();
  for (let each = 0; each < 50; each += 1) must(await watch(newSku(), actor), 'watch');
  expect(await watch(newSku(), actor)).toMatchObject({
    failure: { code: 'too_many_watches', detail: { most: 50 } },
  });
  const { items } = must(await client().listWatches({}, as(actor)), 'own');
  expect(items).toHaveLength(50);
  const { watchId } = items[0]!;
  const stranger = await registered();
  const notFound = { failure: { code: 'watch_not_found' } };
  expect(await client().removeWatch({ watchId }, as(stranger.actor))).toMatchObject(notFound);
  must(await client().removeWatch({ watchId }, as(actor)), 'remove');
  must(await client().removeWatch({ watchId }, as(actor)), 'again');
  expect(must(await client().listWatches({}, as(actor)), 'own').items).toHaveLength(49);
  must(await watch(newSku(), actor), 'room');
});

test('after 180 days nobody waits any more, and the address is forgotten', async () => {
  const database = shop.database('customer');
  const { actor, email } = await registered();
  const sku = newSku();
  must(await watch(sku, actor), 'watch');
  await database.query(sql`
    update stock_watch set confirmed_at = confirmed_at - interval '181 days',
      asked_at = asked_at - interval '181 days' where email = ${email}`);
  await comesBack(sku, 5);
  expect(await told(email)).toEqual([]);
  const retention = {} as Parameters<typeof outdatedWatches>[0];
  for (const statement of outdatedWatches(retention, 100)) await database.query(statement);
  const kept = await database.query(sql`select 1 from stock_watch where email = ${email}`);
  expect(kept).toEqual([]);
});
