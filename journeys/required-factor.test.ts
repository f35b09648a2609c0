import { afterAll, beforeAll, expect, test } from 'vitest';
import { ApiClient, expectStatus } from './people/api-client.ts';
import { codeOf } from './people/authenticator.ts';
import { Customer } from './people/customer.ts';
import { openJourneyShop, type JourneyShop } from './shop-kit/journey-shop.ts';

let shop: JourneyShop;
beforeAll(async () => {
  shop = await openJourneyShop({ environment: { KONTOR_REQUIRE_MFA: 'staff' } });
});
afterAll(() => shop.close());

const password = 'correct horse battery staple 43';

interface SignedIn {
  accessToken: string;
  refreshToken: string;
  account: { permissions: string[]; secondFactorRequired?: true };
}

/** A member of the staff who has chosen a password, and signed in with it. */
async function signedIn(email: string) {
  const role = 'order_reader';
  const permissions = ['orders:read', 'orders:write'];
  const put = { body: { description: '', permissions } };
  expectStatus(await shop.staff.send('PUT', `/v1/admin/roles/${role}`, put), 200);
  const invitation = { email, name: 'Reader', roles: [role], channels: '*' };
  expectStatus(await shop.staff.post('/v1/admin/staff', invitation), 201);
  const mails = JSON.stringify(await shop.book.mailsTo(email, 1, 120_000));
  const token = /reset-password\/[a-z-]+\/([\w.~-]+)/.exec(mails)![1]!;
  const person = new ApiClient(shop.url);
  const chosen = { token, newPassword: password };
  expectStatus(await person.post('/v1/auth/password-reset/confirm', chosen), 204);
  const session = await person.post<SignedIn>('/v1/auth/login', { email, password });
  const tokens = expectStatus(session, 200);
  person.token = tokens.accessToken;
  return { person, tokens };
}

test('staff without a second factor can set one up and nothing else, and go on with it', async () => {
  const { person, tokens } = await signedIn('reader@kontor.example');
  expect(tokens.account).toMatchObject({ permissions: [], secondFactorRequired: true });
  const refused = await person.get<{ code: string }>('/v1/admin/orders');
  expect([refused.status, refused.body.code]).toEqual([403, 'second_factor_required']);
  const account = await person.get<SignedIn['account']>('/v1/auth/account');
  expect(expectStatus(account, 200)).toMatchObject({ permissions: [], secondFactorRequired: true });
  const { refreshToken } = tokens;
  const again = await person.post<SignedIn>('/v1/auth/refresh', { refreshToken });
  expect(expectStatus(again, 200).account).toMatchObject({ permissions: [] });
  const begun = await person.post<{ secret: string }>('/v1/auth/totp', {
    currentPassword: password,
  });
  const code = codeOf(expectStatus(begun, 200).secret);
  const confirmed = await person.post<SignedIn>('/v1/auth/totp/confirm', { code });
  const { accessToken, account: held } = expectStatus(confirmed, 200);
  expect(held).toMatchObject({ permissions: ['orders:read', 'orders:write'] });
  expect(held.secondFactorRequired).toBeUndefined();
  person.token = accessToken;
  expect((await person.get('/v1/admin/orders')).status).toBe(200);
});

test('customers sign in as ever', async () => {
  const customer = await Customer.register(shop, 'as-ever@kontor.example');
  expect((await customer.get('/v1/orders')).status).toBe(200);
});
