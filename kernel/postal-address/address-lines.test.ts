import { expect, test } from 'vitest';
import { addressLines } from './address-lines.ts';

type Rest = readonly [postalCode: string, city: string, regionCode?: string, street?: string];

function written(countryCode: string, rest: Rest, locale: string): string {
  const [postalCode, city, regionCode, street = 'Street 12'] = rest;
  const address = { name: 'Ada', company: 'ACME', street, postalCode, city, countryCode };
  return addressLines({ ...address, regionCode }, locale).join(' | ');
}

test.each<[string, Rest, string, string]>([
  ['DE', ['20457', 'Hamburg', 'HH'], 'de', 'Ada | ACME | Street 12 | 20457 Hamburg | Deutschland'],
  [
    'US',
    ['97201', 'Portland', 'OR'],
    'en',
    'Ada | ACME | Street 12 | PORTLAND, OR 97201 | United States',
  ],
  ['US', ['09001', 'APO', 'AE'], 'en', 'Ada | ACME | Street 12 | APO, AE 09001 | United States'],
  [
    'GB',
    ['SW1A 1AA', 'London'],
    'de',
    'Ada | ACME | Street 12 | LONDON | SW1A 1AA | Vereinigtes Königreich',
  ],
  ['FR', ['75001', 'Paris'], 'fr', 'ACME | Ada | Street 12 | 75001 PARIS | France'],
  ['CH', ['8001', 'Zürich'], 'de', 'ACME | Ada | Street 12 | CH-8001 Zürich | Schweiz'],
  [
    'JP',
    ['100-0001', '千代田区', '13', '千代田1-1'],
    'ja',
    '〒100-0001 | 東京都千代田区 | 千代田1-1 | ACME | Ada | 日本',
  ],
  [
    'JP',
    ['100-0001', 'Chiyoda-ku', '13'],
    'en',
    'Ada | ACME | Street 12, Chiyoda-ku, TOKYO | 100-0001 | Japan',
  ],
  ['HU', ['1051', 'Budapest'], 'de', 'Ada | ACME | BUDAPEST | Street 12 | 1051 | Ungarn'],
  ['ES', ['35200', 'Telde', 'GC'], 'en', 'Ada | ACME | Street 12 | 35200 TELDE LAS PALMAS | Spain'],
  ['IT', ['00144', 'Roma', 'RM'], 'it', 'Ada | ACME | Street 12 | 00144 ROMA RM | Italia'],
  [
    'BR',
    ['40301-110', 'Salvador', 'BA'],
    'en',
    'ACME | Ada | Street 12 | SALVADOR-BA | 40301-110 | Brazil',
  ],
  ['AE', ['', 'Dubai', 'DU'], 'en', 'Ada | ACME | Street 12 | Dubai | United Arab Emirates'],
  ['AE', ['00000', 'Dubai'], 'en', 'Ada | ACME | Street 12 | Dubai | 00000 | United Arab Emirates'],
  ['SG', ['238823', 'Singapore'], 'en', 'Ada | ACME | Street 12 | SINGAPORE 238823 | Singapore'],
  [
    'GG',
    ['GY1 1AA', 'St Peter Port'],
    'en',
    'Ada | ACME | Street 12 | ST PETER PORT | GY1 1AA | Guernsey',
  ],
  ['CH', ['', 'Zürich'], 'de', 'ACME | Ada | Street 12 | Zürich | Schweiz'],
])('in %s %j for a reader of %s', (countryCode, rest, locale, lines) => {
  expect(written(countryCode, rest, locale)).toBe(lines);
});

test('nothing that somebody wrote is lost, whatever the country', () => {
  for (const countryCode of 'AE AQ AW BS CN DE FJ GI HK HU JP KR KY MO NR SG SS TV ZW'.split(' ')) {
    const address = { name: 'Ada', company: 'Co', street: 'Road 1', street2: 'Floor 2' };
    const lines = addressLines(
      { ...address, postalCode: '12345', city: 'Town', countryCode },
      'en',
    );
    const text = lines.join('\n').toUpperCase();
    for (const part of ['ADA', 'CO', 'ROAD 1', 'FLOOR 2', '12345', 'TOWN'])
      expect(text, countryCode).toContain(part);
  }
});
