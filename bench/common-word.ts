import type { Installation } from '#platform/provision/installation.ts';
import { withClient } from '#platform/ground/with-client.ts';
import { cpuBetween, type CpuSplit } from './bench-shop.ts';
import { copied } from './admin/copied-rows.ts';
import { load, type LoadClient } from './load.ts';

const copies = 50_000;
/** In no demo text, each its own stem in every language; one product in so many has it in its title. */
const words: Readonly<Record<string, number>> = {
  zanzibar: 20,
  okapi: 30,
  tapir: 12,
  quagga: 2_500,
};
/** What is searched for, and how many have all of it: 2,500, 20, 833. */
const searches = { common: 'zanzibar', rare: 'quagga', three: 'zanzibar okapi tapir' };
/** None of the generated products costs nearly as much. */
const highestPriceMinor = 999_999_999_999;
export type SearchName = keyof typeof searches;

/**
 * Puts 50,000 copies of the demo store's products into the documents that searches read, in the
 * edition that is searched: written by one statement, since importing as many takes minutes.
 */
export async function growCatalog({ cluster, prefix }: Installation): Promise<void> {
  await withClient({ ...cluster, database: `${prefix}product` }, async (admin) => {
    await admin.query('set search_path = product, kontor');
    await admin.query(`
      create temporary table copies as
      select gen_random_uuid() as id, n, 'generated-' || n as handle, originals.product_id as original
      from generate_series(1, ${copies}) as n join (
        select product_id, row_number() over (order by product_id) - 1 as place, count(*) over () as count
        from document where edition_id = (select min(id) from edition)
          and valid_from <= now() and valid_to > now()) as originals on originals.place = n % originals.count`);
    const products = await copied(admin, 'product', { id: 'copies.id', handle: 'copies.handle' });
    await admin.query(`
      insert into product ${products} from copies join product as source on source.id = copies.original`);
    // Words of a title are there twice, the second time marked as such.
    const marked = Object.entries(words).map(
      ([word, oneIn]) =>
        `case when n % ${oneIn} = 0 then '''${word}'':1A ''=${word}'':1A' else '' end::tsvector`,
    );
    const documents = await copied(admin, 'document', {
      product_id: 'copies.id',
      handle: 'copies.handle',
      search: ['source.search', ...marked].join(' || '),
    });
    await admin.query(`
      insert into document ${documents} from copies join document as source
        on source.product_id = copies.original and source.edition_id = (select min(id) from edition)
        and source.valid_from <= now() and source.valid_to > now()`);
    // As autovacuum leaves them within a minute of so many new rows: without it a search is planned by the
    // words of the demo store alone, and asks of each entry whether it can be seen.
    await admin.query('vacuum analyze document');
    await admin.query('vacuum analyze search_entry');
  });
}

/**
 * CPU of Node and PostgreSQL in ms for one search among 50,000 products; the catalog must have been grown.
 * Each search differs from all others in a filter that leaves nothing out, so no answer is told twice;
 * `kept`: all are the same, and what many match is mostly told from the process.
 */
export async function measureSearch(
  name: SearchName,
  shop: { cpu(): CpuSplit },
  client: LoadClient,
  seconds: number,
  kept?: 'kept',
): Promise<number> {
  const same = `/v1/products/search?query=${encodeURIComponent(searches[name])}`;
  let turn = highestPriceMinor;
  const path = () => (kept ? same : `${same}&priceToMinor=${turn--}`);
  const found = await client.send<{ matches: number }>('GET', path(), undefined);
  if (found.matches === 0) throw new Error('the generated products are not found');
  // One caller: searches that are under way at once for the same are read once.
  await load(1, { seconds: 1 }, () => client.fetch(path()));
  const before = shop.cpu();
  const { count } = await load(1, { seconds }, () => client.fetch(path()));
  const { nodeMs, postgresMs } = cpuBetween(before, shop.cpu());
  return (nodeMs + postgresMs) / Math.max(1, count);
}
