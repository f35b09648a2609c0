import {
  createLocalJWKSet,
  decodeProtectedHeader,
  exportJWK,
  generateKeyPair,
  jwtVerify,
  SignJWT,
  UnsecuredJWT,
  type JSONWebKeySet,
} from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as clock from '#kernel/clock.ts';
import { newId } from '#kernel/ids.ts';
import { must } from '#kernel/result.ts';
import { sql } from '#platform/ground/sql.ts';
import { KeyRing } from './key-ring.ts';
import { AuthShop } from '../accounts-for-tests.ts';

let shop: AuthShop;
beforeAll(async () => {
  shop = await AuthShop.open();
});
afterAll(() => shop.close());

const dayMs = 86_400_000;

async function published(): Promise<JSONWebKeySet> {
  return must(await shop.auth.getJwks({}, shop.invocation()), 'keys') as JSONWebKeySet;
}

async function guest(previousToken?: string) {
  const input = previousToken === undefined ? {} : { previousToken };
  return must(await shop.auth.createGuest(input, shop.invocation()), 'guest');
}

const kidOf = (token: string) => decodeProtectedHeader(token).kid;

test('a process whose clock is behind the one that made the first key signs with it', async () => {
  const { keys } = await published();
  const before = clock.currentOffsetMs();
  clock.setOffsetMs(before - 2 * dayMs);
  try {
    const ring = new KeyRing(
      shop.kontor.database('auth'),
      shop.kontor.kontor['options'].settings.secrets,
    );
    const { kid } = await ring.signer(shop.invocation());
    expect(keys.map((key) => key.kid)).toContain(kid);
  } finally {
    clock.setOffsetMs(before);
  }
});

describe('a token that we did not sign makes nobody a guest again', () => {
  const guestId = newId();
  const claims = { kind: 'guest', channels: '*', permissions: [] };
  const built = (changes: { audience?: string; issuer?: string; kind?: string } = {}) =>
    new SignJWT({ ...claims, kind: changes.kind ?? 'guest' })
      .setIssuer(changes.issuer ?? 'kontor')
      .setAudience(changes.audience ?? 'kontor-api')
      .setSubject(guestId)
      .setIssuedAt(Math.floor(clock.nowMs() / 1_000))
      .setExpirationTime(Math.floor(clock.nowMs() / 1_000) + 600);

  test('unsigned', async () => {
    const forged = new UnsecuredJWT(claims)
      .setIssuer('kontor')
      .setAudience('kontor-api')
      .setSubject(guestId)
      .setExpirationTime('1h')
      .encode();
    expect((await guest(forged)).guestId).not.toBe(guestId);
  });

  test('signed with the public key as if it were a shared secret', async () => {
    const [key] = (await published()).keys;
    const forged = await built()
      .setProtectedHeader({ alg: 'HS256', kid: key!.kid!, typ: 'at+jwt' })
      .sign(Buffer.from(key!.x!, 'base64url'));
    expect((await guest(forged)).guestId).not.toBe(guestId);
  });

  test('signed with a key of their own under our key id, or with the key in the header', async () => {
    const [{ kid }] = (await published()).keys as [{ kid: string }];
    const { privateKey, publicKey } = await generateKeyPair('EdDSA');
    const jwk = await exportJWK(publicKey);
    for (const header of [{ kid }, { kid: 'theirs' }, { jwk }, {}]) {
      const forged = await built()
        .setProtectedHeader({ alg: 'EdDSA', typ: 'at+jwt', ...header })
        .sign(privateKey);
      expect((await guest(forged)).guestId).not.toBe(guestId);
    }
  });

  test('signed by us, for something else', async () => {
    const ring = new KeyRing(
      shop.kontor.database('auth'),
      shop.kontor.kontor['options'].settings.secrets,
    );
    const { kid, privateKey } = await ring.signer(shop.invocation());
    const sign = (changes: Parameters<typeof built>[0], typ = 'at+jwt') =>
      built(changes).setProtectedHeader({ alg: 'EdDSA', kid, typ }).sign(privateKey);
    expect((await guest(await sign({}))).guestId).toBe(guestId);
    for (const forged of [
      await sign({ audience: 'another' }),
      await sign({ issuer: 'another' }),
      await sign({ kind: 'customer' }),
      await sign({}, 'JWT'),
      `${await sign({})}x`,
      'not.a.token',
      '',
    ]) {
      expect((await guest(forged)).guestId).not.toBe(guestId);
    }
  });
});

test('one key is made, however many need it first', async () => {
  const other = await AuthShop.open();
  const rings = Array.from(
    { length: 4 },
    () =>
      new KeyRing(other.kontor.database('auth'), other.kontor.kontor['options'].settings.secrets),
  );
  const signers = await Promise.all(rings.map((ring) => ring.signer(other.invocation())));
  expect(new Set(signers.map((signer) => signer.kid)).size).toBe(1);
  await other.close();
});

test('private keys are kept encrypted', async () => {
  await guest();
  const rows = await shop.rows<{ sealed: string; jwk: object }>(
    sql`select private_jwk_sealed as sealed, public_jwk as jwk from signing_key`,
  );
  for (const { sealed, jwk } of rows) {
    expect(jwk).not.toHaveProperty('d');
    expect(Buffer.from(sealed, 'base64url').toString('latin1')).not.toContain('"d"');
  }
});

test('the next key is published a day before it signs; what the last one signed stays checkable', async () => {
  const first = await guest();
  const firstKid = kidOf(first.accessToken)!;
  await shop.kontor.moveClock(28 * dayMs);
  expect((await published()).keys).toHaveLength(1);
  await shop.kontor.moveClock(1.5 * dayMs);
  const ahead = await published();
  expect(ahead.keys).toHaveLength(2);
  expect(kidOf((await guest()).accessToken)).toBe(firstKid);
  await shop.kontor.moveClock(1.2 * dayMs);
  const signed = await guest();
  expect(kidOf(signed.accessToken)).toBe(ahead.keys[1]!.kid);
  await jwtVerify(signed.accessToken, createLocalJWKSet(ahead), { currentDate: clock.now() });
  // Thirty days old and signed by a key that signs no more: renewed.
  expect((await guest(first.accessToken)).guestId).toBe(first.guestId);
  await shop.kontor.moveClock(dayMs);
  expect((await guest(first.accessToken)).guestId).not.toBe(first.guestId);
  await shop.kontor.moveClock(40 * dayMs);
  const later = (await published()).keys.map((key) => key.kid);
  expect(later).not.toContain(firstKid);
});

test('a shop that was closed for long signs with the key it has until the next is known', async () => {
  const before = kidOf((await guest()).accessToken);
  await shop.kontor.moveClock(200 * dayMs);
  const { keys } = await published();
  expect(kidOf((await guest()).accessToken)).toBe(keys.at(-2)!.kid);
  expect(before).toBeDefined();
  await shop.kontor.moveClock(dayMs + 1_000);
  expect(kidOf((await guest()).accessToken)).toBe(keys.at(-1)!.kid);
});
