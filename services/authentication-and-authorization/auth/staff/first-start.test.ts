import { createLocalJWKSet, jwtVerify, type JSONWebKeySet } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { staffPermissions } from '#kernel/actor.ts';
import * as clock from '#kernel/clock.ts';
import { must } from '#kernel/result.ts';
import { sql } from '#platform/ground/sql.ts';
import { openTestKontor, type TestKontor } from '#platform/test-kit/testing.ts';
import { insertActionToken } from '../mailed-links/action-token-store.ts';
import { newToken } from '../secrets/secret-token.ts';
import { authService } from '../service.ts';

describe.each(['direct', 'loopback'] as const)('over the %s transport', (transport) => {
  let shop: TestKontor;
  beforeAll(async () => {
    shop = await openTestKontor({ services: [authService], transport });
  });
  afterAll(() => shop.close());

  test('a guest has a signed token whose key is published, and keeps the id when it is renewed', async () => {
    const auth = shop.client('auth');
    const guest = must(await auth.createGuest({}, shop.invocation()), 'guest');
    const published = must(await auth.getJwks({}, shop.invocation()), 'keys') as JSONWebKeySet;
    expect(published.keys).toHaveLength(1);
    expect(JSON.stringify(published)).not.toContain('"d"');
    const { payload, protectedHeader } = await jwtVerify(
      guest.accessToken,
      createLocalJWKSet(published),
      { issuer: 'kontor', audience: 'kontor-api', algorithms: ['EdDSA'], currentDate: clock.now() },
    );
    expect(protectedHeader.alg).toBe('EdDSA');
    expect(payload).toMatchObject({ sub: guest.guestId, kind: 'guest', permissions: [] });
    const renewal = { previousToken: guest.accessToken };
    const again = must(await auth.createGuest(renewal, shop.invocation()), 'renewal');
    expect(again.guestId).toBe(guest.guestId);
  });

  test('the first start makes the administrator and a key with every permission', async () => {
    const auth = shop.client('auth');
    const first = must(await auth.bootstrapAdministrator({}, shop.invocation()), 'first');
    expect(first).toMatchObject({ created: true, email: 'admin@kontor.example' });
    const check = (key: string) => auth.verifyApiKey({ key }, shop.invocation());
    const { actor } = must(await check(first.apiKey!), 'key');
    expect(actor).toMatchObject({ kind: 'api_key', channels: '*' });
    expect(actor.permissions).toEqual([...staffPermissions]);
    // Told anew as long as it may have been lost: then the first key is none any more.
    const second = must(await auth.bootstrapAdministrator({}, shop.invocation()), 'second');
    expect(second.created).toBe(true);
    expect(await check(first.apiKey!)).toMatchObject({ failure: { code: 'api_key_invalid' } });
    await shop.moveClock(3_600_000);
    const late = must(await auth.bootstrapAdministrator({}, shop.invocation()), 'late');
    expect(late).toEqual({ created: false, email: 'admin@kontor.example' });
    expect(await check(second.apiKey!)).toMatchObject({ ok: true });
  });

  describe('the first link', () => {
    const chosen = 'a password of my own';
    const choose = (token: string, email?: string) =>
      shop.client('auth').resetPassword({ token, newPassword: chosen, email }, shop.invocation());
    const nextLink = async () =>
      must(await shop.client('auth').makeFirstLink({}, shop.invocation()), 'link').link;

    test('is made anew until it was used, expires, and is not guessed', async () => {
      const first = (await nextLink())!;
      expect(first.email).toBe('admin@kontor.example');
      const second = (await nextLink())!;
      expect(await choose(first.token)).toMatchObject({ failure: { code: 'link_invalid' } });
      const guessed = `${second.token.slice(0, -1)}${second.token.endsWith('A') ? 'B' : 'A'}`;
      expect(await choose(guessed)).toMatchObject({ failure: { code: 'link_invalid' } });
      await shop.moveClock(86_400_001);
      expect(await choose(second.token)).toMatchObject({ failure: { code: 'link_invalid' } });
    });

    test('is made no more once another who manages staff has signed in', async () => {
      const actor = shop.staff([...staffPermissions]);
      const invite = (email: string, role: string) =>
        shop
          .client('auth')
          .inviteStaff(
            { email, name: 'Bo', roles: [role], channels: '*' },
            shop.invocation({ actor, idempotencyKey: email }),
          );
      const signedIn = (email: string, at: ReturnType<typeof sql>) =>
        shop
          .database('auth')
          .query(sql`update account set last_login_at = ${at} where email = ${email}`);
      must(await invite('packer@shop.example', 'warehouse'), 'a packer');
      must(await invite('second@shop.example', 'administrator'), 'a second one');
      await signedIn('packer@shop.example', sql`kontor_now()`);
      expect(await nextLink()).not.toBeNull();
      await signedIn('second@shop.example', sql`kontor_now()`);
      expect(await nextLink()).toBeNull();
      await signedIn('second@shop.example', sql`null`);
      expect(await nextLink()).not.toBeNull();
    });

    const [mistyped, own] = ['Ownr@shop.example', 'Owner@shop.example'];
    const signIn = (email: string) => {
      const asked = { password: chosen, userAgent: 'test', ipAddress: '192.0.2.1', email };
      return shop.client('auth').login(asked, shop.invocation());
    };
    const bootstrap = async () =>
      must(await shop.client('auth').bootstrapAdministrator({}, shop.invocation()), 'bootstrap');

    test('is used by one of two who come at once, and never again', async () => {
      const { token, email } = (await nextLink())!;
      expect(await choose(token, 'second@shop.example')).toMatchObject({
        failure: { code: 'email_taken' },
      });
      const both = await Promise.all([choose(token, mistyped), choose(token, mistyped)]);
      expect(both.filter(({ ok }) => ok)).toHaveLength(1);
      expect(await choose(token)).toMatchObject({ failure: { code: 'link_invalid' } });
      expect(await signIn(email)).toMatchObject({ ok: false });
      // Nor is another administrator made in their place.
      expect((await bootstrap()).created).toBe(false);
    });

    test('alone chooses an address, no other link of that account', async () => {
      const token = newToken();
      const { accountId } = (await shop.database('auth').first<{ accountId: string }>(sql`
        select account_id from account where email = ${mistyped}`))!;
      const mailed = insertActionToken('reset_password', token, accountId, 3_600);
      await shop.database('auth').query(mailed);
      expect(await choose(token, own)).toMatchObject({ failure: { code: 'email_fixed' } });
    });

    test('follows until somebody has signed in by it: an address may be mistyped', async () => {
      const { token, email } = (await nextLink())!;
      expect(email).toBe(mistyped);
      must(await choose(token, own), 'again');
      expect(await signIn(mistyped)).toMatchObject({ ok: false });
      const late = (await nextLink())!;
      expect(await signIn(own.toLowerCase())).toMatchObject({ value: { account: { email: own } } });
      expect(await choose(late.token, mistyped)).toMatchObject({
        failure: { code: 'email_fixed' },
      });
      expect(await nextLink()).toBeNull();
      expect((await bootstrap()).created).toBe(false);
    });
  });
});
