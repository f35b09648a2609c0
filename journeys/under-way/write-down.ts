import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import pg from 'pg';
import { databaseNameOf } from '#platform/provision/installation.ts';
import { schemaOf, topology, type ServiceName } from '#platform/topology.ts';
import { compose } from '#app/compose.ts';
import type { LeftWork } from './leave-work.ts';
import type { WorkMode, WorkShop } from './work-shop.ts';

/** What cannot be seen in the rows. */
export interface AboutWork {
  readonly mode: WorkMode;
  /** When it was written down, RFC 3339: the clock that its rows are read by. */
  readonly at: string;
  /** base64; of the installation, a test's own. */
  readonly secret: string;
  readonly apiKey: string;
  readonly left: LeftWork;
}

/** Before it stand the migrations, each after a line `-- applied <name>`. */
export const rowsMark = '-- rows';

/**
 * Writes a stopped shop down as SQL text: for each service the migrations it had, as they were
 * applied, and its rows; the sandbox's book; and what was left in the middle.
 */
export async function writeDown(
  shop: WorkShop,
  about: Omit<AboutWork, 'secret' | 'apiKey'>,
  folder: string,
) {
  await mkdir(folder, { recursive: true });
  const { installation, dataFolder } = shop.prepared;
  const { services } = await compose();
  for (const { name, migrations } of services) {
    const { database } = topology[name];
    if (database === null || migrations === null) continue;
    const client = new pg.Client({
      ...installation.cluster,
      database: databaseNameOf(installation, database),
    });
    await client.connect();
    try {
      const text = [
        ...(await schemaText(client, name, migrations)),
        rowsMark,
        ...(await rowTexts(client, name)),
      ];
      await writeFile(join(folder, `${name}.sql`), `${text.join('\n')}\n`);
    } finally {
      await client.end();
    }
  }
  await writeFile(join(folder, 'sandbox.sql'), bookText(join(dataFolder, 'sandbox')));
  const all: AboutWork = {
    ...about,
    secret: installation.secret.toString('base64'),
    apiKey: shop.apiKey,
  };
  await writeFile(join(folder, 'about.json'), `${JSON.stringify(all, null, 2)}\n`);
}

/** The migrations that were applied, in their order, as this version has them. */
async function schemaText(client: pg.Client, service: ServiceName, folder: URL): Promise<string[]> {
  const platform = new URL('../../platform/provision/', import.meta.url);
  const platformFiles = (await readdir(platform)).filter((file) => file.endsWith('.sql'));
  const files = new Map<string, URL>([
    ...platformFiles.map((file): [string, URL] => [
      file === 'platform-schema.sql'
        ? '0000-platform'
        : `0000-${file.replace('-schema', '').slice(0, -4)}`,
      new URL(file, platform),
    ]),
    ...(await readdir(folder)).map((file): [string, URL] => [
      file.slice(0, -4),
      new URL(file, folder),
    ]),
  ]);
  const { rows } = await client.query<{ name: string }>(
    `select name from ${pg.escapeIdentifier(schemaOf(service))}.migration order by applied_at, name`,
  );
  const texts = rows.map(async ({ name }) => {
    const file = files.get(name);
    if (!file) throw new Error(`${service} had the migration ${name}, which is not here`);
    return `-- applied ${name}\n${await readFile(file, 'utf8')}`;
  });
  return Promise.all(texts);
}

/** One statement a table, its rows a line each as JSON, and where its sequences are. */
async function rowTexts(client: pg.Client, service: ServiceName): Promise<string[]> {
  const schema = schemaOf(service);
  const { rows: tables } = await client.query<{ name: string; columns: string }>(
    `select c.relname as name, string_agg(quote_ident(a.attname), ', ' order by a.attnum) as columns
     from pg_class c join pg_attribute a on a.attrelid = c.oid
     where c.relnamespace = $1::regnamespace and c.relkind = 'r' and a.attnum > 0
       and not a.attisdropped and a.attgenerated = ''
     group by c.relname order by c.relname`,
    [pg.escapeIdentifier(schema)],
  );
  const texts: string[] = [];
  for (const { name, columns } of tables) {
    const table = `${pg.escapeIdentifier(schema)}.${pg.escapeIdentifier(name)}`;
    const { rows } = await client.query<{ row: string }>(
      `select row_to_json(t)::text as row from (select ${columns} from ${table} order by ctid) t`,
    );
    if (rows.length === 0) continue;
    const json = `[\n${rows.map(({ row }) => row).join(',\n')}\n]`;
    texts.push(
      `insert into ${table} (${columns}) overriding system value\nselect ${columns} from json_populate_recordset(null::${table}, ${pg.escapeLiteral(json)});`,
    );
  }
  const { rows: sequences } = await client.query<{ name: string; last: string | null }>(
    `select format('%I.%I', schemaname, sequencename) as name, last_value::text as last
     from pg_sequences where schemaname = $1 order by 1`,
    [schema],
  );
  for (const { name, last } of sequences) {
    if (last !== null) texts.push(`select setval(${pg.escapeLiteral(name)}, ${last});`);
  }
  return texts;
}

function bookText(folder: string): string {
  const book = new DatabaseSync(join(folder, 'book.sqlite'), { readOnly: true });
  try {
    const all = (text: string) => book.prepare(text).all() as Record<string, string>[];
    const lines = all(
      `select sql from sqlite_master where sql is not null and name not like 'sqlite_%' order by rootpage`,
    ).map(({ sql }) => `${sql};`);
    for (const { name } of all(
      `select name from sqlite_master where type = 'table' and name not like 'sqlite_%' order by name`,
    )) {
      const columns = all(`select name from pragma_table_info('${name}')`).map(
        (one) => one['name']!,
      );
      const values = columns.map((column) => `quote("${column}")`).join(` || ', ' || `);
      for (const { row } of all(`select ${values} as row from "${name}" order by 1`))
        lines.push(
          `insert into "${name}" (${columns.map((one) => `"${one}"`).join(', ')}) values (${row});`,
        );
    }
    return `${lines.join('\n')}\n`;
  } finally {
    book.close();
  }
}
