import { expect, test } from 'vitest';
import { addressLines, regionForCarriers } from './address-lines.ts';
import { sellerLines } from './seller-lines.ts';

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
  [
    'CN',
    ['100022', '朝阳区', 'BJ', '建国路1号'],
    'zh',
    '100022 | 北京市朝阳区 | 建国路1号 | ACME | Ada | 中国',
  ],
  ['CN', ['200001', 'Shanghai', 'SH'], 'en', 'Ada | ACME | Street 12 | Shanghai | 200001 | China'],
  [
    'TW',
    ['110', '臺北市信義區', 'TPE', '市府路1號'],
    'zh-TW',
    '110 | 臺北市信義區 | 市府路1號 | ACME | Ada | 台灣',
  ],
  [
    'TW',
    ['110', '信義區', 'TPE', '市府路1號'],
    'zh-TW',
    '110 | 台北市信義區 | 市府路1號 | ACME | Ada | 台灣',
  ],
  [
    'KR',
    ['03171', '종로구', '11', '세종대로 209'],
    'ko',
    '서울 종로구 | 세종대로 209 | ACME | Ada | 03171 | 대한민국',
  ],
  [
    'RU',
    ['190000', 'Saint Petersburg', 'SPE'],
    'en',
    'Ada | ACME | Street 12 | SAINT PETERSBURG | 190000 | Russia',
  ],
  [
    'IN',
    ['560001', 'Bengaluru', 'KA'],
    'en',
    'Ada | ACME | Street 12 | Bengaluru 560001 | Karnataka | India',
  ],
  [
    'FR',
    ['75056', 'Paris Cedex 01'],
    'fr',
    'ACME | Ada | Street 12 | 75056 PARIS CEDEX 01 | France',
  ],
  ['IE', ['', 'Dublin'], 'en', 'Ada | ACME | Street 12 | Dublin | Ireland'],
  [
    'IE',
    ['A67 X566', 'Wicklow', 'WW'],
    'en',
    'Ada | ACME | Street 12 | Wicklow | Co. Wicklow | A67 X566 | Ireland',
  ],
  ['HK', ['', 'Central'], 'en', 'Ada | ACME | Street 12 | Central | Hong Kong'],
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

test('a carrier is told names where codes are numbers', () => {
  const tokyo = { street: '1-1 Chiyoda', city: 'Chiyoda-ku', countryCode: 'JP' };
  expect(regionForCarriers(tokyo, '13')).toBe('Tokyo');
  expect(regionForCarriers({ ...tokyo, street: '千代田1-1' }, '13')).toBe('東京都');
  expect(regionForCarriers({ ...tokyo, countryCode: 'US' }, 'NY')).toBe('NY');
});

test('who sells stands as its own country writes it, and in no order that nobody knows', () => {
  const seller = { legalName: 'Tea Ltd', street: 'Quay 1', postalCode: 'EC1A 1HQ', city: 'London' };
  const british = ['Tea Ltd', 'Quay 1', 'LONDON', 'EC1A 1HQ'];
  expect(sellerLines({ ...seller, countryCode: 'GB' })).toEqual(british);
  expect(sellerLines({ ...seller, countryCode: 'GB' }, 'de')).toEqual([
    ...british,
    'Vereinigtes Königreich',
  ]);
  expect(sellerLines({ ...seller, countryCode: '' }, 'de')).toEqual([
    'Tea Ltd',
    'Quay 1',
    'EC1A 1HQ London',
  ]);
});
