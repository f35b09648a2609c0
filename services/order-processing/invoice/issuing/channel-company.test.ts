import { crc32, deflateSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Company } from '#contracts/product/company.ts';
import { newId } from '#kernel/ids.ts';
import { must } from '#kernel/result.ts';
import { sql } from '#platform/ground/sql.ts';
import { openTestKontor, type TestKontor } from '#platform/test-kit/testing.ts';
import { textOfPdf } from '#platform/test-kit/text-of-pdf.ts';
import { orderForTests } from '../orders-for-tests.ts';
import { labelsFor } from '../printing/document-labels.ts';
import { epcCode } from '../printing/draw-payment.ts';
import { invoiceService } from '../service.ts';

let shop: TestKontor;
beforeAll(async () => {
  shop = await openTestKontor({ services: [invoiceService], transport: 'loopback' });
});
afterAll(() => shop.close());

const invoices = () => shop.client('invoice');
const company: Company = {
  name: 'Kontor 東京',
  legalName: 'Kontor Japan K.K.',
  street: '1-2-3 Marunouchi',
  postalCode: '100-0005',
  city: 'Tokyo',
  countryCode: 'JP',
  email: 'tokyo@example.com',
  phone: '+81 3 1234 5678',
  websiteUrl: 'https://tokyo.example',
  taxIds: [
    { label: '登録番号', value: 'T1234567890123' },
    { label: 'VAT ID', value: 'DE987654321' },
  ],
  registerEntries: ['Tokyo Legal Affairs Bureau 0100-01-123456', 'Director: Ada Sievers'],
  bankAccount: {
    accountHolder: 'Kontor Japan K.K.',
    iban: 'DE89370400440532013000',
    bic: 'COBADEFFXXX',
    bankName: 'Commerzbank',
  },
  logo: null,
};

let told = 1;
const tell = (code: string, change: { timeZone?: string | null; company?: Company | null }) =>
  shop.deliver('product.channel_changed', code, (told += 1), {
    code,
    name: code,
    currency: 'EUR',
    defaultLocale: 'en',
    locales: ['en'],
    active: true,
    timeZone: null,
    company: null,
    ...change,
  });

async function issue(channel: string, order = orderForTests()) {
  const scope = shop.invocation({ channel });
  const document = must(await invoices().issueInvoice(order, scope), 'issue');
  return { ...document, text: () => textOf(document) };
}

async function textOf({ orderId, documentId }: { orderId: string; documentId: string }) {
  const pdf = must(
    await invoices().getDocumentPdf({ orderId, documentId }, shop.invocation()),
    'pdf',
  );
  return textOfPdf(Buffer.from(pdf.pdfBase64, 'base64'));
}

/** To an hour of the last day of this year, in UTC, while `act` runs. */
async function atNewYearsEve<T>(hour: number, act: () => Promise<T>): Promise<T> {
  const [row] = await shop.database('invoice').query<{ ms: number; year: number }>(sql`
      select extract(epoch from make_timestamptz(y, 12, 31, ${hour}, 30, 0, 'UTC') - kontor_now())
               * 1000 as ms, y as year
      from (select extract(year from kontor_now() at time zone 'UTC')::int as y) this`);
  const ms = Math.round(row!.ms);
  await shop.moveClock(ms);
  try {
    return await act();
  } finally {
    await shop.moveClock(-ms);
  }
}

test('the number’s year and the dates are those of where the shop is', async () => {
  await tell('tokyo', { timeZone: 'Asia/Tokyo' });
  await tell('la', { timeZone: 'America/Los_Angeles' });
  const { documents, year } = await atNewYearsEve(16, async () => ({
    documents: [await issue('tokyo'), await issue('default')] as const,
    year: Number((await issue('la')).number.split('-')[2]),
  }));
  const [tokyo, utc] = documents;
  expect(tokyo.number).toBe(`INV-TOKYO-${year + 1}-000001`);
  expect(await tokyo.text()).toContain(`Jan 1, ${year + 1}`);
  expect(utc.number).toMatch(new RegExp(`^INV-${year}-`));
  expect(await utc.text()).toContain(`Dec 31, ${year}`);
  const credit = { refundId: newId(), orderId: tokyo.orderId, amountMinor: 100, reason: 'late' };
  const note = await atNewYearsEve(16, async () =>
    must(await invoices().issueCreditNote(credit, shop.invocation()), 'credit'),
  );
  expect(note.number).toBe(`CN-TOKYO-${year + 1}-000001`);
  expect(await textOf(note)).toContain(`Jan 1, ${year + 1}`);
});

