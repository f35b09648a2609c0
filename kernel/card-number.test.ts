import { expect, test } from 'vitest';
import { holdsCardNumber, maskedCardNumbers } from './card-number.ts';

test.each<[boolean, string, string]>([
  [true, '4242424242424242', 'note'],
  [true, '4242 4242 4242 4242', 'message'],
  [true, '4242.4242.4242.4242', 'message'],
  [true, '4242\u00a04242\u202f4242\u20094242', 'message'],
  [true, '4242  4242  4242  4242', 'message'],
  [true, '4242 4242 4242 4242 12/27', 'message'],
  [true, '4242424242424242 12-27', 'note'],
  [true, '4242 4242 4242 4242 123', 'note'],
  [true, '26-11-26 4242 4242 4242 4242', 'note'],
  [true, '4242 4242 4242 4242 5555 5555 5555 4444', 'note'],
  [false, '4242 4242 4242 4241 12', 'note'],
  [true, '4242–4242–4242–4242', 'note'],
  [true, '4242\u20104242\u20114242\u20144242', 'note'],
  [true, '４２４２ ４２４２ ４２４２ ４２４２', 'note'],
  [true, 'No. 12. 4242 4242 4242 4242.', 'message'],
  [true, 'card 3782-822463-10005.', 'reason'],
  [true, '6304000000000000000', 'note'],
  [true, '5555555555554444', 'name'],
  [true, '2223003122003222', 'street'],
  [true, '6011111111111117', 'subject'],
  [true, '30569309025904', 'city'],
  [true, '3530111333300000', 'company'],
  [true, '4242424242424242', 'phone'],
  [true, '+4242424242424242', 'phone'],
  [false, '4242424242424241', 'note'],
  [false, '424242424242', 'note'],
  [false, 'x4242424242424242', 'note'],
  [false, '42424242424242424242', 'note'],
  [false, '4242, 4242, 4242, 4242', 'message'],
  [false, '4242\n4242\n4242\n4242', 'message'],
  // Bar codes, an IMEI, a SIRET, a time and a parcel that pass the Luhn check.
  [false, '4006381330060', 'sku'],
  [false, '4006381330060', 'barcode'],
  [false, '4242424242424242', 'search'],
  [false, '4242424242424242', 'cursor'],
  [false, '4242424242424242', 'handle'],
  [false, '490154203237518', 'message'],
  [false, '73282932000074', 'message'],
  [false, '1700000000007', 'note'],
  [false, '+4915112345674', 'phone'],
  [false, '0049 151 12345674', 'phone'],
])('%s: %s in the field %s', (expected, value, field) => {
  expect(holdsCardNumber(value, field)).toBe(expected);
});

test.each<[string[], string[]]>([
  [['pay 4242 4242-4242.4242 now'], ['pay •••• ••••-••••.4242 now']],
  [['4242 4242 4242 4242 12/27'], ['•••• •••• •••• 4242 12/27']],
  [['4242 4242 4242 4242 5555555555554444'], ['•••• •••• •••• 4242 ••••••••••••4444']],
  [['378282246310005 and 5555555555554444'], ['•••••••••••0005 and ••••••••••••4444']],
  [['４２４２ ４２４２ ４２４２ ４２４２'], ['•••• •••• •••• ４２４２']],
  [
    ['4242 ', '4242', ' 4242 4242'],
    ['•••• ', '••••', ' •••• 4242'],
  ],
  [['\ufb01ne 🫖 4242424242424242'], ['\ufb01ne 🫖 ••••••••••••4242']],
  [['4222222222222'], ['•••••••••2222']],
  // Nothing but a card's number: a German bar code, a number that fails the check, no digits.
  [['EAN 4006381330060'], ['EAN 4006381330060']],
  [['EAN 4012345678901'], ['EAN 4012345678901']],
  [['4242424242424241'], ['4242424242424241']],
  [
    ['', 'none', ''],
    ['', 'none', ''],
  ],
])('of %j is left %j', (pieces, expected) => {
  expect(maskedCardNumbers(pieces)).toEqual(expected);
  expect(maskedCardNumbers(expected)).toEqual(expected);
});

test('bar codes that pass the check of cards stay', () => {
  const passing = ['4000000000006', '4006381330060'].filter((code) =>
    holdsCardNumber(code, 'note'),
  );
  for (const code of passing) expect(maskedCardNumbers([code])).toEqual([code]);
});
