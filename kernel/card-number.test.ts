import { expect, test } from 'vitest';
import {
  holdsCardNumber,
  holdsCardNumberInMarkup,
  isCardInsteadOfNumber,
  maskedCardNumbers,
  spanOfCardNumber,
} from './card-number.ts';

test.each([
  '4242424242424242',
  '4242 4242 4242 4242',
  '4242.4242.4242.4242',
  '4242 - 4242 - 4242 - 4242',
  '4242/4242/4242/4242',
  '4242_4242_4242_4242',
  '4242\u00a04242\u202f4242\u20094242',
  '4242  4242  4242  4242',
  '4242 4242 4242 4242 12/27',
  '4242424242424242 12-27',
  '4242 4242 4242 4242 123',
  '26-11-26 4242 4242 4242 4242',
  'Order 1001 4242 4242 4242 4242',
  '4242 4242 4242 4242 5555 5555 5555 4444',
  '4242–4242–4242–4242',
  '4242\u20104242\u20114242\u20144242',
  '４２４２ ４２４２ ４２４２ ４２４２',
  '٤٢٤٢ ٤٢٤٢ ٤٢٤٢ ٤٢٤٢',
  '𝟜𝟚𝟜𝟚 𝟜𝟚𝟜𝟚 𝟜𝟚𝟜𝟚 𝟜𝟚𝟜𝟚',
  '4242\u200b4242\u200b4242\u200b4242',
  '卡号4242424242424242',
  'No. 12. 4242 4242 4242 4242.',
  'card 3782-822463-10005.',
  'pay with 4242 4242\n4242 4242, thanks',
  '4242\n4242\r\n4242\n4242',
  '42424242 42424242',
  '42 42 42 42 42 42 42 42 12/27',
  '4 2 4 2 4 2 4 2 4 2 4 2 4 2 4 2',
  ';4242424242424242=2712',
  '%B4242424242424242^DOE',
  'DE12 4242 4242 4242 4242',
  'EAN 4242424242424242',
])('%j holds the number of a card', (text) => {
  expect(holdsCardNumber(text)).toBe(true);
  expect(holdsCardNumber(`Bitte über\n${text}\nabbuchen`)).toBe(true);
  expect(maskedCardNumbers([text])).not.toEqual([text]);
});

/** Numbers that the brands and their processors give out for tests. */
test.each([
  ['Visa', '4111111111111111'],
  ['Visa of 19 digits', '4000000000000000006'],
  ['Mastercard', '5555555555554444'],
  ['Mastercard of the second series', '2223003122003222'],
  ['American Express', '378282246310005'],
  ['Diners Club', '30569309025904'],
  ['Diners Club', '38520000023237'],
  ['Diners Club', '36227206271667'],
  ['Diners Club of 16 digits', '3056930009020004'],
  ['Discover', '6011111111111117'],
  ['JCB', '3530111333300000'],
  ['UnionPay', '6200000000000005'],
  ['UnionPay of 19 digits', '6205500000000000004'],
  ['UnionPay', '8171999900000000021'],
  ['Maestro', '6759649826438453'],
  ['Maestro of 19 digits', '6304000000000000000'],
  ['Mir', '2200000000000053'],
])('%s: %s', (_brand, number) => {
  expect(holdsCardNumber(number)).toBe(true);
  expect(holdsCardNumber(`${number.slice(0, -1)}${(Number(number.at(-1)) + 1) % 10}`)).toBe(false);
  expect(holdsCardNumber(`7${number.slice(1)}`)).toBe(false);
  expect(holdsCardNumber(number.slice(0, 13))).toBe(false);
});

test.each([
  ['fails the check', '4242424242424241'],
  ['fails the check before another number', '4242 4242 4242 4241 12'],
  ['is too short', '424242424242'],
  ['is too long', '42424242424242424242'],
  ['is part of a code', 'x4242424242424242'],
  ['is part of a code', '4242424242424242B'],
  ['is a list', '4242, 4242, 4242, 4242'],
  ['is a list of sizes', 'EU 40 42 44 46 48 50 52 54'],
  ['is a list of sizes', '36 38 40 42 44 46 48 50'],
  ['is a column of articles', '4703\n4711\n4719\n4724'],
  ['is a bar code that passes the check', '4006381330060'],
  ['is a bar code that passes the check', '4006381000093'],
  ['is a form that Visa gave up', '4222222222222'],
  ['is an ISBN', '978-3-16-148410-0'],
  ['is an IMEI', '490154203237518'],
  ['is an IMEI', 'Screen replaced, IMEI 35-209900-176148-1'],
  ['is an IMEI with its version', 'IMEISV: 3530111333300000'],
  ['is a SIRET', '73282932000074'],
  ['is a SIRET', '380 129 866 46850'],
  ['is a SIRET', 'SIRET : 38012986646850'],
  ['is a SIRET', '38012986600014'],
  ['is a time in milliseconds', '1700000000007'],
  ['is an IBAN', 'DE89 3704 0044 0532 0130 00'],
  ['is an IBAN that holds one', 'to DE95 4242 4242 4242 4242 42, please'],
  ['is an IBAN that holds one', 'gb12 midl 4242 4242 4242 42'],
  ['is a Polish account', '47 4242 4242 4242 4242 4242 4242'],
  ['is a parcel', '9400 1000 0000 0000 0000 00'],
  ['is a parcel', '00340434161094042557'],
  ['is an order at Amazon', '405-4242424-4242424'],
  ['is a phone', 'call +42 4242 4242 4242 1'],
  ['is an id', '42424242-4242-4242-4242-424242424242'],
])('what %s is none: %j', (_why, text) => {
  expect(holdsCardNumber(text)).toBe(false);
  expect(maskedCardNumbers([text])).toEqual([text]);
});

