import { afterAll, beforeAll, expect, test } from 'vitest';
import { auth } from '#contracts/auth/index.ts';
import { newId } from '#kernel/ids.ts';
import { must } from '#kernel/result.ts';
import { sql } from '#platform/ground/sql.ts';
import { AuthShop, codeOf, password } from '../accounts-for-tests.ts';
import { enrolledIn } from './owner-for-tests.ts';

let shop: AuthShop;
beforeAll(async () => {
  shop = await AuthShop.open();
});
afterAll(() => shop.close());

/** What the owner of an address is told, oldest first. */
async function told(email: string): Promise<string[]> {
  const rows = await shop.rows<{ data: { change: string } }>(sql`
    select data from outbox where type = 'auth.guard_changed' and data->>'email' = ${email}
    order by sequence`);
  for (const { data } of rows) auth.events['auth.guard_changed'].data.parse(data);
  return rows.map(({ data }) => data.change);
}

/** Of what guards the account: where it is signed in from is news of its own. */
const heard = async (email: string) =>
  (await told(email)).filter((change) => change !== 'new_device');

test('the owner hears of every change of the second factor, and of nothing that failed', async () => {
  const person = await enrolledIn(shop);
  expect(await heard(person.email)).toEqual(['second_factor_on']);
  const [first, second] = person.recoveryCodes;
  expect(codeOf(await person.prove(await person.challenge(), person.code()))).toBe('ok');
  expect(codeOf(await person.prove(await person.challenge(), first!))).toBe('ok');
  expect(codeOf(await person.prove(await person.challenge(), first!))).toBe('code_invalid');
  expect(await heard(person.email)).toEqual(['second_factor_on', 'recovery_code_used']);
  const { recoveryCodes } = must(
    await shop.auth.renewRecoveryCodes({ code: second! }, person.asking),
    'renew',
  );
  expect(codeOf(await shop.auth.disableTotp({ code: first! }, person.asking))).toBe('code_invalid');
  must(await shop.auth.disableTotp({ code: recoveryCodes[0]! }, person.asking), 'disable');
  expect(await heard(person.email)).toEqual([
    'second_factor_on',
    'recovery_code_used',
    'recovery_codes_renewed',
    'second_factor_off',
  ]);
});

test('and hears it when staff take the factor away, once for a key', async () => {
  const person = await enrolledIn(shop);
  const asking = shop.kontor.invocation({
    actor: shop.kontor.staff(['customers:write']),
    idempotencyKey: newId(),
  });
  const asked = { customerId: person.actor.id, reason: 'The telephone is gone' };
  for (let at = 0; at < 2; at += 1)
    must(await shop.auth.removeCustomerFactor(asked, asking), 'remove');
  expect(await told(person.email)).toEqual(['second_factor_on', 'second_factor_removed']);
});

test('of a sign-in on a new device, once, and not of the first of all', async () => {
  const { email } = await shop.customer();
  const home = { ...shop.place(), userAgent: 'Firefox' };
  const { deviceToken } = must(await shop.login(email, password, home), 'first');
  must(await shop.login(email, password, home), 'the same, which forgot its token');
  const elsewhere = { ...shop.place(), userAgent: 'Firefox' };
  must(await shop.login(email, password, { ...elsewhere, deviceToken: deviceToken! }), 'moved');
  expect(await told(email)).toEqual([]);
  const abroad = { ...shop.place(), userAgent: 'Firefox' };
  expect(codeOf(await shop.login(email, 'wrong it is, and long', abroad))).toBe(
    'credentials_invalid',
  );
  expect(await told(email)).toEqual([]);
  must(await shop.login(email, password, abroad), 'a stranger');
  must(await shop.login(email, password, abroad), 'and again');
  expect(await told(email)).toEqual(['new_device']);
  const chrome = 'Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36';
  must(await shop.login(email, password, { ...home, userAgent: chrome }), 'another browser');
  const [named] = await shop.rows<{ device: string }>(sql`
    select data->>'device' as device from outbox
    where type = 'auth.guard_changed' and data->>'email' = ${email} order by sequence desc limit 1`);
  expect(named).toEqual({ device: 'Chrome, Windows' });
  expect(await told(email)).toEqual(['new_device', 'new_device']);
});

test('and of one with a code', async () => {
  const person = await enrolledIn(shop);
  must(await person.prove(await person.challenge(), person.code()), 'prove');
  expect(await told(person.email)).toEqual(['second_factor_on', 'new_device']);
});
