import { ok } from '#kernel/result.ts';
import type { Handler } from '#platform/calls/service.ts';
import type { Database } from '#platform/data/database.ts';
import { sql } from '#platform/ground/sql.ts';
import type { AuthContext } from '../auth-context.ts';

interface ActorName {
  readonly kind: string;
  readonly id: string;
  readonly name: string;
}

export function listActorNames({ database }: AuthContext): Handler<'auth', 'listActorNames'> {
  return async ({ actors }) => ok({ items: await namesOfActors(database, actors, 'names') });
}

const isId = (id: string) => /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i.test(id);

/**
 * Of those that are known here: a member by name, a key by its name. A member without a name is known
 * by e-mail to whoever may manage the staff, and to others by no name.
 */
export async function namesOfActors(
  database: Database,
  actors: readonly Pick<ActorName, 'kind' | 'id'>[],
  toldBy: 'names' | 'names_or_emails',
): Promise<ActorName[]> {
  const idsOf = (kind: string) => [
    ...new Set(actors.filter((each) => each.kind === kind && isId(each.id)).map(({ id }) => id)),
  ];
  const [members, keys] = [idsOf('staff'), idsOf('api_key')];
  if (members.length + keys.length === 0) return [];
  return database.query<ActorName>(sql`
    select 'staff' as kind, account_id::text as id, coalesce(name, told.email) as name
    from account, lateral (
      select case when ${toldBy === 'names_or_emails'} then account.email end as email) told
    where kind = 'staff' and account_id = any(${members}::uuid[])
      and coalesce(name, told.email) is not null
    union all
    select 'api_key', api_key_id::text, name from api_key
    where api_key_id = any(${keys}::uuid[])`);
}
