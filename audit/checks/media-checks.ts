import { sqlCheck, type Check } from '../world/check.ts';

/** Pictures of the shop's own keeping in what staff set of a channel, by where they stand. */
const shown = `
  select 'channel ' || code as place, (regexp_matches(look::text, '/media/([0-9a-f]{64})/', 'g'))[1] as sha256
    from product.channel
  union all
  select 'home page of ' || channel, (regexp_matches(scenes::text, '/media/([0-9a-f]{64})/', 'g'))[1]
    from product.storefront`;

/** I7 of pictures: what was uploaded is there, and what is shown was uploaded. */
export const mediaChecks: readonly Check[] = [
  sqlCheck({
    invariant: 'I7',
    says: 'every picture that the shop keeps is there as it was taken',
    database: 'product',
    counted: 'product.media_object',
    broken: `select o.sha256, 'has no bytes, or not as many as were kept'
      from product.media_object o
      where not exists (select from product.media_body b where b.sha256 = o.sha256
        and b.name = o.width || 'x' || o.height || '.' || o.type and length(b.body) = o.bytes)
      and not exists (select from product.media_file f where f.sha256 = o.sha256
        and f.name = o.width || 'x' || o.height || '.' || o.type and f.bytes = o.bytes
        and f.missing_at is null)`,
  }),
  sqlCheck({
    invariant: 'I7',
    says: 'every picture that a channel shows of its own is one that the shop keeps',
    database: 'product',
    counted: 'product.storefront',
    broken: `select sha256, 'is shown by ' || string_agg(distinct place, ', ' order by place) || ' and is not kept'
      from (${shown}) shown
      where not exists (select from product.media_object o where o.sha256 = shown.sha256)
      group by sha256`,
  }),
];
