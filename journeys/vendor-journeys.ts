import { describe, expect, test } from 'vitest';
import type { JourneyShop } from './shop-kit/journey-shop.ts';
import { ExchangeCheck, readExchanges, vendorFilesAreThere } from './vendors/check-exchanges.ts';

/** Comes last: what the journeys before it said and heard is held to the vendors' descriptions. */
export function vendorJourneys(shopNow: () => JourneyShop): void {
  describe('the vendors’ own descriptions', () => {
    test('fit every request and every reply', () => {
      const exchanges = readExchanges(shopNow().exchangeLog);
      expect(exchanges.length).toBeGreaterThan(0);
      if (!vendorFilesAreThere()) {
        process.stdout.write(
          `${exchanges.length} exchanges were not compared: the vendors' files are not beside the project.\n`,
        );
        return;
      }
      const { checked, noise, findings } = new ExchangeCheck().check(exchanges);
      process.stdout.write(`Exchanges compared with vendors' files: ${reported(checked)}.\n`);
      process.stdout.write(`Left out: ${reported(noise)}.\n`);
      expect(findings).toEqual([]);
      for (const system of ['payment', 'tax', 'carrier', 'sms', 'fraud']) {
        expect(checked[system], system).toBeGreaterThan(0);
      }
    });
  });
}

function reported(counts: Readonly<Record<string, number>>): string {
  const parts = Object.entries(counts).map(([name, count]) => `${count} ${name}`);
  return parts.join(', ') || 'nothing';
}
