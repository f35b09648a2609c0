import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '#kernel/ids.ts';
import { openTestKontor, type TestKontor } from '#platform/test-kit/testing.ts';
import { mailsTo } from '../messages-for-tests.ts';
import { notificationService } from '../service.ts';

let shop: TestKontor;
beforeAll(async () => {
  shop = await openTestKontor({ services: [notificationService], sandbox: true });
});
afterAll(() => shop.close());

test.each([
  ['second_factor_on', 'de', 'Ihr Konto verlangt bei der Anmeldung jetzt einen Code'],
  ['second_factor_off', 'en', 'Signing in to your account needs no code any more'],
  ['second_factor_removed', 'en', 'Signing in to your account needs no code any more'],
  ['recovery_code_used', 'en', 'A recovery code of your account was used'],
  ['recovery_codes_renewed', 'de', 'Ihr Konto hat neue Ersatzcodes'],
  ['changed', 'de', 'Der Schutz Ihres Kontos wurde geändert'],
] as const)('the owner is written to of %s in %s, once', async (change, locale, subject) => {
  const email = `${newId()}@example.com`;
  const data = { customerId: newId(), email, change };
  const event = { locale };
  await shop.deliver('auth.guard_changed', data.customerId, 1, data, event);
  await shop.settle();
  const mails = await mailsTo(shop, email);
  expect(mails.map((mail) => mail.subject)).toEqual([subject]);
  expect(mails[0]!.text).toContain('/reset-password');
});
