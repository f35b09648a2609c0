import { expect, test } from 'vitest';
import { fieldDefinition, type Field } from '#contracts/fields.ts';
import { changedAttributes } from './check-values.ts';

const card = '4242 4242 4242 4242';
const carton = '30012340000016';

function fieldOf(owner: Field['owner'], more: object): Field {
  const definition = fieldDefinition.parse({ names: { en: 'X' }, type: 'text', ...more });
  return { owner, key: 'x', version: 1, ...definition };
}

const pattern = { limits: { pattern: '\\d{4} \\d{4} \\d{4} \\d{4}' } };

test.each<[boolean, Field['owner'], object, unknown]>([
  [true, 'order_line', {}, card],
  [true, 'order_line', pattern, card],
  [true, 'customer', { limits: { lines: true } }, '4242 4242\n4242 4242'],
  [true, 'product', {}, card],
  [true, 'variant', { localised: true }, { en: 'Tea', de: card }],
  [true, 'product', { type: 'rich' }, '<p>4242 <b>4242</b><br>4242 4242</p>'],
  [false, 'product', pattern, card],
  [false, 'product', {}, carton],
  [false, 'product', { type: 'rich' }, '<img src="/4242424242424242.png">'],
  [false, 'order_line', {}, 'Since 4711'],
])('a card number is refused (%s) in a field of %s, %j: %j', (refused, owner, more, value) => {
  const changed = changedAttributes([fieldOf(owner, more)], {}, { x: value as string });
  expect(changed.ok).toBe(!refused);
  if (!changed.ok) {
    expect(changed.failure.detail.problems).toMatchObject([
      { field: 'attributes.x', code: 'card_number' },
    ]);
  }
});
