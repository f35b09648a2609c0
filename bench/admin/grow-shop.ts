import type pg from 'pg';
import { withClient } from '#platform/ground/with-client.ts';
import { databaseNameOf, type Installation } from '#platform/provision/installation.ts';
import { schemaOf, topology, type ServiceName } from '#platform/topology.ts';
import { copied } from './copied-rows.ts';

/** A copy's values, in SQL over `n` (which copy it is) and `source` (the row that is copied). */
type Changed = Readonly<Record<string, string>>;

interface Grown {
  readonly service: ServiceName;
  readonly table: string;
  readonly changed: Changed;
  /** Of which rows copies are made, one after the other; of one where nothing is said. */
  readonly from?: string;
}

const names = `(array['Ada', 'Bent', 'Carla', 'Dries', 'Edda', 'Femke', 'Gesa', 'Hauke'])[1 + n % 8]`;
const surnames = `(array['Lorenz', 'Sievers', 'Brandt', 'Jansen', 'Moreau', 'Okafor', 'Weber'])[1 + n % 7]`;
const fullName = `${names} || ' ' || ${surnames} || ' ' || n`;
const uuidOf = (kind: string) => `md5('${kind} ' || n)::uuid`;
const minutesAgo = `now() - n * interval '3 minutes'`;

/** What lists, figures and searches of the admin read, and where copies differ from each other. */
const tables: readonly Grown[] = [
  {
    service: 'order',
    table: 'orders',
    changed: {
      id: uuidOf('order'),
      number: `'G-' || (900000000 - n)`,
      email: `'buyer' || n || '@example.com'`,
      owner_id: `md5('owner ' || n)`,
      payment_id: uuidOf('payment'),
      access_token_hash: `md5('token ' || n)`,
      placed_at: minutesAgo,
      confirmed_at: minutesAgo,
      updated_at: minutesAgo,
      // They follow from the snapshot.
      words: 'null',
      state: `case when n % 400 = 0 then 'confirmed' else 'delivered' end`,
      total_minor: 'source.total_minor + n % 900',
      captured_minor: 'source.captured_minor + n % 900',
      snapshot: `jsonb_set(source.snapshot, '{billingAddress,name}', to_jsonb(${fullName}))`,
    },
  },
  {
    service: 'fulfillment',
    table: 'fulfillment',
    changed: {
      id: uuidOf('fulfillment'),
      order_id: uuidOf('order'),
      order_number: `'G-' || (900000000 - n)`,
      reservation_id: uuidOf('reservation'),
      state: `case when n % 400 = 0 then 'open' else 'delivered' end`,
      created_at: minutesAgo,
    },
  },
  {
    service: 'customer',
    table: 'customer',
    changed: {
      id: uuidOf('customer'),
      email: `'customer' || n || '@example.com'`,
      first_name: names,
      last_name: `${surnames} || n`,
      created_at: minutesAgo,
      updated_at: minutesAgo,
      default_shipping_id: 'null',
      default_billing_id: 'null',
    },
  },
  {
    service: 'notification',
    table: 'message',
    changed: {
      id: uuidOf('message'),
      email: `'buyer' || n || '@example.com'`,
      email_state: `'sent'`,
      sms_state: `'none'`,
      created_at: minutesAgo,
    },
  },
];

/** Of a product: the row itself, one variant with its price and stock, and what searches read. */
const ofProducts: readonly Grown[] = [
  {
    service: 'product',
    table: 'product',
    from: `exists (select from variant v where v.product_id = source.id)`,
    changed: {
      id: uuidOf('product'),
      handle: `'grown-' || n`,
      title: `source.title || ' ' || n`,
      created_at: minutesAgo,
      updated_at: minutesAgo,
    },
  },
  {
    service: 'product',
    table: 'variant',
    changed: {
      id: uuidOf('variant'),
      product_id: uuidOf('product'),
      sku: `'GROWN-' || n`,
      barcode: `''`,
    },
  },
  {
    service: 'product',
    table: 'price',
    from: `source.channel = 'default'`,
    changed: { variant_id: uuidOf('variant') },
  },
  {
    service: 'product',
    table: 'variant_stock',
    changed: { sku: `'GROWN-' || n` },
  },
  { service: 'inventory', table: 'stock_item', changed: { sku: `'GROWN-' || n` } },
];

/** Writes so many orders, customers and products beside those that the shop has, by one statement a table. */
export async function growShop(installation: Installation, count: number): Promise<void> {
  for (const grown of [...tables, ...ofProducts]) {
    const { service } = grown;
    const database = databaseNameOf(installation, topology[service].database!);
    await withClient({ ...installation.cluster, database }, async (admin) => {
      await admin.query(`set search_path = ${quoted(schemaOf(service))}, kontor`);
      await fill(admin, grown, count);
    });
  }
}

async function fill(admin: pg.Client, grown: Grown, count: number): Promise<void> {
  const { table, changed, from = 'true' } = grown;
  // Rows are as their own services write them, of times long ago: no trigger notes that it is now.
  await admin.query(`set session_replication_role = replica`);
  const { rows } = await admin.query<{ sources: number }>(
    `select count(*)::int as sources from ${table} source where ${from}`,
  );
  const { sources } = rows[0]!;
  if (sources === 0) throw new Error(`the shop has no row of ${table} that could be copied`);
  const columns = await copied(admin, table, changed);
  await admin.query(`
    with sources as (
      select row_number() over () - 1 as place, source as one from ${table} source where ${from})
    insert into ${table} ${columns}
    from generate_series(1, ${count}) n
      cross join lateral (select (s.one).* from sources s where s.place = n % ${sources}) source`);
  await admin.query(`analyze ${table}`);
}

function quoted(name: string): string {
  return `"${name}"`;
}
