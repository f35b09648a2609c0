import { ok } from '#kernel/result.ts';
import type { Handler, ServiceContext } from '#platform/service.ts';
import { sql } from '#platform/sql.ts';
import { readZones, type DeliveryBook } from './delivery-book.ts';

export function listZones({
  database,
}: ServiceContext<'shipping'>): Handler<'shipping', 'listZones'> {
  return async () => ok({ zones: await readZones(database) });
}

export function putZone(
  { database }: ServiceContext<'shipping'>,
  book: DeliveryBook,
): Handler<'shipping', 'putZone'> {
  return (zone, invocation) =>
    database.transaction('put_zone', invocation, async (tx) => {
      const { code, name, channels, countries, regions } = zone;
      await tx.query(sql`
        insert into zone (code, name, channels, countries, regions)
        values (${code}, ${name}, ${channels}, ${countries}, ${regions})
        on conflict (code) do update set name = excluded.name, channels = excluded.channels,
          countries = excluded.countries, regions = excluded.regions`);
      tx.audit({ subject: `delivery zone ${code}`, after: zone });
      tx.afterwards(() => book.forget());
      return ok(zone);
    });
}

export function removeZone(
  { database }: ServiceContext<'shipping'>,
  book: DeliveryBook,
): Handler<'shipping', 'removeZone'> {
  return ({ code }, invocation) =>
    database.transaction('remove_zone', invocation, async (tx) => {
      const removed = await tx.change(sql`delete from zone where code = ${code}`);
      tx.audit({ subject: `delivery zone ${code}` });
      tx.afterwards(() => book.forget());
      return ok({ removed: removed > 0 });
    });
}
