import type { AttributeValue } from '#contracts/attributes.ts';
import type { fieldPromises, Field, FieldDefinition, FieldOwner } from '#contracts/fields.ts';
import type { Input, Reply } from '#kernel/contract.ts';
import type { Invocation } from '#kernel/invocation.ts';
import { fail, ok } from '#kernel/result.ts';
import type { ServiceContext } from '../calls/service.ts';
import type { Transaction } from '../data/transaction.ts';
import { sql, type Statement } from '../ground/sql.ts';
import type { ServiceName } from '../topology.ts';
import { objectionToValue } from './check-values.ts';
import { fieldOf, objectionTo, type FieldDocument, type FieldRow } from './define-field.ts';
import { shownFieldOf } from './shown-values.ts';

/** Whose fields a service keeps, and where their values lie. */
export interface Keeping {
  readonly document: FieldDocument;
  /** The table whose column `attributes` has the values; undefined where values are frozen at once. */
  readonly owners: Partial<Record<FieldOwner, Statement | undefined>>;
  /** What else follows from a change, in its transaction. */
  readonly changed?: (tx: Transaction, field: Pick<Field, 'owner' | 'key'>) => Promise<void>;
}

type Promises = typeof fieldPromises;
type Own = Pick<ServiceContext<ServiceName>, 'database'>;

const fieldsLimit = 200;
const examplesLimit = 5;

const columns = sql`owner, key, version, definition`;

/** The fields of an owner as `FieldRow`s in one value of JSON, for a statement of the service. */
export function fieldsAsJson(owner: FieldOwner): Statement {
  return sql`
    (select coalesce(json_agg(json_build_object('owner', f.owner, 'key', f.key,
      'version', f.version, 'definition', f.definition) order by f.key), '[]')
     from field_definition f where f.owner = ${owner})`;
}

/** The fields of an owner, which stay as they are until the transaction ends. */
export async function fieldsHeld(tx: Transaction, owner: FieldOwner): Promise<Field[]> {
  const rows = await tx.query<FieldRow>(
    sql`select ${columns} from field_definition where owner = ${owner} order by key for share`,
  );
  return rows.map(fieldOf);
}

export function listFields({ database }: Own) {
  return async (
    { owner }: Input<Promises['listFields']>,
    invocation: Invocation,
  ): Promise<Reply<Promises['listFields']>> => {
    const rows = await database.query<FieldRow>(
      sql`
        select ${columns} from field_definition
        where ${owner ?? null}::text is null or owner = ${owner ?? null} order by owner, key`,
      invocation,
    );
    return ok({ items: rows.map(fieldOf), nextCursor: null });
  };
}

export function listShownFields({ database }: Own) {
  return async (
    { owner }: Input<Promises['listShownFields']>,
    invocation: Invocation,
  ): Promise<Reply<Promises['listShownFields']>> => {
    const rows = await database.query<FieldRow>(
      sql`select ${columns} from field_definition where owner = ${owner} order by key`,
      invocation,
    );
    const shown = rows.map(fieldOf).filter(({ storefront }) => storefront);
    const items = shown.map((field) => shownFieldOf(field, invocation.locale));
    return ok({ items, nextCursor: null });
  };
}

/** Adds a field, or defines it anew where all values that are there still fit. */
export function putField(context: Own, { document, owners, changed }: Keeping) {
  return (
    { expectedVersion, owner, key, ...definition }: Input<Promises['putField']>,
    invocation: Invocation,
  ): Promise<Reply<Promises['putField']>> =>
    context.database.transaction('put_field', invocation, async (tx) => {
      const objection = Object.hasOwn(owners, owner)
        ? objectionTo({ owner, key, ...definition })
        : { field: 'owner', message: 'Another service keeps fields of these.' };
      if (objection) return fail('field_invalid', objection.message, { field: objection.field });
      const before = await lockField(tx, owner, key);
      if (before && expectedVersion !== undefined && before.version !== expectedVersion)
        return overtaken(before);
      const refusal = before
        ? await refuseNarrower(tx, owners[owner], key, definition)
        : await refuseOneMore(tx, owner);
      if (refusal) return refusal;
      const after = (await tx.first<FieldRow>(sql`
        insert into field_definition (owner, key, definition)
        values (${owner}, ${key}, ${document.write(definition)}::jsonb)
        on conflict (owner, key) do update set definition = excluded.definition,
          version = field_definition.version + 1, updated_at = kontor_now()
        returning ${columns}`))!;
      if (changed && before) await changed(tx, after);
      tx.audit({ subject: subjectOf(owner, key), before, after });
      return ok(fieldOf(after));
    });
}

