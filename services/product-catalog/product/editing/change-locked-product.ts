import type { Attributes } from '#contracts/attributes.ts';
import type { FieldOwner } from '#contracts/fields.ts';
import type { Invocation } from '#kernel/invocation.ts';
import { fail, ok, type Failed, type Ok } from '#kernel/result.ts';
import type { ServiceContext } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';
import type { Transaction } from '#platform/data/transaction.ts';
import { fieldsHeld } from '#platform/fields/keep-fields.ts';
import type { EventData } from '#platform/events/event-types.ts';
import { foreignProducts, productNotHeld } from './foreign-products.ts';
import { adminProductStatement, type AdminProduct } from './read-admin-product.ts';
import { refreshDocuments } from '../read-model/refresh-documents.ts';

export interface LockedProduct {
  readonly productId: string;
  readonly handle: string;
  readonly status: 'draft' | 'active' | 'archived';
  readonly version: number;
  readonly options: { name: string; values: string[] }[];
  readonly publishedAt: string | null;
  readonly attributes: Attributes;
}

/** SKUs whose stock keeping changed, for inventory to hear of. */
export type Announced = EventData<'product.variants_changed'>['variants'];

export interface Target {
  readonly productId: string;
  readonly expectedVersion?: number | undefined;
}

/** Whose fields of the shop's own a change reads. */
interface Reading {
  readonly fieldsOf?: readonly FieldOwner[];
}

/** Locks the product, if it is there, the actor's to change and as the client has seen it. */
export async function lockProduct(tx: Transaction, { productId, expectedVersion }: Target) {
  const locked = await tx.first<LockedProduct>(sql`
    select id as product_id, handle, status, version, options, published_at, attributes
    from product where id = ${productId}::uuid for update`);
  if (locked === undefined) return fail('product_not_found', 'There is no such product.');
  if ((await foreignProducts(tx, [productId])).size > 0) return productNotHeld;
  if (expectedVersion !== undefined && expectedVersion !== locked.version) {
    const { version } = locked;
    return fail(
      'version_conflict',
      'The product changed in the meantime. Read it again and repeat the change.',
      { version },
    );
  }
  return ok(locked);
}

/**
 * A staff change of one product: locked and compared, changed by `work`, then numbered, shown in
 * the read model, announced and audited in the same transaction. `work` answers what inventory
 * must hear, or a failure that undoes everything.
 */
export async function changeLockedProduct<Done extends Ok<Announced> | Failed>(
  { database }: ServiceContext<'product'>,
  name: string,
  target: Target & Reading,
  invocation: Invocation,
  work: (tx: Transaction, locked: LockedProduct) => Promise<Done>,
) {
  return database.transaction(name, invocation, (tx) => changeWithin(tx, target, work));
}

export async function changeWithin<Done extends Ok<Announced> | Failed>(
  tx: Transaction,
  { fieldsOf = [], ...target }: Target & Reading,
  work: (tx: Transaction, locked: LockedProduct) => Promise<Done>,
) {
  // Fields before products, as who deletes a field does: else the two wait for each other.
  for (const owner of fieldsOf) await fieldsHeld(tx, owner);
  const locked = await lockProduct(tx, target);
  if (!locked.ok) return locked;
  const done = await work(tx, locked.value);
  if (!done.ok) return done as Extract<Done, Failed>;
  return ok(await settleChange(tx, locked.value, done.value));
}

/** Numbers and shows a change that was made, and tells it. */
export async function settleChange(
  tx: Transaction,
  before: LockedProduct,
  announced: Announced,
): Promise<AdminProduct> {
  const { productId } = before;
  const bumped = await tx.change(sql`
    update product set version = version + 1, updated_at = kontor_now(), import_hashes = '{}'
    where id = ${productId}::uuid and version = ${before.version}`);
  if (bumped !== 1) throw new Error(`product ${productId} moved under its lock`);
  await refreshDocuments(tx, [productId]);
  const after = (await tx.first<AdminProduct>(adminProductStatement(productId)))!;
  if (announced.length > 0) {
    tx.emit({
      type: 'product.variants_changed',
      aggregateId: productId,
      aggregateVersion: after.version,
      data: { variants: announced },
    });
  }
  tx.audit({
    subject: `product ${productId}`,
    before: { status: before.status, version: before.version },
    after: { status: after.status, version: after.version },
  });
  return after;
}
