import { staffPermissions, type Actor, type StaffPermission } from '#kernel/actor.ts';
import { sql, type Statement } from '#platform/ground/sql.ts';
import { channelsOf } from './grants.ts';

export interface AccountRow {
  readonly accountId: string;
  readonly kind: 'customer' | 'staff';
  readonly email: string;
  readonly emailCanonical: string;
  readonly name: string | null;
  readonly passwordHash: string | null;
  readonly state: 'active' | 'disabled';
  readonly version: number;
  readonly channels: string[];
  readonly locale: string;
  readonly channel: string;
  readonly grantsAll: boolean;
  readonly granted: string[];
  /** Null while the password alone signs in. */
  readonly secondFactorSince: string | null;
}

/** Columns of an account `a`, with what its roles grant. */
export const accountColumns = sql`
  a.account_id, a.kind, a.email, a.email_canonical, a.name,
  a.password_hash, a.state, a.version, a.channels, a.locale, a.channel, a.second_factor_since,
  exists (select from account_role ar join role r on r.name = ar.role
          where ar.account_id = a.account_id and r.all_permissions) as grants_all,
  array(select distinct unnest(r.permissions) from account_role ar join role r on r.name = ar.role
        where ar.account_id = a.account_id) as granted`;

export function accountByEmail(emailCanonical: string): Statement {
  return sql`select ${accountColumns} from account a where a.email_canonical = ${emailCanonical}`;
}

export function accountById(accountId: string): Statement {
  return sql`select ${accountColumns} from account a where a.account_id = ${accountId}`;
}

type Grants = Pick<AccountRow, 'grantsAll' | 'granted'>;

/** In the order in which the platform declares them; what it does not know any more is left out. */
export function permissionsOf({ grantsAll, granted }: Grants): StaffPermission[] {
  return staffPermissions.filter((permission) => grantsAll || granted.includes(permission));
}

/** @param lacksFactor that the shop asks for a second factor, and the session showed none */
export function toAccount(row: AccountRow, lacksFactor: boolean) {
  const { accountId, kind, email, name } = row;
  const { permissions, channels } = actorOf(row, lacksFactor);
  const known = { accountId, kind, email, name, permissions, channels };
  return lacksFactor ? { ...known, secondFactorRequired: true as const } : known;
}

/** As whom a session acts; see `toAccount`. */
export function actorOf(row: AccountRow, lacksFactor = false): Actor {
  const { kind, accountId: id } = row;
  if (kind === 'customer') return { kind, id, channels: '*', permissions: [] };
  const permissions = lacksFactor ? [] : permissionsOf(row);
  return { kind, id, channels: channelsOf(row.channels), permissions };
}
