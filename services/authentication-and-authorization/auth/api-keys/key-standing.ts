import type { Actor, StaffPermission } from '#kernel/actor.ts';
import type { Settings } from '#platform/ground/settings.ts';
import { sql, type Statement } from '#platform/ground/sql.ts';
import { accountColumns, actorOf, type AccountRow } from '../identity/account-store.ts';
import { channelsOf } from '../identity/grants.ts';

/**
 * A key is a right that its maker lent: at each use it may do what it was made with, as far as
 * whoever made it still may do that. So what is taken from a member is taken from their keys, from
 * the keys made with these, and comes back with them. The first start's key is lent by nobody.
 */
export type Standing = Pick<Actor, 'channels' | 'permissions'> & {
  /** The shop asks for a second factor, and a maker of the line has none: hence no permissions. */
  readonly secondFactorRequired?: true;
};

export interface LineRow {
  readonly keyId: string;
  readonly permissions: StaffPermission[];
  readonly channels: string[];
  readonly isGood: boolean;
  /** Whether a member of staff made it; their account is null where there is none any more. */
  readonly byStaff: boolean;
  readonly account: (Partial<AccountRow> & { readonly hasFactor: boolean }) | null;
}

export const isGood = sql`(k.revoked_at is null and coalesce(k.expires_at > kontor_now(), true))`;

const lineColumns = sql`k.permissions, k.channels, k.created_by, ${isGood} as is_good`;

/** The keys that `which` tells of `k`, the keys they were made with, and who made the first. */
export function lineOf(which: Statement): Statement {
  return sql`
    recursive line as (
      select k.api_key_id as key_id, ${lineColumns} from api_key k where ${which}
      union all
      select line.key_id, ${lineColumns} from line join api_key k on k.api_key_id =
        case when line.created_by like 'api_key:%' then substr(line.created_by, 9)::uuid end)`;
}

export const lineRows = sql`
  select line.key_id, line.permissions, line.channels, line.is_good,
    line.created_by like 'staff:%' as by_staff,
    (select jsonb_build_object('kind', found.kind, 'accountId', found.account_id,
       'state', found.state, 'channels', found.channels, 'grantsAll', found.grants_all,
       'granted', found.granted,
       'hasFactor', found.second_factor_since is not null
         or exists (select from passkey p where p.account_id = found.account_id)) from (
       select ${accountColumns} from account a
       where a.kind = 'staff' and a.account_id =
         case when line.created_by like 'staff:%' then substr(line.created_by, 7)::uuid end
     ) found) as account
  from line`;

/**
 * What is left of a key's rights by its line; undefined where it opens nothing any more. Where the shop
 * asks its staff for a second factor, whoever has none may do nothing, and so the keys they lent rest
 * until they have one.
 */
export function standingOf(
  line: readonly LineRow[],
  { requireMfa = 'none' }: Pick<Settings, 'requireMfa'>,
): Standing | undefined {
  let left: Standing | undefined;
  for (const { isGood: good, byStaff, account, ...made } of line) {
    if (!good || (byStaff && account?.state !== 'active')) return undefined;
    left = within(left, { permissions: made.permissions, channels: channelsOf(made.channels) });
    if (byStaff) left = within(left, actorOf(account as AccountRow));
  }
  if (!left || left.channels.length === 0) return undefined;
  const lacksFactor =
    requireMfa === 'staff' && line.some(({ byStaff, account }) => byStaff && !account?.hasFactor);
  return lacksFactor ? { ...left, permissions: [], secondFactorRequired: true } : left;
}

function within(left: Standing | undefined, right: Standing): Standing {
  if (left === undefined) return right;
  const { permissions, channels } = left;
  return {
    permissions: permissions.filter((permission) => right.permissions.includes(permission)),
    channels: common(channels, right.channels),
  };
}

function common(some: Actor['channels'], others: Actor['channels']): Actor['channels'] {
  if (some === '*') return others;
  return others === '*' ? some : some.filter((channel) => others.includes(channel));
}
