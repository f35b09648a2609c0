import type { Invocation } from '#kernel/invocation.ts';
import { fail, ok } from '#kernel/result.ts';
import type { Database } from '#platform/data/database.ts';
import type { Handler, OutputOf, ServiceContext } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';
import type { Editions } from '../read-model/editions.ts';
import { channelNotFound } from './list-products.ts';
import { LiveStock, type Stock } from './live-stock.ts';
import { TickBatch } from './tick-batch.ts';

type Shown = OutputOf<'product', 'getProduct'>;
type StoredPage = Omit<Shown, 'inStock' | 'variants'> & {
  variants: Omit<
    Shown['variants'][number],
    'available' | 'moreAvailable' | 'backorder' | 'expectedOn'
  >[];
};

interface Found {
  readonly body: StoredPage;
  /** As recorded; what shows when inventory does not answer. */
  readonly inStock: boolean;
}

interface Question {
  readonly editionId: number;
  readonly handle: string | null;
  readonly productId: string | null;
  readonly invocation: Invocation;
}

/** A product's page from its document, with live availability; also by a handle that it had before. */
export function getProduct(
  context: ServiceContext<'product'>,
  editions: Editions,
): Handler<'product', 'getProduct'> {
  const pages = new TickBatch<Question, Found | undefined>((asked) =>
    readPages(context.database, asked),
  );
  const liveStock = new LiveStock(context);
  const findFormer = async (handle: string, editionId: number, invocation: Invocation) => {
    const former = await context.database.first<{ productId: string | null }>(
      sql`select product_id from former_product_handle where handle = ${handle}
        union all select null from removed_product_handle where handle = ${handle} limit 1`,
      invocation,
    );
    if (former === undefined) return undefined;
    if (former.productId === null) return 'removed' as const;
    return pages.ask({ editionId, handle: null, productId: former.productId, invocation });
  };
  return async (input, invocation) => {
    const edition = await editions.find(invocation);
    if (edition === undefined) return channelNotFound;
    const { editionId } = edition;
    const handle = 'handle' in input ? input.handle : null;
    const productId = 'productId' in input ? input.productId : null;
    const found =
      (await pages.ask({ editionId, handle, productId, invocation })) ??
      (handle === null ? undefined : await findFormer(handle, editionId, invocation));
    if (found === 'removed')
      return fail('product_removed', 'The product was here and is gone for good.');
    if (found === undefined)
      return fail('product_not_found', 'There is no such product in this channel.');
    const skus = found.body.variants.map(({ sku }) => sku);
    return ok(show(found, await liveStock.of(skus, invocation), context.settings.shownUnits));
  };
}

/** The exact count is the shop's own affair: whoever reads it twice knows what was sold. */
function show({ body, inStock }: Found, stock: Stock | undefined, shownUnits: number): Shown {
  let sellable = false;
  const variants = body.variants.map((variant) => {
    const item = stock?.get(variant.sku);
    const backorder = item?.policy === 'continue';
    const units = item?.available ?? 0;
    sellable ||= backorder || units > 0;
    const available = item ? Math.min(units, shownUnits) : null;
    const expectedOn = item?.expectedOn ?? null;
    return { ...variant, available, moreAvailable: units > shownUnits, backorder, expectedOn };
  });
  return { ...body, variants, inStock: stock ? sellable : inStock };
}

/** The pages asked for, in one statement for those by handle and one for those by id. */
async function readPages(
  database: Database,
  asked: readonly Question[],
): Promise<(Found | undefined)[]> {
  const byHandle = new Map<string, Question>();
  const byId = new Map<string, Question>();
  for (const question of asked) {
    if (question.handle === null) byId.set(keyOf(question), question);
    else byHandle.set(keyOf(question), question);
  }
  const [named, numbered] = await Promise.all([
    readByHandle(database, [...byHandle.values()]),
    readById(database, [...byId.values()]),
  ]);
  const found = new Map<string, Found>();
  for (const { place, ...page } of named) found.set([...byHandle.keys()][place - 1]!, page);
  for (const { place, ...page } of numbered) found.set([...byId.keys()][place - 1]!, page);
  return asked.map((question) => found.get(keyOf(question)));
}

function keyOf({ editionId, handle, productId }: Question): string {
  return `${editionId} ${handle ?? productId}`;
}

type Row = Found & { place: number };

async function readByHandle(database: Database, asked: Question[]): Promise<Row[]> {
  if (asked.length === 0) return [];
  return database.query<Row>(
    sql`
      select k.place::int, p.body, d.in_stock
      from unnest(${asked.map(({ editionId }) => editionId)}::int[],
        ${asked.map(({ handle }) => handle)}::text[]) with ordinality as k (edition_id, handle, place)
      join document d on d.edition_id = k.edition_id and d.handle = k.handle
        and d.valid_from <= kontor_now() and d.valid_to > kontor_now()
      join page p on p.edition_id = d.edition_id and p.product_id = d.product_id
        and p.valid_from = d.valid_from`,
    asked[0]!.invocation,
  );
}

async function readById(database: Database, asked: Question[]): Promise<Row[]> {
  if (asked.length === 0) return [];
  return database.query<Row>(
    sql`
      select k.place::int, p.body, d.in_stock
      from unnest(${asked.map(({ editionId }) => editionId)}::int[],
        ${asked.map(({ productId }) => productId)}::uuid[]) with ordinality as k (edition_id, product_id, place)
      join document d on d.edition_id = k.edition_id and d.product_id = k.product_id
        and d.valid_from <= kontor_now() and d.valid_to > kontor_now()
      join page p on p.edition_id = d.edition_id and p.product_id = d.product_id
        and p.valid_from = d.valid_from`,
    asked[0]!.invocation,
  );
}
