import { afterAll, beforeAll, expect, test } from 'vitest';
import { audit } from '#audit/audit.ts';
import { openTwoShops } from '../rights/two-shops.ts';
import { beginWork } from './begun-work.ts';
import { crossings } from './crossings.ts';
import { deadLettersIn } from './dead-letters.ts';
import {
  defineFields,
  keepSynonyms,
  noErrands,
  patient,
  plentyOf,
  readEverything,
  writeEverything,
} from './errands.ts';
import { beginPurchases, lifeOfAnAccount, livesOfOrders } from './lives.ts';
import { sideBySide } from './side-by-side.ts';
import { openTwoVersionShop, type TwoVersionShop } from './two-version-shop.ts';
import { countOf, notCrossed, total } from './uncrossed.ts';

const [first, ...others] = sideBySide();
const last = others.at(-1);
let shop: TwoVersionShop;
beforeAll(async () => {
  shop = await openTwoVersionShop(first!);
});
afterAll(() => shop.close());

/** Every errand of a shop, several times over: on a busy machine it takes minutes. */
const patientMs = 1_200_000;

test(
  'services of two releases do all that a shop does',
  async () => {
    const errands = noErrands();
    const shops = await openTwoShops(shop);
    const sku = await plentyOf(shop, shops);
    const work = async () => {
      const people = patient(shop, shops, errands);
      await livesOfOrders(people, sku);
      await lifeOfAnAccount(people, sku);
      await defineFields(people);
      await keepSynonyms(people);
      await readEverything(shop, shops, errands);
      await writeEverything(shop, shops, errands);
    };
    await work();
    for (const versionOf of others) {
      const endPurchases = await beginPurchases(shop, sku);
      const endWork = await beginWork(shop, shops, sku);
      await shop.become(versionOf);
      await endPurchases();
      await endWork();
      if (versionOf !== last) await work();
      else {
        await defineFields(shop);
        await keepSynonyms(shop);
        await readEverything(shop, shops, errands);
      }
    }
    await shop.settle();
    expect(errands.failed).toEqual([]);
    const crossed = crossings();
    process.stdout.write(
      `Two releases over the loopback: ${errands.asked} errands; of ${total('asked')} operations ${countOf(crossed, 'asked')} were asked and ${countOf(crossed, 'answered')} answered across the releases, of ${total('told')} events ${countOf(crossed, 'told')} told, of ${total('stored')} documents ${countOf(crossed, 'stored')} read.\n`,
    );
    expect(notCrossed(crossed)).toEqual([]);
    expect(await deadLettersIn(shop.installation)).toEqual([]);
    const { violations } = await audit({
      installation: shop.installation,
      graceSeconds: 0,
      book: shop.book,
      journal: shop.journal,
    });
    expect(violations).toEqual([]);
  },
  patientMs,
);
