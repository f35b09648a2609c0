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

const staff = () => shop.invocation({ actor: shop.staff(['support:read', 'support:write']) });
const parcel = {
  code: 'parcel',
  title: 'Where is my parcel?',
  message: 'Hello {{customer.name}}, {{ order.number }} is with the carrier.',
};

test('an answer is kept, changed by whoever read it last, and removed', async () => {
  const { listCannedAnswers, putCannedAnswer, removeCannedAnswer } = shop.client('support');
  const kept = must(await putCannedAnswer({ ...parcel, expectedVersion: 0 }, staff()), 'keep');
  expect(kept).toMatchObject({ ...parcel, locale: null, version: 1 });
  const german = { ...parcel, code: 'paket', title: 'Wo ist mein Paket?', locale: 'de' };
  must(await putCannedAnswer(german, staff()), 'keep another');
  const changed = { ...parcel, message: 'It comes.', expectedVersion: 1 };
  expect(must(await putCannedAnswer(changed, staff()), 'change')).toMatchObject({ version: 2 });
  expect(await putCannedAnswer(changed, staff())).toMatchObject({
    failure: { code: 'version_conflict', detail: { version: 2 } },
  });
  const { items } = must(await listCannedAnswers({}, staff()), 'list');
  expect(items.map(({ code, message }) => [code, message])).toEqual([
    ['parcel', 'It comes.'],
    ['paket', german.message],
  ]);
  const old = { code: 'paket', expectedVersion: 2 };
  expect(await removeCannedAnswer(old, staff())).toMatchObject({
    failure: { code: 'version_conflict', detail: { version: 1 } },
  });
  must(await removeCannedAnswer({ code: 'paket', expectedVersion: 1 }, staff()), 'remove');
  const audited = await shop.database('support').query<{ detail: object }>(sql`
    select detail from audit_entry where subject = 'canned_answer:paket' order by at, id`);
  const { title, message, locale } = german;
  const said = { title, message, locale, version: 1 };
  expect(audited.map(({ detail }) => detail)).toMatchObject([{ after: said }, { before: said }]);
  expect(await removeCannedAnswer({ code: 'paket' }, staff())).toMatchObject({
    failure: { code: 'canned_answer_not_found' },
  });
});

test('what nobody would fill in is refused, and so are more answers than are read together', async () => {
  const { putCannedAnswer } = shop.client('support');
  const strange = { ...parcel, message: 'Dear {{customer.iban}}' };
  const refused = await putCannedAnswer(strange, staff());
  expect(refused).toMatchObject({ failure: { code: 'placeholder_unknown' } });
  expect(refused).toHaveProperty('failure.message', expect.stringContaining('{{order.number}}'));
  await shop.database('support').query(sql`
    insert into canned_answer (code, title, message)
    select 'filled-' || n, 'Filled', 'x' from generate_series(1, 500) n`);
  expect(await putCannedAnswer({ ...parcel, code: 'one-more' }, staff())).toMatchObject({
    failure: { code: 'too_many_canned_answers' },
  });
});

test('whoever may only read keeps none, and customers see none', async () => {
  const { listCannedAnswers, putCannedAnswer } = shop.client('support');
  const reader = shop.invocation({ actor: shop.staff(['support:read']) });
  expect(await putCannedAnswer(parcel, reader)).toMatchObject({ failure: { code: 'forbidden' } });
  const customer = shop.invocation({ actor: shop.customer() });
  expect(await listCannedAnswers({}, customer)).toMatchObject({ failure: { code: 'forbidden' } });
});
