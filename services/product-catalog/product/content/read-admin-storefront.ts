import { fail, ok } from '#kernel/result.ts';
import type { Handler, OutputOf, ServiceContext } from '#platform/calls/service.ts';
import { sql } from '#platform/ground/sql.ts';

type Admin = OutputOf<'product', 'getAdminStorefront'>;
interface Row extends Pick<Admin, 'look'> {
  readonly notice: { readonly texts: Admin['notice'] } | null;
  readonly scenes: Admin['scenes'] | null;
  readonly version: number | null;
}
export type AdminMenu = OutputOf<'product', 'putMenu'>;
type Sql = ReturnType<typeof sql>;

export const menuColumns = sql`place, locale, items, version`;

/** Whatever asks in statements: a transaction or the database. */
interface Asked {
  query<Row extends object>(statement: Sql): Promise<Row[]>;
}

/** What staff set of the frame of a channel; undefined: there is no such channel. */
export async function adminStorefrontOf(asked: Asked, channel: string) {
  const [[found], menus] = await Promise.all([
    asked.query<Row>(sql`
      select c.look, s.notice, s.scenes, s.version
      from channel c left join storefront s on s.channel = c.code where c.code = ${channel}`),
    asked.query<AdminMenu>(sql`
      select ${menuColumns} from menu where channel = ${channel} order by place desc, locale`),
  ]);
  if (found === undefined) return undefined;
  const { look, notice, scenes, version } = found;
  return {
    look,
    notice: notice?.texts ?? {},
    scenes: scenes ?? [],
    menus,
    version: version ?? 1,
  };
}

/** As staff set it, in the channel asked for. */
export function getAdminStorefront({
  database,
}: ServiceContext<'product'>): Handler<'product', 'getAdminStorefront'> {
  return async (_input, invocation) => {
    const asked = {
      query: <Row extends object>(statement: Sql) => database.query<Row>(statement, invocation),
    };
    const found = await adminStorefrontOf(asked, invocation.channel);
    return found ? ok(found) : noSuchChannel;
  };
}

export const noSuchChannel = fail('channel_not_found', 'There is no channel of this code.');
