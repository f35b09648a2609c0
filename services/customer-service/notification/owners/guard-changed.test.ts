import { afterAll, beforeAll, expect, test } from 'vitest';
import * as clock from '#kernel/clock.ts';
import { newId } from '#kernel/ids.ts';
import { seal } from '#platform/ground/sealed.ts';
import { Secrets } from '#platform/ground/secrets.ts';
import { openTestKontor, type TestKontor } from '#platform/test-kit/testing.ts';
import { mailsTo } from '../messages-for-tests.ts';
import { notificationService } from '../service.ts';

const secrets = Secrets.of(Buffer.alloc(32, 9));
let shop: TestKontor;
beforeAll(async () => {
  const services = [notificationService];
  shop = await openTestKontor({ services, sandbox: true, settings: { secrets } });
});
afterAll(() => shop.close());

test.each([
  ['second_factor_on', 'de', 'Ihr Konto verlangt bei der Anmeldung jetzt einen Code'],
  ['second_factor_off', 'en', 'Signing in to your account needs no code any more'],
  ['second_factor_removed', 'en', 'Signing in to your account needs no code any more'],
  ['recovery_code_used', 'en', 'A recovery code of your account was used'],
  ['recovery_codes_renewed', 'de', 'Ihr Konto hat neue Ersatzcodes'],
  ['new_device', 'en', 'Your account was opened on a new device'],
  ['passkey_added', 'de', 'Ihr Konto hat einen neuen Passkey'],
  ['passkey_removed', 'en', 'A passkey of your account was removed'],
  ['email_change_requested', 'en', 'The address of your account is to be changed'],
  ['email_changed', 'de', 'Die Adresse Ihres Kontos wurde geändert'],
  ['changed', 'de', 'Der Schutz Ihres Kontos wurde geändert'],
] as const)('the owner is written to of %s in %s, once', async (change, locale, subject) => {
  const email = `${newId()}@example.com`;
  const data = { customerId: newId(), email, change };
  const event = { locale };
  await shop.deliver('auth.guard_changed', data.customerId, 1, data, event);
  await shop.settle();
  const mails = await mailsTo(shop, email);
  expect(mails.map((mail) => mail.subject)).toEqual([subject]);
  // A password is chosen by a mail to the address of the account, which is another one.
  expect(mails[0]!.text.includes('/reset-password')).toBe(change !== 'email_changed');
});

test.each([
  ['en', 'Confirm your new e-mail address'],
  ['de', 'Bestätigen Sie Ihre neue E-Mail-Adresse'],
])('the link to a new address is sent in %s, once', async (locale, subject) => {
  const email = `${newId()}@example.com`;
  const data = {
    customerId: newId(),
    email,
    sealed: seal(secrets, 'sealed mail', { token: 'abc' }),
    expiresAt: new Date(clock.nowMs() + 86_400_000).toISOString(),
  };
  await shop.deliver('auth.email_change_requested', newId(), 1, data, { locale });
  await shop.settle();
  const mails = await mailsTo(shop, email);
  expect(mails.map((mail) => mail.subject)).toEqual([subject]);
  expect(mails[0]!.text).toContain(`/change-email/${locale}/abc`);
});

test.each([
  ['en', 'and remove the passkey, which signs in with a new password too'],
  ['de', 'und entfernen Sie den Passkey, der auch mit einem neuen Passwort anmeldet'],
])('who has a passkey that is not theirs is told in %s to remove it', async (locale, asked) => {
  const email = `${newId()}@example.com`;
  const data = { customerId: newId(), email, change: 'passkey_added' } as const;
  await shop.deliver('auth.guard_changed', newId(), 1, data, { locale });
  await shop.settle();
  const [mail] = await mailsTo(shop, email);
  for (const part of [mail!.text, mail!.html]) {
    expect(part).toContain(asked);
    expect(part).toContain('/account/security/passkeys');
  }
});

test.each([
  ['en', 'about orders that are under way'],
  ['de', 'zu laufenden Bestellungen'],
])('both addresses are told in %s where mails of orders go', async (locale, told) => {
  const [before, next] = [`${newId()}@example.com`, `${newId()}@example.com`];
  const customerId = newId();
  const changed = { customerId, email: before, change: 'email_changed' } as const;
  await shop.deliver('auth.guard_changed', newId(), 1, changed, { locale });
  const asked = {
    customerId,
    email: next,
    sealed: seal(secrets, 'sealed mail', { token: 'abc' }),
    expiresAt: new Date(clock.nowMs() + 86_400_000).toISOString(),
  };
  await shop.deliver('auth.email_change_requested', newId(), 1, asked, { locale });
  await shop.settle();
  const mails = [...(await mailsTo(shop, before)), ...(await mailsTo(shop, next))];
  expect(mails.map(({ text }) => text.includes(told))).toEqual([true, true]);
});

test('a new device is named as people call it', async () => {
  const email = `${newId()}@example.com`;
  const data = {
    customerId: newId(),
    email,
    change: 'new_device',
    device: 'Firefox, Linux',
  } as const;
  await shop.deliver('auth.guard_changed', newId(), 1, data);
  await shop.settle();
  const [mail] = await mailsTo(shop, email);
  expect(mail!.text).toContain('for the first time (Firefox, Linux).');
});
