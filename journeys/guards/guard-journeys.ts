import { describe, expect, test } from 'vitest';
import { expectStatus } from '../people/api-client.ts';
import type { JourneyShop } from '../shop-kit/journey-shop.ts';

interface Rate {
  readonly rateId: string;
  readonly countryCode: string;
  readonly regionCode: string | null;
  readonly taxClass: string;
}

/** Settings that something leans on: docs/guards.md. */
export function guardJourneys(shopNow: () => JourneyShop): void {
  describe('a setting that something leans on', () => {
    test('a tax rate of goods that are sold there stays, and staff see what has none', async () => {
      const { staff } = shopNow();
      await staff.stockedSku(1);
      const read = async () =>
        expectStatus(await staff.get<{ items: Rate[] }>('/v1/admin/tax/rates'), 200).items;
      const of = (countryCode: string, taxClass: string) => (rate: Rate) =>
        rate.countryCode === countryCode && rate.taxClass === taxClass && rate.regionCode === null;
      const used = (await read()).find(of('DE', 'standard'))!;
      const refused = await staff.send<{ code: string; details: unknown }>(
        'DELETE',
        `/v1/admin/tax/rates/${used.rateId}`,
        {},
      );
      expect([refused.status, refused.body.code]).toEqual([409, 'tax_rate_in_use']);
      expect(refused.body.details).toMatchObject({ countryCode: 'DE', taxClass: 'standard' });
      expect(await read()).toContainEqual(used);

      const unused = (await read()).find(({ taxClass }) => taxClass === 'super_reduced')!;
      expect((await staff.send('DELETE', `/v1/admin/tax/rates/${unused.rateId}`, {})).status).toBe(
        204,
      );
      const archived = await staff.get<{ items: Rate[] }>('/v1/admin/tax/rates?state=archived');
      expect(expectStatus(archived, 200).items).toMatchObject([unused]);
      const missing = expectStatus(
        await staff.get<{ items: Rate[] }>('/v1/admin/tax/missing-rates'),
        200,
      );
      expect(missing.items.filter(of('DE', 'standard'))).toEqual([]);
    });
  });
}
