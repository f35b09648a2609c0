import { sql } from '#platform/ground/sql.ts';

/** Select of the ids of categories in which something is sold in an edition, or in one below them. */
export const soldCategories = (editionId: number) => sql`
  with recursive sold as (
    select c.id, c.parent_id from category c where exists (
      select from product p
      join document d on d.product_id = p.id and d.edition_id = ${editionId}::int
      where p.category_id = c.id)
    union
    select above.id, above.parent_id from sold join category above on above.id = sold.parent_id)
  select id from sold`;