test('two channels are two companies, and what was issued stays as it was', async () => {
  await tell('kyoto', { company });
  const before = await issue('kyoto');
  await tell('kyoto', { company: { ...company, legalName: 'Renamed K.K.' } });
  const after = await issue('kyoto');
  const other = await issue('default');
  expect(await before.text()).toContain('Kontor Japan K.K.');
  expect(await after.text()).toContain('Renamed K.K.');
  expect(await other.text()).toContain('Kontor Test GmbH');
  const text = await before.text();
  for (const part of ['Kontor 東京', 'T1234567890123', 'DE987654321', 'Tokyo Legal Affairs']) {
    expect(text).toContain(part);
  }
  expect(text).not.toContain('DE123456789');
  await tell('kyoto', { company: null });
  expect(await (await issue('kyoto')).text()).toContain('Kontor Test GmbH');
});

/** Of one dark dot that shines through, as a drawing program writes it. */
function picture(): string {
  const [width, height] = [8, 4];
  const rows = Buffer.alloc(height * (1 + width * 4));
  rows.writeUInt32BE(0x0b5d66ff, 1);
  const chunk = (kind: string, body: Buffer) => {
    const named = Buffer.concat([Buffer.from(kind), body]);
    const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(body.length);
    check.writeUInt32BE(crc32(named));
    return Buffer.concat([length, named, check]);
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 6], 8);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ]).toString('base64');
}

test('a logo stands in the place of the name, and documents keep the one they were issued with', async () => {
  const logo = picture();
  await tell('nara', { company: { ...company, logo } });
  const { orderId, documentId } = await issue('nara');
  await tell('nara', { company: { ...company, logo: null } });
  const pdf = must(
    await invoices().getDocumentPdf({ orderId, documentId }, shop.invocation()),
    'pdf',
  );
  const source = Buffer.from(pdf.pdfBase64, 'base64').toString('latin1');
  expect(source).toContain('/Subtype /Image');
  expect(source).toContain('/S /Figure');
});

test('an invoice to be paid says when, to which account, and by which code', async () => {
  await tell('osaka', { company, timeZone: 'Asia/Tokyo' });
  const order = orderForTests({ paymentMethod: 'invoice', dueAt: '2030-05-31T16:00:00.000Z' });
  const document = await issue('osaka', order);
  const text = await document.text();
  for (const part of ['Jun 1, 2030', 'DE89 3704 0044 0532 0130 00', 'COBADEFFXXX']) {
    expect(text).toContain(part);
  }
  expect(text).toContain('Scan with your banking app');
  const paid = await issue('osaka', orderForTests());
  expect(await paid.text()).not.toContain('DE89');
});

test('one that is paid after its delivery says within how many days, in the language of its reader', async () => {
  await tell('osaka', { company, timeZone: 'Asia/Tokyo' });
  const order = orderForTests({ paymentMethod: 'invoice', dueDaysFromDelivery: 30 });
  const text = await (await issue('osaka', order)).text();
  expect(text).toContain('30 days after delivery');
  expect(text).toContain('within 30 days of delivery');
  expect(text).toContain('DE89 3704 0044 0532 0130 00');
  for (const locale of ['de', 'pl', 'ja']) {
    const { dueAfterDelivery, payAfterDelivery } = labelsFor(locale);
    expect([dueAfterDelivery, payAfterDelivery].join()).not.toContain('delivery');
  }
});

test('the code is a SEPA transfer in euros, and there is none in other money', () => {
  const { totals, ...order } = orderForTests({ paymentMethod: 'invoice' });
  const shopOf = { ...company, taxId: '', bankAccount: company.bankAccount! };
  const { logo: _, ...seller } = shopOf;
  const codeOf = (currency: string) =>
    epcCode({
      number: 'INV-2026-000001',
      snapshot: { kind: 'invoice', shop: seller, ...order, totals: { ...totals, currency } },
    });
  expect(codeOf('EUR')?.split('\n')).toEqual([
    'BCD',
    '002',
    '1',
    'SCT',
    'COBADEFFXXX',
    'Kontor Japan K.K.',
    'DE89370400440532013000',
    `EUR${(totals.totalMinor / 100).toFixed(2)}`,
    '',
    '',
    'INV-2026-000001',
  ]);
  expect(codeOf('CHF')).toBeUndefined();
});

test('the supply of goods that are sent comes after the invoice, and no other day is made up', async () => {
  const sent = await issue('default');
  expect(await sent.text()).toContain('after the invoice date');
  const downloaded = await issue('default', orderForTests({ deliveryName: null }));
  const text = await downloaded.text();
  expect(text).not.toContain('after the invoice date');
  expect(text).toContain('Date of supply');
});
