import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { sumMinor } from '#kernel/money.ts';
import { textOfPdf } from '#platform/test-kit/text-of-pdf.ts';
import { creditOf } from '../crediting/credit-taxes.ts';
import { orderForTests, type LineOfOrder } from '../orders-for-tests.ts';
import { labelsFor, languageOf } from './document-labels.ts';
import { renderDocument, type Printed } from './render-document.ts';
import { taxRowsOf } from './printed-taxes.ts';

type Order = ReturnType<typeof orderForTests>;
const shop = {
  name: 'Kontor Test',
  legalName: 'Kontor Test GmbH',
  street: 'Speicherstadt 1',
  postalCode: '20457',
  city: 'Hamburg',
  countryCode: 'DE',
  taxId: 'DE123456789',
  email: 'shop@kontor.example',
  phone: '+494012345678',
  websiteUrl: 'https://kontor.example',
};

function invoiceOf(change: Partial<Order> = {}, locale = 'en', lines?: LineOfOrder[]): Printed {
  const order = orderForTests(change, lines);
  return {
    number: 'INV-2026-000042',
    issuedAt: '2026-03-09T15:12:13.000Z',
    locale,
    snapshot: { kind: 'invoice', shop, ...order },
  };
}

const print = async (printed: Printed) => {
  const bytes = await renderDocument(printed);
  return { bytes, source: bytes.toString('latin1'), text: textOfPdf(bytes) };
};
const address = (change: object) => ({ ...orderForTests().billingAddress, ...change });
const reversed = (text: string) => Array.from(text).toReversed().join('');

describe('letters', { timeout: 180_000 }, () => {
  test.each([
    ['Greek', 'Ελένη Παπαδοπούλου', 'Παπαδόπουλος & Σία ΑΕ'],
    ['Polish, Hungarian and Sami', 'Łukasz Ŧőth', 'Żółć Gęślą Jaźń Sp. z o.o.'],
    ['Cyrillic', 'Елена Попова', 'улица Ленина 5, ЄЇЎЂЖ'],
    ['Romanian and Vietnamese', 'Ștefan Țepeș', 'Nguyễn Văn Đạt'],
    ['Japanese', '山田 太郎', '株式会社ガス灯'],
    ['Chinese', '王小明', '上海贸易有限公司'],
    ['Korean', '김철수', '한국 상사'],
    ['Thai', 'สมชาย', 'ร้านชา'],
    ['Georgian and Armenian', 'გიორგი', 'Հայաստան'],
    ['Indian', 'राम', 'भारत'],
    ['starred', 'Tea → ★ ♥', 'Café ☕'],
  ])('%s names are printed as they were given', async (_what, name, company) => {
    const { text, source } = await print(invoiceOf({ billingAddress: address({ name, company }) }));
    expect(text).toContain(name);
    expect(text).toContain(company);
    expect(text).not.toContain('?');
    // All of them are in the document itself.
    expect(source).not.toMatch(/\/BaseFont \/Helvetica/);
    expect(source.match(/\/FontFile[23]? /g)!.length).toBeGreaterThan(0);
  });

  test.each([
    ['Hebrew', 'יעל כהן'],
    ['Hebrew with a number', 'רחוב הרצל 27'],
  ])('%s stands from right to left', async (_what, name) => {
    const { text, source } = await print(invoiceOf({ billingAddress: address({ name }) }));
    const shown = reversed(name).replace(/\d+/, (digits) => reversed(digits));
    expect(text).toContain(shown);
    // Who has it read hears it in its order.
    expect(source).toContain('/ActualText');
  });

  test('Arabic letters join, and an Arabic document is mirrored', async () => {
    const billing = address({ name: 'محمد عبد الله', company: 'شركة النور للتجارة' });
    const { text, source } = await print(invoiceOf({ billingAddress: billing }, 'ar'));
    expect(source).toContain('NotoSansArabic');
    expect(source).toContain('/Lang (ar)');
    expect(text).not.toContain('[U+');
  });

  test('a letter that no font has is told by its number', async () => {
    const { text } = await print(invoiceOf({ billingAddress: address({ name: 'বা' }) }));
    expect(text).toContain('[U+09AC][U+09BE]');
  });

  test('are the same bytes each time, in whatever order documents are printed', async () => {
    const one = invoiceOf({ billingAddress: address({ name: '山田 太郎' }) }, 'ja');
    const other = invoiceOf({ billingAddress: address({ name: 'محمد' }) });
    const [first, between, again] = [await print(one), await print(other), await print(one)];
    expect(again.bytes.equals(first.bytes)).toBe(true);
    expect((await print(other)).bytes.equals(between.bytes)).toBe(true);
  });
});

