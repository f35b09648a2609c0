import { createPrivateKey, createPublicKey } from 'node:crypto';
import { expect, test } from 'vitest';
import { freshDkimKey } from '#external/email/smtp/dkim.ts';
import { printedFor } from './dkim.ts';

const DKIM_PRIVATE_KEY = freshDkimKey();

test('the record of the key that is set is printed, whole and in strings for a zone file', () => {
  const environment = { DKIM_PRIVATE_KEY, KONTOR_SHOP_EMAIL: 'hello@shop.example', PATH: '/bin' };
  const { text = '', wrong } = printedFor(environment, undefined);
  expect(wrong).toBeUndefined();
  expect(text).toContain('Name   kontor._domainkey.shop.example\nType   TXT\n');
  const der = {
    key: Buffer.from(DKIM_PRIVATE_KEY, 'base64'),
    format: 'der',
    type: 'pkcs8',
  } as const;
  const spki = createPublicKey(createPrivateKey(der)).export({ type: 'spki', format: 'der' });
  const value = `v=DKIM1; k=rsa; p=${spki.toString('base64')}`;
  expect(text).toContain(`Value  ${value}\n`);
  const strings = [...text.matchAll(/"([^"]*)"/g)].map(([, string]) => string!);
  expect(strings.join('')).toBe(value);
  expect(strings.every(({ length }) => length <= 255)).toBe(true);
  expect(text).not.toContain('DKIM_PRIVATE_KEY');
});

test('a new key comes with the line that sets it, and a record for each domain', () => {
  const environment = { DKIM_DOMAINS: 'shop.example,shop.fr', DKIM_SELECTOR: 'k2' };
  const { text } = printedFor(environment, { key: DKIM_PRIVATE_KEY });
  expect(text).toContain(`DKIM_PRIVATE_KEY=${DKIM_PRIVATE_KEY}\n`);
  expect(text).toContain('k2._domainkey.shop.example. 3600 IN TXT');
  expect(text).toContain('k2._domainkey.shop.fr. 3600 IN TXT');
});

test('a domain of another company has a key of its own, beside those that are set', () => {
  const others = `shop.it:it-2026=${freshDkimKey()}`;
  const environment = { KONTOR_SHOP_EMAIL: 'hello@shop.example', DKIM_KEYS: others };
  const { text = '' } = printedFor(environment, { key: DKIM_PRIVATE_KEY, domain: 'Shop.fr' });
  expect(text).toContain(`DKIM_KEYS=${others},shop.fr=${DKIM_PRIVATE_KEY}\n`);
  expect(text.match(/^Name .*/gm)).toEqual(['Name   kontor._domainkey.shop.fr']);
  const all = printedFor({ ...environment, DKIM_PRIVATE_KEY }, undefined).text ?? '';
  expect(all.match(/^Name .*/gm)).toEqual([
    'Name   kontor._domainkey.shop.example',
    'Name   it-2026._domainkey.shop.it',
  ]);
  const valueOf = (domain: string) =>
    new RegExp(`_domainkey\\.${domain}\nType {3}TXT\nValue {2}(.*)`).exec(all)?.[1];
  expect(valueOf('shop.it')).not.toBe(valueOf('shop.example'));
});

test.each([
  [{}, 'Set DKIM_PRIVATE_KEY, or make a key with npx kontor dkim --new.'],
  [{ DKIM_PRIVATE_KEY }, 'Set KONTOR_SHOP_EMAIL or DKIM_DOMAINS: the domain'],
  [{ DKIM_PRIVATE_KEY: 'none' }, 'DKIM_PRIVATE_KEY is no private RSA key'],
  [{ DKIM_KEYS: 'shop.fr' }, 'DKIM_KEYS is no list such as shop.fr=<key>'],
  [{ DKIM_KEYS: `shop.fr=${DKIM_PRIVATE_KEY},shop.it=none` }, 'DKIM_KEYS is no list such as'],
  [{ DKIM_KEYS: `shop.fr:a b=${DKIM_PRIVATE_KEY}` }, 'DKIM_KEYS is no list such as'],
  [{ DKIM_KEYS: [1, 2].map(() => `shop.fr=${DKIM_PRIVATE_KEY}`).join() }, 'names a domain twice'],
])('what is missing or wrong is said', (environment, line) => {
  expect(printedFor(environment, undefined).wrong).toContain(line);
});
