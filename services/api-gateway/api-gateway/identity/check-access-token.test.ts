import { exportJWK, generateKeyPair, SignJWT, type CryptoKey, type JWK } from 'jose';
import { beforeAll, describe, expect, test } from 'vitest';
import * as clock from '#kernel/clock.ts';
import { readAccessToken } from './check-access-token.ts';
import { SigningKeys } from './signing-keys.ts';

let ours: { publicKey: CryptoKey; privateKey: CryptoKey };
let jwk: JWK;
let fetches = 0;
let published: JWK[] = [];
let keys: SigningKeys;
beforeAll(async () => {
  ours = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });
  jwk = await exportJWK(ours.publicKey);
  published = [{ ...jwk, kid: 'a', alg: 'EdDSA', use: 'sig' }];
  keys = open();
});

function open(): SigningKeys {
  return new SigningKeys(async () => {
    fetches += 1;
    return { keys: published };
  });
}

const nowSeconds = () => Math.floor(clock.nowMs() / 1_000);
const standing = () => ({
  iss: 'kontor',
  aud: 'kontor-api',
  sub: 'guest-1',
  kind: 'guest',
  iat: nowSeconds(),
  exp: nowSeconds() + 60,
});

interface Shape {
  claims?: object;
  header?: object;
  key?: CryptoKey | Uint8Array;
}

function signed({ claims = {}, header = {}, key = ours.privateKey }: Shape = {}): Promise<string> {
  return new SignJWT({ ...standing(), ...claims })
    .setProtectedHeader({ alg: 'EdDSA', typ: 'at+jwt', kid: 'a', ...header })
    .sign(key);
}

const read = (token: string, from = keys) => readAccessToken(token, from, 'trace');
const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

test('a token of ours is read as it was signed', async () => {
  expect(await read(await signed())).toMatchObject({ sub: 'guest-1', kind: 'guest' });
  const many = { aud: ['another', 'kontor-api'], nbf: nowSeconds() - 5 };
  expect(await read(await signed({ claims: many }))).toMatchObject({ sub: 'guest-1' });
});

describe('nothing is read from', () => {
  test.each<[string, object]>([
    ['an expired token', { exp: 1 }],
    ['a token that ends this second', { exp: Math.floor(clock.nowMs() / 1_000) }],
    ['a token for ever', { exp: undefined }],
    ['a token whose end is a text', { exp: '9999999999' }],
    ['a token not valid yet', { nbf: 9_999_999_999 }],
    ['another issuer', { iss: 'another' }],
    ['no issuer', { iss: undefined }],
    ['another audience', { aud: 'another' }],
    ['other audiences', { aud: ['another', 'kontor'] }],
    ['no subject', { sub: undefined }],
    ['a kind that is none', { kind: 'system' }],
  ])('%s', async (_name, claims) => {
    expect(await read(await signed({ claims }))).toBeUndefined();
  });

  test.each<[string, object]>([
    ['another type', { typ: 'JWT' }],
    ['no type', { typ: undefined }],
    ['no key id', { kid: undefined }],
    ['a key id that nobody publishes', { kid: 'b' }],
    ['a key id of the language', { kid: '__proto__' }],
    ['a key brought along', { jwk: {} }],
    ['an address of keys', { jku: 'http://127.0.0.1/keys' }],
  ])('a header with %s', async (_name, header) => {
    expect(await read(await signed({ header }))).toBeUndefined();
  });

  test('another key under our key id', async () => {
    const { privateKey } = await generateKeyPair('EdDSA');
    expect(await read(await signed({ key: privateKey }))).toBeUndefined();
  });

  test('the public key used as a shared secret, under either name', async () => {
    const key = Buffer.from(jwk.x!, 'base64url');
    const [, ...rest] = (await signed({ header: { alg: 'HS256' }, key })).split('.');
    for (const alg of ['HS256', 'EdDSA', 'none', 'Ed25519', 'ES256', 'eddsa']) {
      const head = part({ alg, typ: 'at+jwt', kid: 'a' });
      expect(await read([head, ...rest].join('.'))).toBeUndefined();
    }
  });

  test('what was changed, cut, joined or padded', async () => {
    const [head, payload, signature] = (await signed()).split('.') as [string, string, string];
    const staff = part({ ...standing(), kind: 'staff' });
    for (const token of [
      `${head}.${staff}.${signature}`,
      `${head}.${payload}.`,
      `${head}.${payload}`,
      `${head}.${payload}.${signature.slice(0, -1)}`,
      `${head}.${payload}.${signature}x`,
      `${head}.${payload}.${signature}==`,
      `${head}.${payload}.${signature}.${signature}`,
      `${head}.${payload}.${'A'.repeat(86)}`,
      `.${payload}.${signature}`,
      `${part('text')}.${payload}.${signature}`,
      `no-json.${payload}.${signature}`,
      '..',
      '',
    ]) {
      expect([token, await read(token)]).toEqual([token, undefined]);
    }
  });

  test('a payload that is signed and no JSON, or no object', async () => {
    const { sign, createPrivateKey } = await import('node:crypto');
    const key = createPrivateKey({
      key: { ...(await exportJWK(ours.privateKey)) },
      format: 'jwk',
    });
    for (const payload of [Buffer.from('no json').toString('base64url'), part([]), part('x')]) {
      const text = `${part({ alg: 'EdDSA', typ: 'at+jwt', kid: 'a' })}.${payload}`;
      const signature = sign(null, Buffer.from(text), key).toString('base64url');
      expect(await read(`${text}.${signature}`)).toBeUndefined();
    }
  });
});

test.each<[string, object]>([
  ['encryption', { use: 'enc' }],
  ['another algorithm', { alg: 'ES256' }],
  ['another curve', { crv: 'X25519' }],
])('a published key for %s checks no token', async (_name, change) => {
  const token = await signed();
  const before = published;
  published = [{ ...before[0], ...change }];
  expect(await read(token, open())).toBeUndefined();
  published = before;
});

test('keys are fetched once; made-up key ids do not have them fetched again', async () => {
  const before = fetches;
  const fresh = open();
  await Promise.all([await signed(), await signed()].map((token) => read(token, fresh)));
  for (const kid of ['c', 'd', 'e']) await read(await signed({ header: { kid } }), fresh);
  expect(fetches - before).toBe(1);
});
