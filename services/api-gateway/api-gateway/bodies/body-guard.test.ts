import { expect, test } from 'vitest';
import { z } from 'zod';
import { codeText, text } from '#contracts/shapes.ts';
import { ofKind } from '#contracts/text-kinds.ts';
import { parseJsonBody } from './body-guard.ts';

const refused = (value: object, foreign?: readonly string[], schema?: z.ZodType) => {
  const parsed = parseJsonBody(Buffer.from(JSON.stringify(value)), { foreign, schema });
  return 'refused' in parsed ? parsed.refused.code : undefined;
};

test('texts of another shop are left to their service, all others are refused', () => {
  const value = { items: [{ title: 'a\r\nb', tags: ['a\u0007'] }] };
  expect(parseJsonBody(Buffer.from(JSON.stringify(value)), { foreign: ['title', 'tags'] })).toEqual(
    { value },
  );
  expect(refused(value, ['title'])).toBe(refused({ title: 'a\u0007' }));
  expect(refused(value, ['title'])).toMatch(/./);
  expect(refused({ title: 'a\0' }, ['title'])).toMatch(/./);
  expect(refused({ title: 'a\ud800' }, ['title'])).toMatch(/./);
});

const card = '4242 4242 4242 4242';
const address = z.strictObject({ name: text(80), street: text(80), street2: text(80).optional() });
const schema = z.strictObject({
  note: text(80).nullable().default(null),
  lines: z.array(z.strictObject({ sku: codeText(80), names: z.record(z.string(), text(80)) })),
  address: z.union([z.null(), address.transform((given) => given)]).optional(),
  description: ofKind('markup', z.string()).optional(),
  altText: ofKind('goods', z.string()).optional(),
  phone: ofKind('number', z.string()).optional(),
  password: ofKind('secret', z.string()).optional(),
  title: ofKind('foreign', z.string()).optional(),
});

test.each<[string | undefined, object]>([
  ['note', { note: card }],
  ['lines.1.names.de', { lines: [{ sku: 'a' }, { sku: 'b', names: { en: 'Tea', de: card } }] }],
  ['address.street', { address: { name: 'Ada', street: '4242 4242', street2: '4242 4242' } }],
  ['address.street2', { address: { street2: card, surprise: 1 } }],
  ['description', { description: `<p>4242 <b>4242</b><br>4242&nbsp;&#52;242</p>` }],
  ['description', { description: `<img src="/a.png" alt="${card}">` }],
  ['altText', { altText: card }],
  ['phone', { phone: card }],
  [undefined, { description: `<img src="/4242424242424242.png" alt="Tea">` }],
  [undefined, { lines: [{ sku: card, names: {} }], password: card, title: card, other: card }],
  [undefined, { note: 'EAN 4006381330060', phone: '+49 151 12345674' }],
  [undefined, { note: 4242424242424242, lines: card, address: card }],
])('a card number is refused in %s of %j', (field, value) => {
  const parsed = parseJsonBody(Buffer.from(JSON.stringify(value)), { schema });
  const told = 'refused' in parsed ? parsed.refused : undefined;
  expect(told?.code).toBe(field && 'card_number_refused');
  expect(told?.errors?.map((each) => each.field)).toEqual(field && [field]);
  if (told) expect(JSON.stringify(told)).not.toMatch(/4242/);
});
