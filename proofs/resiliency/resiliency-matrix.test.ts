import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { armFailpoints } from '#platform/ground/failpoints.ts';
import { openJourneyShop, type JourneyShop } from '#journeys/shop-kit/journey-shop.ts';
import { audit } from '#audit/audit.ts';
import { isExternal, silence, type BreakableShop } from './breakable-shop.ts';
import { checkMatrix, failpointsOf } from './check-matrix.ts';
import { readMatrix, theMatrix } from './matrix.ts';

let shop: JourneyShop;
beforeAll(async () => {
  shop = await openJourneyShop();
});
afterAll(async () => {
  armFailpoints(undefined);
  await shop.close();
});

/** In one process a service is taken away by cutting its calls and refusing its commits. */
function breakable(): BreakableShop {
  return {
    ...shop,
    has: (dependency) => dependency !== 'NATS',
    takeAway: async (dependency) => {
      if (isExternal(dependency)) await silence(shop.book, dependency);
      else armFailpoints(failpointsOf(dependency));
    },
    giveBack: async (dependency) => {
      if (isExternal(dependency)) await shop.book.clearFaults();
      else armFailpoints(undefined);
    },
  };
}

test('every cell of docs/resiliency-matrix.md is so, and what was accepted comes to its end', async () => {
  const checked = await checkMatrix(breakable(), theMatrix());
  expect(checked.wrong, checked.wrong.join('\n')).toEqual([]);
  expect(checked.cells).toBeGreaterThan(300);
  await shop.moveClock(10 * 60_000);
  try {
    expect(await checked.ends(120_000)).toEqual([]);
    await shop.settle();
    expect((await audit({ ...shop, graceSeconds: 0 })).violations).toEqual([]);
  } finally {
    await shop.moveClock(-10 * 60_000);
  }
}, 900_000);

describe('a table that cannot be read is refused', () => {
  const text = (cell: string) => {
    const matrix = theMatrix();
    const flows = [...matrix.values().next().value!.keys()];
    const rows = [...matrix.keys()].map(
      (name) => `| ${name} |${flows.map(() => ` ${cell} |`).join('')}`,
    );
    return [`| dependency | ${flows.join(' | ')} |`, '| --- |', ...rows].join('\n');
  };

  test.each([
    ['a word that is none', text('works'), 'payment-gateway, browse: "works" is none of'],
    ['degraded without saying what', text('degraded'), 'say what is degraded'],
    ['a note behind available', text('available: mostly'), 'say what is degraded'],
    ['a missing row', text('available').replace(/\| email .*\n/, ''), 'no row for email'],
    ['an unknown row', text('available').replace('| NATS |', '| Kafka |'), 'no row for NATS'],
    ['a missing column', text('available').replace('| browse ', ''), 'the columns are'],
  ])('%s', (_title, table, message) => {
    expect(() => readMatrix(table)).toThrow(message);
  });
});