test.each([
  ['en', 'VAT ID FR40303265045'],
  ['de', 'USt-IdNr. FR40303265045'],
])('a document in %s names the buyer’s VAT number below their address', async (locale, said) => {
  const { text } = await print(invoiceOf({ vatId: 'FR40303265045' }, locale));
  expect(text.replaceAll(/\s+/g, ' ')).toContain(said);
  expect((await print(invoiceOf({}, locale))).text).not.toContain('FR40');
});

test.each([
  ['en', 'Tax exempt. Certificate: EX $& 7 (Finanzamt Hamburg-Mitte).'],
  ['de', 'Steuerbefreit. Bescheinigung: EX $& 7 (Finanzamt Hamburg-Mitte).'],
])('an invoice in %s says why there is no tax', async (locale, said) => {
  const taxExemption = {
    exemptionId: '01a0c8a4-0000-7000-8000-000000000001',
    reason: 'diplomatic',
    certificateNumber: 'EX $& 7',
    issuedBy: 'Finanzamt Hamburg-Mitte',
  };
  const { text } = await print(invoiceOf({ taxExemption }, locale));
  expect(text.replaceAll(/\s+/g, ' ')).toContain(said);
  expect((await print(invoiceOf({}, locale))).text).not.toContain('Finanzamt');
});

test('every language says all that another says, with the same places to fill in', () => {
  const folder = new URL('labels/', import.meta.url);
  const leaves = (value: object, at = ''): string[] =>
    Object.entries(value).flatMap(([key, one]: [string, unknown]) =>
      typeof one === 'string'
        ? [`${at}${key} ${(one.match(/\{\w+\}/g) ?? []).toSorted().join(' ')}`.trim()]
        : leaves(one as object, `${at}${key}.`),
    );
  const expected = leaves(labelsFor('en'));
  for (const file of readdirSync(folder)) {
    const language = file.replace('.json', '');
    expect(languageOf(language)).toBe(language);
    expect([language, leaves(labelsFor(`${language}-XX`))]).toEqual([language, expected]);
  }
  expect(languageOf('sw-KE')).toBe('en');
});

test('a long word and a long title stay within their column, and nothing of them is lost', async () => {
  const title = 'Donaudampfschifffahrtsgesellschaftskapitänsmützenhalterung'.repeat(2);
  const lines = [{ title, quantity: 1, unitPriceMinor: 100, ratePpm: 190_000 }];
  const { text } = await print(invoiceOf({}, 'de', lines));
  expect(text.replaceAll(/\s/g, '')).toContain(title);
});

test('is tagged, with a title and a language', async () => {
  const { source } = await print(invoiceOf({}, 'de'));
  for (const part of ['/MarkInfo', '/Marked true', '/StructTreeRoot', '/DisplayDocTitle true']) {
    expect(source).toContain(part);
  }
  expect(source).toContain('/Lang (de)');
  for (const role of ['H1', 'Table', 'TR', 'TH', 'TD', 'P'])
    expect(source).toContain(`/S /${role}\n`);
});

/** Two mugs, the atlas and the delivery go back, less 10.00. */
function noteOf(change: { timeZone?: string; invoiceTimeZone?: string } = {}) {
  const { snapshot, ...printed } = invoiceOf({}, 'en');
  if (snapshot.kind !== 'invoice') throw new Error('an invoice');
  const [mug, atlas] = snapshot.lines;
  const given = [
    { lineId: mug!.lineId, quantity: 2, amountMinor: 2_998 },
    { lineId: atlas!.lineId, quantity: 1, amountMinor: 3_990 },
  ];
  const credit = { amountMinor: 6_478, lines: given, shippingMinor: 490 };
  const { lines, shipping, adjustmentMinor, taxes } = creditOf(snapshot, [], credit);
  const named = lines.map((part) => ({
    ...(part.lineId === mug!.lineId ? mug! : atlas!),
    ...part,
  }));
  const { orderNumber, email, billingAddress } = snapshot;
  const about = { orderNumber, email, billingAddress, reason: 'Arrived broken' };
  const note = {
    kind: 'credit_note' as const,
    shop,
    ...about,
    invoiceNumber: 'INV-2026-000042',
    invoiceIssuedAt: printed.issuedAt,
    lines: named,
    shippingMinor: shipping.totalMinor,
    shippingTaxes: shipping.taxes,
    adjustmentMinor,
    currency: 'EUR',
    totalMinor: credit.amountMinor,
    taxMinor: sumMinor(taxes.map(({ taxMinor }) => taxMinor)),
    taxes,
    ...change,
  };
  return { ...printed, number: 'CN-2026-000001', snapshot: note };
}

