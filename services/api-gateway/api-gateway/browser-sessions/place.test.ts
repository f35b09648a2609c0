import { expect, test } from 'vitest';
import { originOfPlace, Places } from './place.ts';
import { askedFrom } from './same-origin.ts';

const domains = new Set(['laden.example']);
const isDomain = (name: string) => domains.has(name);
const keeps = (publicUrl: string, host: string | undefined) =>
  new Places(publicUrl, isDomain).placeOf(host === undefined ? {} : { host }).keeps;

test.each([
  ['https://shop.example', 'shop.example', 'secure'],
  ['https://shop.example', 'SHOP.example:443', 'secure'],
  ['https://shop.example', 'laden.example', 'secure'],
  ['https://shop.example', 'evil.example', 'nowhere'],
  ['https://shop.example', 'shop.example.evil.example', 'nowhere'],
  ['https://shop.example', '192.168.0.9:3000', 'nowhere'],
  ['https://shop.example', '127.0.0.1:3000', 'secure'],
  ['http://localhost:3000', 'localhost:3000', 'loopback'],
  ['http://localhost:3000', 'de.localhost:3000', 'loopback'],
  ['http://localhost:3000', '[::1]:3000', 'loopback'],
  ['http://localhost:3000', '127.0.0.1.evil.example', 'nowhere'],
  ['http://localhost:3000', '192.168.0.9:3000', 'nowhere'],
  ['http://localhost:3000', 'laden.example', 'nowhere'],
  ['http://shop.example', 'shop.example', 'nowhere'],
  ['https://shop.example', undefined, 'nowhere'],
])('where the shop is %s, at %s a session is kept: %s', (publicUrl, host, expected) => {
  expect(keeps(publicUrl, host)).toBe(expected);
});

test('a domain is a channel’s for as long as the channel has it', () => {
  const places = new Places('https://shop.example', isDomain);
  expect(places.placeOf({ host: 'laden.example' }).keeps).toBe('secure');
  domains.delete('laden.example');
  expect(places.placeOf({ host: 'laden.example' }).keeps).toBe('nowhere');
  domains.add('laden.example');
});

test('pages of one channel’s domain are no pages of another’s', () => {
  const places = new Places('https://shop.example', isDomain);
  const place = places.placeOf({ host: 'laden.example' });
  expect(askedFrom({ origin: 'https://laden.example' }, place)).toBe('own');
  expect(askedFrom({ origin: 'https://shop.example' }, place)).toBe('foreign');
  expect(askedFrom({ origin: 'http://laden.example' }, place)).toBe('foreign');
});

test.each([
  ['https://shop.example', 'shop.example', 'https://shop.example'],
  ['https://shop.example:8443', 'shop.example', 'https://shop.example:8443'],
  ['https://shop.example', 'laden.example', 'https://laden.example'],
  ['https://shop.example', '127.0.0.1:3000', 'https://shop.example'],
  ['https://shop.example', 'evil.example', 'https://shop.example'],
  ['http://localhost:3000', '127.0.0.1:3000', 'http://127.0.0.1:3000'],
  ['http://localhost:3000', 'evil.example', 'http://localhost:3000'],
])('where the shop is %s, whoever came to %s is led back to %s', (publicUrl, host, expected) => {
  const place = new Places(publicUrl, isDomain).placeOf({ host });
  expect(originOfPlace(place, publicUrl)).toBe(expected);
});
