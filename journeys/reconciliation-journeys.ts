import { beforeAll, describe, expect, test } from 'vitest';
import { expectStatus } from './people/api-client.ts';
import { expectClean } from './purchase-journeys.ts';
import type { JourneyShop } from './shop-kit/journey-shop.ts';

interface Reconciliation {
  reconciliationId: string;
  differences: number;
  totals: { matched: number; paidOutMinor: number }[];
  payouts: { state: string; amountMinor: number }[];
  found: { items: { kind: string; reported: string; state: string; orderId: string }[] };
}
interface Accounts {
  items: { provider: string; listsBalance: boolean }[];
}

const untilMs = 120_000;
const root = '/v1/admin/reconciliations';

/** What the payment provider pays out, compared with the shop's own books. */
export function reconciliationJourneys(shopNow: () => JourneyShop): void {
  describe('a reconciliation', () => {
    let shop: JourneyShop;
    let sku: string;

    beforeAll(async () => {
      shop = shopNow();
      sku = await shop.staff.stockedSku(100);
    });

    async function reported(fits: (one: Reconciliation) => boolean): Promise<Reconciliation> {
      let found: Reconciliation | undefined;
      const look = async () => {
        const { items } = expectStatus(
          await shop.staff.get<{ items: Reconciliation[] }>(root),
          200,
        );
        const asked = items.map(({ reconciliationId: id }) =>
          shop.staff.get<Reconciliation>(`${root}/${id}`),
        );
        found = (await Promise.all(asked)).map((one) => expectStatus(one, 200)).find(fits);
        return found !== undefined;
      };
      await expect.poll(look, { timeout: untilMs, interval: 100 }).toBe(true);
      return found!;
    }

    test('follows each payout by itself, line by line, and nothing differs', async () => {
      const guest = await shop.guest();
      const { orderId } = await guest.buy({ sku });
      await guest.orderWhen(orderId, (order) => order.paymentState === 'captured', untilMs);
      await shop.settle();
      const sent = (await shop.book.control('payouts', {})) as { payouts: { amount: number }[] };
      const amounts = sent.payouts.map(({ amount }) => amount);
      const report = await reported(
        ({ payouts, totals }) =>
          amounts.every((amount) => payouts.some((one) => one.amountMinor === amount)) &&
          totals.some(({ paidOutMinor }) => paidOutMinor > 0),
      );
      expect(report.totals.some(({ matched }) => matched > 0)).toBe(true);
      expect(report.found.items.filter((one) => one.orderId === orderId)).toEqual([]);
      const accounts = await shop.staff.get<Accounts>('/v1/admin/reconciled-accounts');
      expect(expectStatus(accounts, 200).items).toMatchObject([
        { provider: 'stripe', listsBalance: true },
      ]);
      await expectClean(shop);
    });

    test('names what nobody here knows', async () => {
      const line = { type: 'contribution', amount: 1_234, currency: 'eur' };
      await shop.book.control('balance', line);
      await shop.book.control('payouts', {});
      const isIt = ({ reported: name }: { reported: string }) => name === line.type;
      // What differs is counted once all is compared.
      const report = await reported(
        ({ differences, found }) => differences > 0 && found.items.some(isIt),
      );
      expect(report.found.items.find(isIt)).toMatchObject({ kind: 'unknown_kind', state: 'open' });
      await expectClean(shop);
    });

    test('asked for by staff names what was taken from the account, though nothing is paid out', async () => {
      const line = { type: 'adjustment', reportingCategory: 'other_adjustment' };
      await shop.book.control('balance', { ...line, amount: -777, currency: 'eur' });
      expectStatus(await shop.staff.post(`${root}/look`, {}), 200);
      const name = 'adjustment/other_adjustment';
      const isIt = (one: { reported: string }) => one.reported === name;
      const report = await reported(
        ({ differences, found }) => differences > 0 && found.items.some(isIt),
      );
      expect(report.found.items.find(isIt)).toMatchObject({
        kind: 'unknown_kind',
        state: 'open',
        theirsMinor: -777,
        theirsCurrency: 'EUR',
      });
      await expectClean(shop);
    });
  });
}