test('of 20,000 bar codes in a row none is taken for a card, wherever it is from', () => {
  for (const prefix of ['400638', '401234', '501234', '503800', '589300', '620000', '671234']) {
    for (let item = 0; item < 2_900; item += 1) {
      const code = withBarcodeCheck(`${prefix}${String(item * 331).padStart(6, '0')}`);
      expect([code, holdsCardNumber(code)]).toEqual([code, false]);
    }
  }
});

test('bar codes of cartons stay where goods are described', () => {
  const cartons = Array.from({ length: 400 }, (_, item) =>
    withBarcodeCheck(`3001234${String(item * 331).padStart(6, '0')}`),
  );
  const alike = cartons.filter((code) => holdsCardNumber(code));
  expect(alike.length).toBeGreaterThan(10);
  for (const code of alike) {
    expect(holdsCardNumber(code, 'goods')).toBe(false);
    expect(holdsCardNumber(`GTIN ${code}`)).toBe(false);
    expect(maskedCardNumbers([code])).toEqual([code]);
  }
});

function withBarcodeCheck(digits: string): string {
  let sum = 0;
  for (let index = 0; index < digits.length; index += 1) {
    sum += Number(digits[digits.length - 1 - index]) * (index % 2 === 0 ? 3 : 1);
  }
  return `${digits}${(10 - (sum % 10)) % 10}`;
}

test.each<[boolean, string]>([
  [true, '4242424242424242'],
  [true, '+4242424242424242'],
  [true, '4242 4242 4242 4242'],
  [false, '+4915112345674'],
  [false, '0049 151 12345674'],
  [false, '+44 7911 123456'],
  [false, '20457'],
])('%s: a card instead of a phone or a postal code: %s', (expected, text) => {
  expect(isCardInsteadOfNumber(text)).toBe(expected);
});

test.each<[number | undefined, string[]]>([
  [0, ['4242 4242', '4242 4242']],
  [1, ['Ada', '4242', '4242', '4242 4242']],
  [0, ['my card 4242 4242', '4242 4242, thanks']],
  [undefined, ['4242 4242', 'and', '4242 4242']],
  [undefined, ['4242 4242', '4242 4241']],
  [undefined, ['House 42', '42 4242 4242 4242']],
  [undefined, ['4242 Main Street', 'Unit 4242']],
  [undefined, ['Ada', 'Sievers']],
  [undefined, ['4242424242424242424', '4242 4242']],
  [1, ['1'.repeat(90), '4242 4242', '4242 4242']],
])('from the text number %j on a number runs through %j', (expected, texts) => {
  expect(spanOfCardNumber(texts)).toBe(expected);
});

test.each<[string[], string[]]>([
  [['pay 4242 4242-4242.4242 now'], ['pay •••• ••••-••••.4242 now']],
  [['4242 4242 4242 4242 12/27'], ['•••• •••• •••• 4242 12/27']],
  [['4242 4242 4242 4242 5555555555554444'], ['•••• •••• •••• 4242 ••••••••••••4444']],
  [['378282246310005 and 5555555555554444'], ['•••••••••••0005 and ••••••••••••4444']],
  [['４２４２ ４２４２ ４２４２ ４２４２'], ['•••• •••• •••• ４２４２']],
  [['4242\n4242 4242 4242'], ['••••\n•••• •••• 4242']],
  [
    ['4242 ', '4242', ' 4242 4242'],
    ['•••• ', '••••', ' •••• 4242'],
  ],
  [['\ufb01ne 🫖 4242424242424242'], ['\ufb01ne 🫖 ••••••••••••4242']],
  [['EAN 4006381330060'], ['EAN 4006381330060']],
  [
    ['', 'none', ''],
    ['', 'none', ''],
  ],
])('of %j is left %j', (pieces, expected) => {
  expect(maskedCardNumbers(pieces)).toEqual(expected);
  expect(maskedCardNumbers(expected)).toEqual(expected);
});

test('long texts are looked through in a moment', () => {
  for (const piece of [
    '1',
    '1 ',
    'DE89 ',
    '4242 ',
    '12345678901a ',
    '1-1 \n',
    '4242424242424241\n',
  ]) {
    const started = performance.now();
    holdsCardNumber(piece.repeat(200_000 / piece.length));
    expect(performance.now() - started).toBeLessThan(5_000);
  }
});

test('what is chosen to be read in many ways is looked through in a moment', () => {
  const started = performance.now();
  for (const text of [`${'1'.repeat(5_000)}x`, `${'123 '.repeat(5_000)}x`, '1'.repeat(20_000)]) {
    expect(spanOfCardNumber([text, text])).toBeUndefined();
  }
  expect(spanOfCardNumber(Array<string>(2_000).fill('123456'))).toBeUndefined();
  for (const piece of ['<', '<a ', '<!--', '<p alt="']) {
    holdsCardNumberInMarkup(`${piece.repeat(200_000 / piece.length)}12345678901234`);
  }
  expect(performance.now() - started).toBeLessThan(20_000);
});

test.each(["alt='4242424242424242'", 'title=4242424242424242', 'ALT = "4242 4242 4242 4242"'])(
  'a tag that says %s holds a card',
  (said) => {
    expect(holdsCardNumberInMarkup(`<img src="https://img.example.com/a.jpg" ${said}>`)).toBe(true);
  },
);
