import type pg from 'pg';

/** The columns of a table, whichever this version has, and what a copy of a row has in them. */
export async function copied(
  admin: pg.Client,
  table: string,
  changed: Readonly<Record<string, string>>,
): Promise<string> {
  const { rows } = await admin.query<{ name: string }>(
    `select quote_ident(attname) as name from pg_attribute
     where attrelid = $1::regclass and attnum > 0 and not attisdropped and attgenerated = ''`,
    [table],
  );
  const names = rows.map(({ name }) => name);
  const values = names.map((name) => changed[name] ?? `source.${name}`);
  return `(${names.join(', ')}) overriding system value select ${values.join(', ')}`;
}
