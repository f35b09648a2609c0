import { inflateSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { textOfPdf } from '#platform/test-kit/text-of-pdf.ts';
import { expectStatus } from '../people/api-client.ts';
import type { Shopper } from '../people/shopper.ts';
import { openJourneyShop, type JourneyShop } from '../shop-kit/journey-shop.ts';

/*
 * Where an order goes, as its mail, its invoice and what the carrier is told say it: in the order of the
 * country, with its capitals, with the country's name last.
 */

let shop: JourneyShop;
beforeAll(async () => {
  shop = await openJourneyShop();
}, 300_000);
afterAll(() => shop.close());

interface Place {
  readonly street: string;
  readonly street2?: string;
  readonly postalCode: string;
  readonly city: string;
  readonly regionCode?: string;
  readonly countryCode: string;
  readonly company?: string;
}

const place = (
  countryCode: string,
  street: string,
  postalCode: string,
  city: string,
  more: Partial<Place> = {},
): Place => ({ countryCode, street, postalCode, city, ...more });

const company = 'Sievers Trading';
/** The lines between them, and the state that the carrier is told where it is not the city. */
const places: readonly (readonly [Place, lines: string, state?: string])[] = [
  [
    place('JP', '千代田1-1', '100-0001', '千代田区', { regionCode: '13' }),
    '〒100-0001 | 東京都千代田区 | 千代田1-1 | Ada Sievers | Japan',
    '東京都',
  ],
  [
    place('JP', '1-1 Chiyoda', '100-0001', 'Chiyoda-ku', { regionCode: '13' }),
    'Ada Sievers | 1-1 Chiyoda, Chiyoda-ku, TOKYO | 100-0001 | Japan',
    'Tokyo',
  ],
  [
    place('HU', 'Andrássy út 60', '1062', 'Budapest'),
    'Ada Sievers | BUDAPEST | Andrássy út 60 | 1062 | Hungary',
  ],
  [
    place('GB', '10 Downing Street', 'SW1A 2AA', 'London', { company }),
    `Ada Sievers | ${company} | 10 Downing Street | LONDON | SW1A 2AA | United Kingdom`,
  ],
  [
    place('US', '1 Main St', '97201', 'Portland', { regionCode: 'OR', street2: 'Apt 4' }),
    'Ada Sievers | 1 Main St | Apt 4 | PORTLAND, OR 97201 | United States',
    'OR',
  ],
  [
    place('BR', 'Av. Paulista 1000', '01310-100', 'São Paulo', { regionCode: 'SP' }),
    'Ada Sievers | Av. Paulista 1000 | SÃO PAULO-SP | 01310-100 | Brazil',
    'SP',
  ],
  [
    place('CN', '建国路1号', '100022', '朝阳区', { regionCode: 'BJ' }),
    '100022 | 北京市朝阳区 | 建国路1号 | Ada Sievers | China',
    'BJ',
  ],
  [
    place('KR', '세종대로 209', '03171', '종로구', { regionCode: '11' }),
    '서울 종로구 | 세종대로 209 | Ada Sievers | 03171 | South Korea',
    '서울',
  ],
  [
    place('TW', '市府路1號', '110', '臺北市信義區', { regionCode: 'TPE' }),
    '110 | 臺北市信義區 | 市府路1號 | Ada Sievers | Taiwan',
    'TPE',
  ],
  [place('IE', '1 Main St', '', 'Dublin'), 'Ada Sievers | 1 Main St | Dublin | Ireland'],
  [
    place('HK', "1 Queen's Road", '', 'Central'),
    "Ada Sievers | 1 Queen's Road | Central | Hong Kong",
  ],
  [
    place('AE', 'Sheikh Zayed Rd 1', '', 'Dubai', { regionCode: 'DU' }),
    'Ada Sievers | Sheikh Zayed Rd 1 | Dubai | United Arab Emirates',
    'DU',
  ],
  [
    place('RU', 'ул. Мира, 1', '140000', 'Люберцы', { regionCode: 'MOS' }),
    'Ada Sievers | ул. Мира, 1 | ЛЮБЕРЦЫ | Московская область | 140000 | Russia',
    'MOS',
  ],
  [
    place('IN', '1 MG Road', '560001', 'Bengaluru', { regionCode: 'KA' }),
    'Ada Sievers | 1 MG Road | Bengaluru 560001 | Karnataka | India',
    'KA',
  ],
  [
    place('FR', '1 rue de Rivoli', '75056', 'Paris Cedex 01', { company }),
    `${company} | Ada Sievers | 1 rue de Rivoli | 75056 PARIS CEDEX 01 | France`,
  ],
];

test('mail, invoice and carrier have an address as its country writes it', async () => {
  const { book, staff } = shop;
  const sku = await staff.stockedSku(1_000);
  for (const [index, [address, written, state]] of places.entries()) {
    const what = `${address.countryCode} ${address.city}`;
    const email = `written-${index}@kontor.example`;
    const guest = await shop.guest();
    const given = { name: 'Ada Sievers', ...address };
    const placed = await guest.buy({ sku, email, address: given });
    await guest.orderWhen(placed.orderId, (order) => order.state === 'confirmed');
    const [fulfillment] = await staff.fulfillmentsOf(placed.orderId);
    const { parcel } = await staff.ship(fulfillment!.fulfillmentId);
    const lines = written.split(' | ');
    const [mail] = await book.mailsTo(email);
    expect(String(mail!['text']), what).toContain(`\n${lines.join('\n')}\n`);
    expect((await invoiceOf(guest, placed.orderId)).replaceAll(/\s/g, ''), what).toContain(
      lines.join('').replaceAll(/\s/g, ''),
    );
    const labels = await book.read('labels');
    const label = labels.find(({ trackingNumber }) => trackingNumber === parcel!.trackingNumber);
    expect(label?.['shipTo'], what).toMatchObject({
      name: 'Ada Sievers',
      address_line1: address.street,
      city_locality: address.city,
      state_province: state ?? address.city,
      postal_code: address.postalCode === '' ? '-' : address.postalCode,
      country_code: address.countryCode,
      ...(address.company === undefined ? {} : { company_name: address.company }),
      ...(address.street2 === undefined ? {} : { address_line2: address.street2 }),
    });
    // Its printer has the letters of Western Europe alone.
    if (/[^ -\u00ff]/.test(written)) continue;
    expect(await printed(String(label!['id'])), what).toContain(
      lines.join('').replaceAll(/\s/g, ''),
    );
  }
}, 300_000);

/** What the invoice shows. */
async function invoiceOf(guest: Shopper, orderId: string): Promise<string> {
  const path = `/v1/orders/${orderId}/documents`;
  const found = expectStatus(await guest.get<{ items: { documentId: string }[] }>(path), 200);
  const url = `${guest.url}${path}/${found.items[0]!.documentId}/pdf`;
  return textOfPdf(await download(url, guest.token));
}

/** What stands on the label that the sandbox prints: its letters are bytes, no font goes with them. */
async function printed(labelId: string): Promise<string> {
  const pdf = await download(`${shop.sandbox.httpUrl}/sandbox/labels/${labelId}.pdf`);
  const streams = pdf.toString('latin1').matchAll(/stream\n([\s\S]*?)\nendstream/g);
  const page = [...streams].map(([, body]) => inflated(body!)).join('');
  const letters = [...page.matchAll(/<([0-9a-f]+)>/g)].map(([, hex]) =>
    Buffer.from(hex!, 'hex').toString('latin1'),
  );
  return letters.join('').replaceAll(/\s/g, '');
}

function inflated(body: string): string {
  try {
    return inflateSync(Buffer.from(body, 'latin1')).toString('latin1');
  } catch {
    return '';
  }
}

async function download(url: string, token?: string): Promise<Buffer> {
  const pdf = await fetch(url, token ? { headers: { Authorization: `Bearer ${token}` } } : {});
  expect(pdf.status).toBe(200);
  return Buffer.from(await pdf.arrayBuffer());
}