test('a credit note says of each line what one cost and its rate, and sums up', async () => {
  const note = noteOf();
  const { text } = await print(note);
  const cells = text.split('\n');
  const numbers = ['INV-2026-000042', 'CN-2026-000001'];
  for (const cell of ['€14.99', '€29.98', '€39.90', '−€10.00', '19%', '7%', ...numbers]) {
    expect(cells).toContain(cell);
  }
  const rows = taxRowsOf(note.snapshot);
  const money = ({ taxableMinor, taxMinor }: (typeof rows)[number]) =>
    [taxableMinor, taxMinor].map((minor) => `€${(minor / 100).toFixed(2)}`);
  for (const cell of rows.flatMap(money)) expect(cells).toContain(cell);
  expect(sumMinor(rows.flatMap(({ taxableMinor, taxMinor }) => [taxableMinor, taxMinor]))).toBe(
    note.snapshot.totalMinor,
  );
});

test('a credit note says the day that stands on its invoice, wherever the shop is since', async () => {
  const { text } = await print(noteOf({ timeZone: 'Asia/Tokyo', invoiceTimeZone: 'UTC' }));
  const cells = text.split('\n');
  expect(cells).toContain('Mar 10, 2026');
  expect(cells).toContain('Mar 9, 2026');
});

test('of what costs nothing nobody is asked to pay', async () => {
  const free = [{ title: 'Sample', quantity: 1, unitPriceMinor: 0, ratePpm: 190_000 }];
  const { totals } = orderForTests({}, free);
  const nothing = { shippingMinor: 0, shippingTaxMinor: 0, taxMinor: 0, totalMinor: 0, taxes: [] };
  const order = { totals: { ...totals, ...nothing }, paymentMethod: 'invoice' as const };
  const { snapshot, ...printed } = invoiceOf(order, 'en', free);
  const iban = 'DE89370400440532013000';
  const bankAccount = { accountHolder: 'Kontor Test GmbH', iban, bic: null, bankName: '' };
  const { text } = await print({
    ...printed,
    snapshot: { ...snapshot, shop: { ...shop, bankAccount } },
  });
  const { payment, dueDate, accountHolder } = labelsFor('en');
  for (const label of [payment, dueDate, accountHolder, 'Please pay', 'IBAN']) {
    expect(text).not.toContain(label);
  }
});

test.each(['en', 'de', 'ar', 'ja', 'hu'])(
  'an invoice in %s of before still says the day of issue as that of supply',
  async (locale) => {
    const before = invoiceOf({}, locale);
    const follows = { ...before, snapshot: { ...before.snapshot, supplyFollows: true } };
    const [old, now] = [await print(before), await print(follows as typeof before)];
    expect(old.text).not.toBe(now.text);
    expect((await print(before)).bytes.equals(old.bytes)).toBe(true);
  },
);

test('a day is that of where the shop is', async () => {
  const printed = invoiceOf({ placedAt: '2026-03-09T15:12:13.000Z' });
  const there = { ...printed.snapshot, timeZone: 'Asia/Tokyo' };
  expect((await print(printed)).text).toContain('Mar 9, 2026');
  expect((await print({ ...printed, snapshot: there })).text).toContain('Mar 10, 2026');
  expect((await print({ ...printed, snapshot: there })).text).not.toContain('Mar 9, 2026');
});

test.each([
  ['JPY', 'ja', '￥8,477'],
  ['KWD', 'en', 'KWD 8.477'],
])('money of %s has the places that it has', async (currency, locale, total) => {
  const { totals } = orderForTests();
  const taxes = [{ name: 'VAT 10%', ratePpm: 100_000, taxableMinor: 7_706, taxMinor: 771 }];
  const inIt = { ...totals, currency, totalMinor: 8_477, subtotalMinor: 8_477, shippingMinor: 0 };
  const printed = invoiceOf({ totals: { ...inIt, taxes } }, locale);
  const { text } = await print(printed);
  expect(text.replaceAll('\u00a0', ' ')).toContain(total);
  // Nothing is said of a delivery that costs nothing.
  expect(text.split('\n')).not.toContain('Delivery');
  expect(text.split('\n')).not.toContain('送料');
});