/** Takes a field away with its values; how many there are has to be said. */
export function deleteField(context: Own, { owners, changed }: Keeping) {
  return (
    { owner, key, values, expectedVersion }: Input<Promises['deleteField']>,
    invocation: Invocation,
  ): Promise<Reply<Promises['deleteField']>> =>
    context.database.transaction('delete_field', invocation, async (tx) => {
      const before = await lockField(tx, owner, key);
      if (!before) return fail('field_not_found', 'There is no such field.');
      if (expectedVersion !== undefined && before.version !== expectedVersion)
        return overtaken(before);
      const table = owners[owner];
      const stored = await storedValues(tx, table, key);
      const count = stored.reduce((sum, { things }) => sum + things, 0);
      if (count !== values) {
        const message = `${count} have a value of this field, which goes with it. To delete it all the same, say values=${count}.`;
        return fail('field_in_use', message, { values: count, examples: examplesOf(stored) });
      }
      if (changed) await changed(tx, before);
      if (table && count > 0) {
        await tx.query(sql`
          update ${table} set attributes = attributes - ${key} where attributes ? ${key}`);
      }
      tx.last(sql`delete from field_definition where owner = ${owner} and key = ${key}`);
      tx.audit({ subject: subjectOf(owner, key), before, after: { values: count } });
      return ok({});
    });
}

const overtaken = ({ version }: FieldRow) =>
  fail('version_conflict', 'The field changed in the meantime. Read it again.', { version });

function lockField(tx: Transaction, owner: FieldOwner, key: string) {
  return tx.first<FieldRow>(sql`
    select ${columns} from field_definition where owner = ${owner} and key = ${key} for update`);
}

const subjectOf = (owner: FieldOwner, key: string) => `field ${owner}.${key}`;

interface StoredValue {
  readonly value: AttributeValue;
  readonly things: number;
}

/** Each different value, with how many things have it. */
async function storedValues(
  tx: Transaction,
  table: Statement | undefined,
  key: string,
): Promise<StoredValue[]> {
  if (table === undefined) return [];
  return tx.query<StoredValue>(sql`
    select attributes -> ${key} as value, count(*)::int as things
    from ${table} where attributes ? ${key} group by 1 order by 2 desc, 1`);
}

async function refuseNarrower(
  tx: Transaction,
  table: Statement | undefined,
  key: string,
  definition: FieldDefinition,
) {
  const stored = await storedValues(tx, table, key);
  const unfit = stored.filter(({ value }) => objectionToValue(definition, value));
  if (unfit.length === 0) return undefined;
  const values = unfit.reduce((sum, { things }) => sum + things, 0);
  const examples = examplesOf(unfit);
  const message = `${values} have a value that would not fit any more, such as ${examples.join(', ')}. Change these first, or define another field.`;
  return fail('field_in_use', message, { values, examples });
}

function examplesOf(stored: readonly StoredValue[]): string[] {
  return stored.slice(0, examplesLimit).map(({ value }) => JSON.stringify(value).slice(0, 60));
}

async function refuseOneMore(tx: Transaction, owner: FieldOwner) {
  const { count } = (await tx.first<{ count: number }>(
    sql`select count(*)::int as count from field_definition where owner = ${owner}`,
  ))!;
  if (count < fieldsLimit) return undefined;
  const message = `There can be ${fieldsLimit} fields of one kind of thing. Delete one that is not used.`;
  return fail('too_many_fields', message, { limit: fieldsLimit });
}
