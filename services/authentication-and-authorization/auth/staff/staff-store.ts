import type { Actor } from '#kernel/actor.ts';
import { fail } from '#kernel/result.ts';
import type { Transaction } from '#platform/data/transaction.ts';
import { sql, type Statement } from '#platform/ground/sql.ts';
import { withinChannelsOf } from '../identity/grants.ts';
import { accountColumns, actorOf, type AccountRow } from '../identity/account-store.ts';

export interface StaffRow extends AccountRow {
  readonly roles: string[];
  readonly createdAt: string;
  readonly lastLoginAt: string | null;
}

const staffColumns = sql`${accountColumns},
  array(select ar.role from account_role ar where ar.account_id = a.account_id order by 1) as roles,
  a.created_at, a.last_login_at`;

export function staffById(staffId: string): Statement {
  return sql`select ${staffColumns} from account a where a.account_id = ${staffId} and a.kind = 'staff'`;
}

/** In the order of their making, after the id that a cursor names. */
export function staffPage(manager: Actor, after: string | null, rows: number): Statement {
  return sql`
    select ${staffColumns} from account a
    where a.kind = 'staff' and ${withinChannelsOf(manager)} and (${after}::uuid is null or a.account_id > ${after}::uuid)
    order by a.account_id limit ${rows}`;
}

/** One at a time changes who may do what, so that two cannot take the last administrator away. */
export function lockGrants(): Statement {
  return sql`select pg_advisory_xact_lock(hashtextextended('staff grants', 0))`;
}

export interface RoleRow {
  readonly name: string;
  readonly description: string;
  readonly permissions: string[];
  readonly grantsAll: boolean;
  readonly builtIn: boolean;
  readonly version: number;
}

export const roleColumns = sql`name, description, permissions, all_permissions as grants_all,
  built_in, version`;

export function rolesByName(names: readonly string[]): Statement {
  return sql`select ${roleColumns} from role where name = any(${names}) order by name`;
}

/** Puts exactly these roles in place. */
export function replaceRoles(accountId: string, roles: readonly string[]): Statement {
  return sql`
    with gone as (
      delete from account_role where account_id = ${accountId} and role <> all(${roles}))
    insert into account_role (account_id, role)
    select ${accountId}::uuid, unnest(${roles}::text[]) on conflict do nothing`;
}

/** Whether no active member may manage staff any more. */
export async function isNobodyLeft(tx: Transaction): Promise<boolean> {
  const count = await tx.first<{ administrators: number }>(sql`
    select count(distinct a.account_id)::int as administrators
    from account a join account_role ar using (account_id) join role r on r.name = ar.role
    where a.kind = 'staff' and a.state = 'active'
      and (r.all_permissions or 'staff:manage' = any(r.permissions))`);
  return count!.administrators === 0;
}

export function lastAdministrator() {
  const message = 'Nobody could manage staff any more. Give another member the right first.';
  return fail('last_administrator', message);
}

export function storedChannels(channels: Actor['channels']): string[] {
  return channels === '*' ? ['*'] : channels;
}

export function toStaffMember(row: StaffRow) {
  const { accountId: staffId, email, name, roles, state, version, createdAt, lastLoginAt } = row;
  const { permissions, channels } = actorOf(row);
  const invited = row.passwordHash === null;
  const person = { staffId, email, name, roles, permissions, channels, state };
  return { ...person, invited, version, createdAt, lastLoginAt };
}
