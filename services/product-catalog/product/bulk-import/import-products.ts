import type { ImportFit } from '#contracts/product/import.ts';
import { fail, ok } from '#kernel/result.ts';
import type { Handler, OutputOf, ServiceContext } from '#platform/calls/service.ts';
import { fieldsHeld } from '#platform/fields/keep-fields.ts';
import type { Settings } from '#platform/ground/settings.ts';
import { sql } from '#platform/ground/sql.ts';
import { Unwind, type Transaction } from '#platform/data/transaction.ts';
import type { MadeProduct } from '#product-files/importing/import-door.ts';
import { ensureCategories, missingCategories } from '../structure/ensure-categories.ts';
import { foreignProducts, productNotHeld } from '../editing/foreign-products.ts';
import { fitOwnFields, type OwnFields } from './fit-own-fields.ts';
import { fitPictures } from './fit-pictures.ts';
import { fitProduct, type FittedProduct } from './fit-product.ts';
import { planImport, type ImportBounds, type PlannedProduct } from './import-plan.ts';
import { loadKnown, MadeMeanwhile, saveParts, saveProducts } from './import-store.ts';
import { productsAsGiven } from './products-as-given.ts';
import { keepAsDrafts } from '../editing/missing-rates.ts';
import { refreshDocuments, showNewProducts } from '../read-model/refresh-documents.ts';

type Outcome = OutputOf<'product', 'importProducts'>;

const attemptsLimit = 5;
const fitsReported = 200;

/** What an import answers, and which products it made or changed. */
export type Imported = Outcome & { readonly made: readonly MadeProduct[] };

/**
 * Creates and updates products with sets of rows: what is there is read and locked, the rest is
 * planned in memory, written, and shown in the read model, all in one transaction.
 */
export function importProducts({
  database,
  settings,
}: ServiceContext<'product'>): Handler<'product', 'importProducts'> {
  return async ({ products, dryRun = false }, invocation) => {
    const given = products.map(fitProduct);
    const imported = await whileMadeMeanwhile(() =>
      database.transaction('import_products', invocation, (tx) =>
        importWithin(tx, settings, { given, dryRun }),
      ),
    );
    if (!imported.ok) return imported;
    const { made: _within, ...outcome } = imported.value;
    return ok<Outcome>(outcome);
  };
}

/** Somebody else made a product or SKU of this name in between: now it is there to be read. */
export async function whileMadeMeanwhile<T>(importing: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await importing();
    } catch (error) {
      const again = error instanceof MadeMeanwhile || (error as { code?: string }).code === '23505';
      if (attempt >= attemptsLimit || !again) throw error;
    }
  }
}

/** Leaves the transaction, with the outcome, where it is only tried. */
export async function importWithin(
  tx: Transaction,
  settings: Settings,
  { given, dryRun }: { given: readonly FittedProduct[]; dryRun: boolean },
) {
  const { channel } = tx.invocation;
  const handles = given.map(({ product }) => product.handle);
  const skus = given.flatMap(({ product }) => product.variants.map(({ sku }) => sku));
  // Before products are locked: who deletes a field takes them in this order, too.
  const held = given.some(givesOwnFields) ? await fieldsOfGoods(tx) : noFields;
  const [shop, known] = await Promise.all([
    tx.first<{ currency: string; defaultLocale: string }>(
      sql`select currency, default_locale from channel where code = ${channel}`,
    ),
    loadKnown(tx, handles, skus),
  ]);
  if (shop === undefined)
    return fail('channel_not_found', 'There is no such channel. List the channels to see them.');
  const fields = { ...held, locale: shop.defaultLocale };
  const { ownFields, fitted: fittedProducts } = await fitToShop(tx, given, fields);
  const bounds = { ...(await boundsOf(tx, given, known.products)), dryRun };
  const allForeign = known.products.every(({ productId }) => bounds.foreign.has(productId));
  if (known.products.length === new Set(handles).size && allForeign) return productNotHeld;
  const there = { known: known.products, variants: known.variants };
  const plan = planImport(fittedProducts, there, channel, bounds, fields);
  const { unchangedVariants, rejected, fitted, replacedSkus } = plan;
  const same = await productsAsGiven(tx, plan.products, { channel, ...shop });
  const products = plan.products.filter(({ productId }) => !same.has(productId));
  const unchanged = plan.unchanged + same.size;
  const drafts =
    products.length > 0 ? await saveAll(tx, products, { channel, ...shop, settings }) : [];
  fitted.push(...drafts);
  const created = products.filter(({ isNew }) => isNew).length;
  tx.audit({
    subject: `${products.length} products`,
    after: { created, unchanged, rejected: rejected.length, fitted: fitted.length },
  });
  const variants = plan.products.reduce((sum, one) => sum + one.variants.length, unchangedVariants);
  const unknownFields = [...new Set(ownFields.flatMap(({ unknown }) => unknown))];
  const outcome = ok<Imported>({
    created,
    updated: products.length - created,
    unchanged,
    variants,
    productIds: products.map(({ productId }) => productId),
    rejected,
    fitted: fitted.slice(0, fitsReported),
    unknownFields: unknownFields.slice(0, fitsReported),
    fittedMore: Math.max(0, fitted.length - fitsReported),
    replacedSkus,
    made: products.map(({ given: { handle }, isNew }) => ({
      handle,
      outcome: isNew ? 'created' : 'updated',
    })),
  });
  // All of it is done and undone, so that a trial says what the import would.
  if (dryRun) throw new Unwind(outcome);
  return outcome;
}

