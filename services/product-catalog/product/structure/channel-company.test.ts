import { crc32, deflateSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { company as companySchema, type Company } from '#contracts/product/company.ts';
import { must } from '#kernel/result.ts';
import { sql } from '#platform/ground/sql.ts';
import { openCatalog, type Catalog } from '../catalog-for-tests.ts';
import { isReadable } from './read-logo.ts';

let catalog: Catalog;
beforeAll(async () => {
  catalog = await openCatalog('loopback');
});
afterAll(() => catalog.shop.close());

const staff = () =>
  catalog.shop.invocation({ actor: catalog.shop.staff(['catalog:read', 'catalog:write']) });
const company: Company = {
  name: 'Harbour',
  legalName: 'Harbour Trading Ltd',
  street: '1 Dock Road',
  postalCode: 'E14 5AB',
  city: 'London',
  countryCode: 'GB',
  email: 'office@harbour.example',
  phone: '',
  websiteUrl: '',
  taxIds: [{ label: 'VAT no.', value: 'GB123456789' }],
  registerEntries: ['Companies House 01234567'],
  bankAccount: {
    accountHolder: 'Harbour',
    iban: 'GB82WEST12345698765432',
    bic: null,
    bankName: '',
  },
  logo: null,
};
/** One pixel, clear. */
const pixel =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAAC0lEQVR4nGNgAAIAAAUAAXpeqz8AAAAASUVORK5CYII=';

interface Picture {
  /** Of its one row: in which of the ways 0 to 4 it is written. */
  readonly filter?: number;
  readonly before?: readonly Buffer[];
  readonly after?: readonly Buffer[];
}

/** Two clear pixels in a row, with more chunks around them. */
function png({ filter = 0, before = [], after = [] }: Picture): string {
  const signature = Buffer.from('89504e470d0a1a0a', 'hex');
  const pixels = chunk('IDAT', deflateSync(Buffer.from([filter, ...Buffer.alloc(8)])));
  const end = chunk('IEND', Buffer.alloc(0));
  return Buffer.concat([signature, size, ...before, pixels, ...after, end]).toString('base64');
}

function chunk(kind: string, body: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(kind, 'latin1'), body]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(body.length);
  check.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, check]);
}

const size = chunk('IHDR', Buffer.from('00000002000000010806000000', 'hex'));

test('who sells in a channel, and its time zone, are kept and told', async () => {
  const { client, shop } = catalog;
  const [before] = must(await client.listAdminChannels({}, staff()), 'channels').items;
  const put = (change: object = {}) =>
    client.putChannelCompany(
      { code: 'default', timeZone: 'Europe/London', company, ...change },
      staff(),
    );
  const after = must(await put({ expectedVersion: before!.version }), 'put');
  expect(after).toMatchObject({ timeZone: 'Europe/London', company, version: before!.version + 1 });
  expect(must(await client.listAdminChannels({}, staff()), 'again').items).toContainEqual(after);
  const told = await shop.database('product').query<{ data: object; aggregateVersion: number }>(sql`
    select data, aggregate_version from outbox
    where type = 'product.channel_changed' and aggregate_id = 'default'
    order by aggregate_version desc limit 1`);
  expect(told).toMatchObject([
    {
      data: { code: 'default', timeZone: 'Europe/London', company },
      aggregateVersion: after.version,
    },
  ]);
  expect(await put({ expectedVersion: before!.version })).toMatchObject({
    failure: { code: 'version_conflict', detail: { version: after.version } },
  });
  expect(await put({ code: 'nowhere' })).toMatchObject({ failure: { code: 'channel_not_found' } });
  expect(await put({ company: { ...company, logo: pixel.slice(0, 60) } })).toMatchObject({
    failure: { code: 'logo_unreadable' },
  });
  const mail = (code: string, expectedVersion?: number) =>
    client.putChannelMail({ code, mailsDocuments: true, expectedVersion }, staff());
  expect(await mail('default', before!.version)).toMatchObject({
    failure: { code: 'version_conflict' },
  });
  expect(await mail('nowhere')).toMatchObject({ failure: { code: 'channel_not_found' } });
  const mailing = must(await mail('default'), 'mails carry documents');
  expect(mailing).toMatchObject({ mailsDocuments: true, company });
  const bare = must(await put({ timeZone: null, company: null }), 'as the settings have it');
  expect(bare).toMatchObject({ timeZone: null, company: null, mailsDocuments: true });
});

test.each([
  ['a pixel', pixel, true],
  ['two pixels', png({ filter: 4 }), true],
  ['a row that is written in no known way', png({ filter: 5 }), false],
  [
    'an animated picture',
    png({ before: [chunk('acTL', Buffer.alloc(8)), chunk('fcTL', Buffer.alloc(26))] }),
    false,
  ],
  ['frames without a picture', png({ after: [chunk('fdAT', Buffer.alloc(8))] }), false],
  ['two sizes', png({ after: [size] }), false],
  ['half a picture', pixel.slice(0, 72), false],
  ['no picture', Buffer.from('\u0089PNG and nothing').toString('base64'), false],
  ['half a JPEG', Buffer.from([0xff, 0xd8, 0xff, 0xe0]).toString('base64'), false],
])('of logos: %s', (_what, base64, expected) => {
  expect(isReadable(base64)).toBe(expected);
});

test.each([
  ['GB82WEST12345698765432', true],
  ['DE89370400440532013000', true],
  ['DE89370400440532013001', false],
  ['DE89 3704 0044 0532 0130 00', false],
  ['XX', false],
])('of account numbers: %s', (iban, fits) => {
  const bankAccount = { ...company.bankAccount!, iban };
  expect(companySchema.safeParse({ ...company, bankAccount }).success).toBe(fits);
});

test('a new channel takes the place of none', async () => {
  const { client } = catalog;
  const given = {
    name: 'Outlet',
    currency: 'EUR',
    defaultLocale: 'en',
    locales: ['en'],
    pricesIncludeTax: true,
    active: false,
    expectedVersion: 0,
  };
  expect(must(await client.putChannel({ code: 'outlet', ...given }, staff()), 'new')).toMatchObject(
    {
      code: 'outlet',
      active: false,
    },
  );
  expect(
    await client.putChannel({ code: 'outlet', ...given, name: 'Other' }, staff()),
  ).toMatchObject({ failure: { code: 'version_conflict' } });
});
