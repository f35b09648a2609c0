import { expect, test } from 'vitest';
import { ApiClient, expectStatus } from '../people/api-client.ts';
import type { JourneyShop } from '../shop-kit/journey-shop.ts';

interface Readiness {
  channel: string;
  hasOrder: boolean | null;
  items: { kind: string; done: boolean; missing: string[] }[];
  unanswered: string[];
}

async function readiness(person: ApiClient) {
  const reply = expectStatus(await person.get<Readiness>('/v1/admin/readiness'), 200);
  const { items, unanswered, channel, hasOrder } = reply;
  expect({ channel, unanswered }).toEqual({ channel: 'default', unanswered: [] });
  expect(items.every(({ done, missing }) => done === (missing.length === 0))).toBe(true);
  const missing = Object.fromEntries(items.map((item) => [item.kind, item.missing]));
  return { hasOrder, missing };
}

const company = {
  name: 'Weft',
  legalName: 'Weft GmbH',
  street: 'Am Speicher 4',
  postalCode: '20457',
  city: 'Hamburg',
  countryCode: 'DE',
  email: 'hello@weft.shop',
  phone: '+49 40 555',
  websiteUrl: '',
  taxIds: [{ label: 'USt-IdNr.', value: 'DE811115368' }],
  registerEntries: [],
  bankAccount: null,
  logo: null,
};

export function whatIsMissing(given: () => JourneyShop): void {
  test('what is missing to sell is named, and is gone once it is there', async () => {
    const { staff } = given();
    const before = await readiness(staff);
    expect(before.missing).toMatchObject({
      tax_rates: [],
      payment_keys: ['provider'],
      delivery: [],
      test_mail: ['mail'],
    });
    expect(before.missing['mail_sender']).toContain('provider');
    expect(before.missing['company_data']).toContain('legalName');
    expect(before.missing['legal_texts']).toContain('terms');
    const kept = expectStatus(
      await staff.get<{ items: { code: string; locales: string[]; timeZone: string | null }[] }>(
        '/v1/admin/channels',
      ),
      200,
    ).items.find(({ code }) => code === 'default')!;
    const putCompany = async (seller: object | null) =>
      expectStatus(
        await staff.put('/v1/admin/channels/default/company', {
          timeZone: kept.timeZone,
          company: seller,
        }),
        200,
      );
    await putCompany(company);
    const texts = Object.fromEntries(
      kept.locales.map((locale) => [locale, { title: 'Terms', markdown: 'What we promise.' }]),
    );
    const pages = await staff.get<{
      items: { kind: string; handle: string; published: boolean }[];
    }>('/v1/admin/pages');
    const terms = expectStatus(pages, 200).items.find(({ kind }) => kind === 'terms');
    const path = `/v1/admin/pages/${terms?.handle ?? 'our-terms'}`;
    expectStatus(await staff.put(path, { kind: 'terms', menu: null, position: 0, texts }), 200);
    expect((await readiness(staff)).missing['legal_texts']).toContain('terms');
    expectStatus(await staff.post(`${path}/publish`), 200);
    const after = await readiness(staff);
    expect(after.missing).toMatchObject({ company_data: [], tax_data: [] });
    expect(after.missing['legal_texts']).toEqual(
      before.missing['legal_texts']!.filter((each) => !each.startsWith('terms')),
    );
    await staff.post(`${path}/unpublish`);
    expect((await readiness(staff)).missing['legal_texts']).toContain('terms');
    await putCompany(null);
  });

  test('everybody is told of what they may read alone', async () => {
    const { staff, url } = given();
    const kindsFor = async (permission: string) => {
      const asked = { name: permission, permissions: [permission], channels: '*' };
      const made = await staff.post<{ key: string }>('/v1/admin/api-keys', asked);
      const person = new ApiClient(url, expectStatus(made, 201).key);
      const { hasOrder, missing } = await readiness(person);
      expect(hasOrder).toBeNull();
      return Object.keys(missing);
    };
    expect(await kindsFor('notifications:read')).toEqual(['mail_sender', 'test_mail']);
    expect(await kindsFor('settings:read')).toEqual(['tax_rates', 'payment_keys', 'delivery']);
    expect(await kindsFor('catalog:read')).toEqual([
      'company_data',
      'tax_data',
      'legal_texts',
      'product',
      'demo_store_removed',
    ]);
  });
}
