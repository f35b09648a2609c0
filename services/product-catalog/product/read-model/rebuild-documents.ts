import { newId } from '#kernel/ids.ts';
import type { ServiceContext } from '#platform/calls/service.ts';
import type { StoryShape } from '#platform/stories/stories.ts';
import { sql, type Statement } from '#platform/ground/sql.ts';
import type { Transaction } from '#platform/data/transaction.ts';
import { story } from '#platform/resting/story.ts';
import { lockProducts, refreshDocuments } from './refresh-documents.ts';
import { term } from './terms.ts';

const rebuildStory = story({ name: 'rebuild_documents' });
const productsPerStep = 200;
const firstProduct = '00000000-0000-0000-0000-000000000000';

type Scope =
  | 'channel'
  | 'category'
  | 'collection'
  | 'ruled'
  | 'picture'
  | 'field_of_product'
  | 'field_of_variant'
  | 'deleted_field';

/** Makes anew, in the background, the documents of all products that a change is seen in. */
export async function startRebuild(tx: Transaction, scope: Scope, name: string): Promise<void> {
  // Every change is a story of its own: one that is under way may have passed the products already.
  const id = `${scope}:${name}:${newId()}`;
  await tx.query(
    sql`insert into rebuild (id, after_product) values (${id}, ${firstProduct}::uuid)`,
  );
  tx.stories.begin(rebuildStory, id);
}

/** Goes on where it rests, a step of products a transaction, until none are left. */
export function rebuildDocuments({ database }: ServiceContext<'product'>): StoryShape {
  return {
    story: rebuildStory,
    async advance(id, invocation) {
      for (let more = true; more;) {
        more = await database.transaction('rebuild_documents', invocation, async (tx) => {
          const row = await tx.first<{ after: string }>(
            sql`select after_product as after from rebuild where id = ${id} for update`,
          );
          const products = row
            ? await tx.query<{ productId: string }>(nextProducts(id, row.after))
            : [];
          const last = products.at(-1);
          if (last === undefined) {
            tx.last(sql`delete from rebuild where id = ${id}`);
            tx.stories.finish(rebuildStory, id);
            return false;
          }
          const productIds = products.map(({ productId }) => productId);
          await lockProducts(tx, productIds);
          await refreshDocuments(tx, productIds);
          tx.last(sql`update rebuild set after_product = ${last.productId}::uuid where id = ${id}`);
          return true;
        });
      }
    },
  };
}

const productsOf: Readonly<Record<Scope, (name: string) => Statement>> = {
  channel: (code) =>
    sql`exists (select from listing l where l.product_id = p.id and l.channel = ${code})`,
  category: (path) => sql`p.category_id in (select c.id from category c
    where c.path = ${path} or starts_with(c.path, ${`${path}/`}))`,
  collection: (handle) =>
    sql`exists (select from collection_product m join collection o on o.id = m.collection_id
      where m.product_id = p.id and o.handle = ${handle})`,
  // What stands in it, and what stood in it before its rule was another one.
  ruled: (handle) =>
    sql`(exists (select from collection_product m join collection o on o.id = m.collection_id
        where m.product_id = p.id and o.handle = ${handle})
      or exists (select from shelf s where s.product_id = p.id
        and s.term = hashtextextended(${term('collection', handle)}, 0)))`,
  picture: (sha256) =>
    sql`p.id in (select m.product_id from media m where media_sha256(m.url) = ${sha256})`,
  field_of_product: (key) => sql`p.attributes ? ${key}`,
  field_of_variant: (key) =>
    sql`exists (select from variant v where v.product_id = p.id and v.attributes ? ${key})`,
  // Whose values are gone already.
  deleted_field: () => sql`true`,
};

function nextProducts(id: string, after: string): Statement {
  const [scope = '', name = ''] = id.split(':');
  const where = productsOf[scope as Scope](name);
  return sql`
    select p.id as product_id from product p
    where p.id > ${after}::uuid and p.status = 'active' and ${where}
    order by p.id limit ${productsPerStep}`;
}
