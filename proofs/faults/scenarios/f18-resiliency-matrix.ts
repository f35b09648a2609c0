import { setTimeout as sleep } from 'node:timers/promises';
import { isExternal, silence, type BreakableShop } from '../../resiliency/breakable-shop.ts';
import { checkMatrix, failpointsOf } from '../../resiliency/check-matrix.ts';
import { theMatrix } from '../../resiliency/matrix.ts';
import type { FaultShop } from '../fault-shop.ts';
import type { FaultScenario } from '../scenario.ts';

const endsLimitMs = 120_000;
/** So long a breaker stays open that the outage has opened, and a little more. */
const breakerMs = 6_000;
const nothing = 'nothing=record';

/**
 * F18: each external system and each service is down, one at a time, while people go about what
 * they do. What they get then is what docs/resiliency-matrix.md says, cell by cell.
 */
export const resiliencyMatrix: FaultScenario = {
  id: 'F18',
  title: 'everything down, one at a time, as written in the matrix',
  modes: ['embedded', 'split'],
  mustHappen: ['outages', 'cells'],
  async run({ shop, count, note }) {
    const breakable = shop.mode === 'split' ? inProcesses(shop) : inOneProcess(shop);
    const checked = await checkMatrix(
      {
        ...breakable,
        takeAway: async (dependency) => {
          await breakable.takeAway(dependency);
          count('outages');
        },
      },
      theMatrix(),
    );
    count('cells', checked.cells);
    for (const line of checked.wrong) note(line);
    if (checked.wrong.length > 0) throw new Error(`${checked.wrong.length} cells are not so`);
    const open = await checked.ends(endsLimitMs);
    if (open.length > 0) throw new Error(open.join('; '));
  },
};

type Parts = Pick<BreakableShop, 'url' | 'staff' | 'journal' | 'book' | 'guest'>;

function partsOf(shop: FaultShop): Parts {
  const { url, staff, journal, book } = shop;
  return { url, staff, journal, book, guest: () => shop.guest() };
}

function inOneProcess(shop: FaultShop): BreakableShop {
  return {
    ...partsOf(shop),
    has: (dependency) => dependency !== 'NATS',
    takeAway: (dependency) =>
      isExternal(dependency) ? silence(shop.book, dependency) : shop.arm(failpointsOf(dependency)),
    giveBack: (dependency) =>
      isExternal(dependency) ? shop.book.clearFaults() : shop.arm(nothing),
  };
}

/** A service's process is killed; the broker too. */
function inProcesses(shop: FaultShop): BreakableShop {
  return {
    ...partsOf(shop),
    has: () => true,
    takeAway: async (dependency) => {
      if (isExternal(dependency)) await silence(shop.book, dependency);
      else if (dependency === 'NATS') await shop.broker!.kill();
      else await shop.kill(dependency);
    },
    giveBack: async (dependency) => {
      if (isExternal(dependency)) return shop.book.clearFaults();
      if (dependency === 'NATS') await shop.broker!.start();
      else await shop.start(dependency);
      await sleep(breakerMs);
    },
  };
}