test('what is to be paid stays on the page where there is room', async () => {
  const bankAccount = {
    accountHolder: 'Kontor Test GmbH',
    iban: 'DE89370400440532013000',
    bic: 'COBADEFFXXX',
    bankName: 'Commerzbank',
  };
  const { snapshot, ...printed } = invoiceOf({ paymentMethod: 'invoice' });
  const { text } = await print({
    ...printed,
    snapshot: { ...snapshot, shop: { ...shop, bankAccount } },
  });
  expect(text).toContain('Page 1 of 1');
  // So many days after the invoice as documents of earlier versions say.
  expect(text).toContain('Mar 23, 2026');
});

describe('taxes', () => {
  const goods: LineOfOrder[] = [
    { title: 'Mug', quantity: 1, unitPriceMinor: 1_190, ratePpm: 190_000 },
    { title: 'Book', quantity: 1, unitPriceMinor: 1_070, ratePpm: 70_000 },
    { title: 'Stamp', quantity: 1, unitPriceMinor: 1_900, ratePpm: 0 },
  ];

  test('each rate has its row, zero too', async () => {
    const { text } = await print(invoiceOf({}, 'en', goods));
    for (const row of ['VAT 19%', 'VAT 7%', 'VAT 0%', '€19.00']) expect(text).toContain(row);
    expect(text.split('\n')).toContain('0%');
  });

  test('goods that an earlier version wrote no rate of are in a row at zero', () => {
    const { snapshot } = invoiceOf({}, 'en', goods);
    if (snapshot.kind !== 'invoice') throw new Error('an invoice');
    const lines = snapshot.lines.map((line) => (line.taxMinor > 0 ? line : { ...line, taxes: [] }));
    const taxes = snapshot.totals.taxes.filter(({ ratePpm }) => ratePpm > 0);
    const old = { ...snapshot, lines, totals: { ...snapshot.totals, taxes } };
    expect(taxRowsOf(old)).toMatchObject([
      { ratePpm: 190_000 },
      { ratePpm: 70_000 },
      { ratePpm: 0, taxableMinor: 1_900, taxMinor: 0 },
    ]);
  });

  test('what no rate is written of is in the sums of an invoice and of its credit note', () => {
    const { snapshot } = invoiceOf({}, 'en', goods);
    if (snapshot.kind !== 'invoice') throw new Error('an invoice');
    const [mug, book, stamp] = snapshot.lines;
    const abroad = [mug!, { ...book!, taxes: [], taxMinor: 0 }, { ...stamp!, taxes: [] }];
    const { totals } = snapshot;
    const sold = { ...totals, taxes: mug!.taxes, shippingTaxMinor: 0, taxMinor: mug!.taxMinor };
    const invoice = { ...snapshot, lines: abroad, totals: sold };
    const sumOf = (rows: ReturnType<typeof taxRowsOf>) =>
      sumMinor(rows.flatMap(({ taxableMinor, taxMinor }) => [taxableMinor, taxMinor]));
    expect(sumOf(taxRowsOf(invoice))).toBe(totals.totalMinor);
    const given = abroad.map(({ lineId, totalMinor }) => {
      return { lineId, quantity: 1, amountMinor: totalMinor };
    });
    const credit = { amountMinor: totals.totalMinor - 600, lines: given, shippingMinor: 490 };
    const { lines, shipping, taxes, adjustmentMinor } = creditOf(invoice, [], credit);
    const note = {
      ...noteOf().snapshot,
      lines: lines.map((part, index) => ({ ...abroad[index]!, ...part })),
      shippingMinor: 490,
      shippingTaxes: shipping.taxes,
      adjustmentMinor,
      totalMinor: credit.amountMinor,
      taxes,
    };
    const rows = taxRowsOf(note);
    expect(rows.map(({ ratePpm }) => ratePpm)).toEqual([190_000, 0]);
    expect(sumOf(rows)).toBe(credit.amountMinor);
  });

  test('shares of one rate are one row, and a delivery that costs nothing has none', () => {
    const { snapshot } = invoiceOf({}, 'en', goods.slice(0, 1));
    if (snapshot.kind !== 'invoice') throw new Error('an invoice');
    const [share] = snapshot.totals.taxes;
    const free = { name: 'VAT 7%', ratePpm: 70_000, taxableMinor: 0, taxMinor: 0 };
    const totals = { ...snapshot.totals, taxes: [share!, share!, free] };
    expect(taxRowsOf({ ...snapshot, totals })).toEqual([
      {
        ...share,
        taxableMinor: share!.taxableMinor * 2,
        taxMinor: share!.taxMinor * 2,
      },
    ]);
  });
});
