import { fail, ok } from '#kernel/result.ts';
import type { Handler, ServiceContext } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';
import { menuDocument } from '../stored/documents.ts';
import type { Frames } from './frames.ts';
import { menuColumns, noSuchChannel, type AdminMenu } from './read-admin-storefront.ts';

/** Sets a menu of the channel asked for, in one language. */
export function putMenu(
  { database }: ServiceContext<'product'>,
  frames: Frames,
): Handler<'product', 'putMenu'> {
  return ({ place, locale, items, expectedVersion }, invocation) =>
    database.transaction('put_menu', invocation, async (tx) => {
      const { channel } = invocation;
      const held = await tx.first(sql`select from channel where code = ${channel} for update`);
      if (!held) return noSuchChannel;
      const before = await tx.first<AdminMenu>(sql`
        select ${menuColumns} from menu
        where channel = ${channel} and place = ${place} and locale = ${locale}`);
      if (before && expectedVersion !== undefined && before.version !== expectedVersion)
        return overtaken(before);
      const after = (await tx.first<AdminMenu>(sql`
        insert into menu (channel, place, locale, items)
        values (${channel}, ${place}, ${locale}, ${menuDocument.write(items)}::jsonb)
        on conflict (channel, place, locale) do update set items = excluded.items,
          version = menu.version + 1
        returning ${menuColumns}`))!;
      tx.audit({ subject: `menu ${channel} ${place} ${locale}`, before, after });
      tx.afterwards(() => frames.forget());
      return ok(after);
    });
}

/** Makes a menu of categories and pages again. */
export function deleteMenu(
  { database }: ServiceContext<'product'>,
  frames: Frames,
): Handler<'product', 'deleteMenu'> {
  return ({ place, locale, expectedVersion }, invocation) =>
    database.transaction('delete_menu', invocation, async (tx) => {
      const { channel } = invocation;
      const before = await tx.first<AdminMenu>(sql`
        delete from menu where channel = ${channel} and place = ${place} and locale = ${locale}
        returning ${menuColumns}`);
      if (!before)
        return fail('menu_not_found', 'Nobody set this menu: it is made of categories and pages.');
      if (expectedVersion !== undefined && before.version !== expectedVersion)
        return overtaken(before);
      tx.audit({ subject: `menu ${channel} ${place} ${locale}`, before });
      tx.afterwards(() => frames.forget());
      return ok({});
    });
}

const overtaken = ({ version }: AdminMenu) =>
  fail('version_conflict', 'The menu changed in the meantime. Read it again.', { version });
