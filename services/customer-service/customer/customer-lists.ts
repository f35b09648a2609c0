import { writtenForms } from '#kernel/email-address/email-address.ts';
import { ok } from '#kernel/result.ts';
import { ListSorts, type Keyed } from '#platform/data/list-sorts.ts';
import { pageStatement } from '#platform/data/page-statement.ts';
import { isSettled } from '#platform/data/settled-read.ts';
import type { Handler, OutputOf, ServiceContext } from '#platform/calls/service.ts';
import { sql, type Statement } from '#platform/ground/sql.ts';
import { readAddresses, selectAddresses, type AddressEntry } from './addresses.ts';
import {
  askedBy,
  customerNotFound,
  inChannelsOf,
  selectProfile,
  type Profile,
} from './customer-store.ts';

type Context = ServiceContext<'customer'>;
type Summary = OutputOf<'customer', 'listCustomers'>['items'][number];
type Detail = OutputOf<'customer', 'getCustomer'>;

const sorts = new ListSorts('customers', sql`id`, {
  created: { by: sql`created_at`, kind: 'time' },
  updated: { by: sql`updated_at`, kind: 'time' },
});

/** By keyset. */
export function listCustomers({ database }: Context): Handler<'customer', 'listCustomers'> {
  return async ({ limit, cursor, sort, joinedBy, ...filters }, invocation) => {
    const { search, groupCode, email, channel, updatedSince } = filters;
    const conditions = [inChannelsOf(invocation.actor)];
    if (groupCode !== undefined) {
      conditions.push(sql`exists (
        select from customer_group_member m join customer_group g on g.id = m.group_id
        where m.customer_id = customer.id and g.code = ${groupCode})`);
    }
    if (email !== undefined)
      conditions.push(sql`lower(email) = any(${writtenForms(email)}::text[])`);
    if (channel !== undefined) conditions.push(sql`channel = ${channel}`);
    if (updatedSince !== undefined) {
      conditions.push(sql`updated_at >= ${updatedSince}::timestamptz`);
    }
    const isCopied = filters.updatedSince !== undefined;
    const word = sort ?? (isCopied ? 'updated_ascending' : 'created_descending');
    const list = sorts.open(word, filters, cursor);
    if (!list.ok) return list;
    const settled = isCopied || word === 'updated_ascending';
    if (settled) conditions.push(isSettled(sql`updated_at`));
    const page = pageStatement({
      table: sql`customer`,
      id: sql`id`,
      columns: sql`
        id as customer_id, email, first_name, last_name, phone, channel,
        created_at, updated_at`,
      conditions,
      guess: search === undefined ? undefined : found(search, joinedBy),
      list: list.value,
      limit,
    });
    const rows = await database.list<Summary & Keyed>(page, settled, invocation);
    return ok(list.value.pageOf(rows, limit));
  };
}

/** The beginning of an address, beginnings of all words of a name, or a whole order number, a joined guest’s too. */
function found(search: string, joinedBy: readonly string[] = []): Statement {
  const beginning = `${search.toLowerCase().replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
  return sql`(lower(email) like ${beginning} or lower(last_name) like ${beginning}
    or name_words(first_name, last_name) @@ (select begun_words(${search}))
    or id = any(array(select customer_id from customer_order where order_number = ${search}))
    or id = any(${joinedBy}::uuid[]))`;
}

/** All that staff want to see of one customer at once. */
export function getCustomer({ database }: Context): Handler<'customer', 'getCustomer'> {
  return async ({ customerId }, invocation) => {
    const whose = askedBy(invocation.actor, customerId, 'customers:read');
    const [[profile], [book], groups, [statistics], [own]] = await Promise.all([
      database.query<Profile>(selectProfile(whose), invocation),
      database.query<{ addresses: AddressEntry[] }>(selectAddresses(whose)),
      database.query<Detail['groups'][number]>(sql`
        select g.id as group_id, g.code, g.name
        from customer_group_member m join customer_group g on g.id = m.group_id
        where m.customer_id = ${customerId} order by g.code`),
      database.query<Detail['statistics']>(orderStatisticsOf(customerId)),
      database.query<Pick<Detail, 'attributes'>>(
        sql`select attributes from customer where ${whose}`,
      ),
    ]);
    if (!profile || !book || !statistics || !own) return customerNotFound();
    const { attributes } = own;
    return ok({ profile, addresses: readAddresses(book), groups, statistics, attributes });
  };
}

function orderStatisticsOf(customerId: string): Statement {
  return sql`
    select coalesce(sum(t.orders), 0)::int as orders,
      coalesce(jsonb_agg(jsonb_build_object('currency', t.currency, 'orders', t.orders,
        'totalMinor', t.total) order by t.currency) filter (where t.currency is not null),
        '[]'::jsonb) as totals,
      (select jsonb_build_object('orderId', order_id, 'orderNumber', order_number, 'placedAt',
          to_char(placed_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))
       from customer_order where customer_id = ${customerId}
       order by placed_at desc limit 1) as last_order
    from (select currency, count(*) as orders, sum(total_minor) as total
          from customer_order where customer_id = ${customerId} group by currency) t`;
}