async function fitToShop(
  tx: Transaction,
  given: readonly FittedProduct[],
  fields: OwnFields,
): Promise<{
  ownFields: readonly ReturnType<typeof fitOwnFields>[];
  fitted: readonly FittedProduct[];
}> {
  const pictured = await fitPictures(tx, given);
  const ownFields = pictured.map(({ product }) => fitOwnFields(product, fields));
  const fitted = ownFields.map(({ product, values, fits }, index) => ({
    product,
    values,
    fits: [...pictured[index]!.fits, ...fits],
  }));
  return { ownFields, fitted };
}

const noFields = { product: [], variant: [] };

function givesOwnFields({ product: { attributes, variants } }: FittedProduct): boolean {
  return attributes !== undefined || variants.some((variant) => variant.attributes !== undefined);
}

async function fieldsOfGoods(tx: Transaction): Promise<Omit<OwnFields, 'locale'>> {
  const product = await fieldsHeld(tx, 'product');
  return { product, variant: await fieldsHeld(tx, 'variant') };
}

async function boundsOf(
  tx: Transaction,
  given: readonly FittedProduct[],
  known: readonly { productId: string }[],
): Promise<Omit<ImportBounds, 'dryRun'>> {
  if (tx.invocation.actor.channels === '*') return { foreign: new Set(), newCategories: new Set() };
  const foreign = await foreignProducts(
    tx,
    known.map(({ productId }) => productId),
  );
  const trails = given.flatMap(({ product: { category } }) => (category ? [category] : []));
  return { foreign, newCategories: await missingCategories(tx, trails) };
}

interface Saving {
  readonly channel: string;
  readonly currency: string;
  readonly settings: Settings;
}

/** Answers which of them stay drafts. */
async function saveAll(
  tx: Transaction,
  products: readonly PlannedProduct[],
  { channel, currency, settings }: Saving,
): Promise<ImportFit[]> {
  const trails = products.flatMap(({ given: { category } }) => (category ? [category] : []));
  const categories = await ensureCategories(tx, trails);
  const versions = await saveProducts(tx, products, categories);
  await saveParts(tx, products, channel, currency);
  const appearing = products.filter(({ given, wasLive }) => given.status === 'active' && !wasLive);
  const drafts = await keepAsDrafts(tx, appearing, settings);
  const [made, changed] = [products.filter(isAllNew), products.filter((one) => !isAllNew(one))];
  const ids = (some: readonly PlannedProduct[]) => some.map(({ productId }) => productId);
  await showNewProducts(tx, ids(made));
  await refreshDocuments(tx, ids(changed));
  for (const product of products) announce(tx, product, versions.get(product.productId)!);
  return appearing
    .filter(({ productId }) => drafts.has(productId))
    .map(({ given: { handle } }) => {
      return { handle, sku: null, field: 'status', reason: 'kept_as_draft' };
    });
}

function isAllNew({ isNew, variants }: PlannedProduct): boolean {
  return isNew && variants.every(({ known }) => known === undefined);
}

/** Inventory keeps stock by what is told here; prices and texts are none of its business. */
function announce(tx: Transaction, product: PlannedProduct, version: number): void {
  const changed = product.variants.filter(
    ({ known, inventoryPolicy, tracked }) =>
      known?.inventoryPolicy !== inventoryPolicy || known.tracked !== tracked,
  );
  const variants = [
    ...changed.map(({ sku, inventoryPolicy, tracked }) => ({
      sku,
      policy: inventoryPolicy,
      tracked,
      removed: false,
    })),
    ...product.removed.map(({ sku, inventoryPolicy, tracked }) => ({
      sku,
      policy: inventoryPolicy,
      tracked,
      removed: true,
    })),
  ];
  if (variants.length === 0) return;
  tx.emit({
    type: 'product.variants_changed',
    aggregateId: product.productId,
    aggregateVersion: version,
    data: { variants },
  });
}
