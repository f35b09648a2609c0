import { sqlCheck, type Check } from '../../world/check.ts';

/** I15 isolation: who asks for a second factor is signed in by nobody without, nor twice by one. */
export const signInChecks: readonly Check[] = [
  sqlCheck({
    invariant: 'I15',
    says: 'no session goes on without a second factor where its account asks for one',
    database: 'auth',
    counted: 'auth.session',
    broken: `select s.session_id::text, 'its account asks for a second factor, and it showed none'
      from auth.session s join auth.account a using (account_id)
      where a.second_factor_since is not null and s.second_factor is null and s.ended_at is null`,
  }),
  sqlCheck({
    invariant: 'I15',
    says: 'no code of an app, no recovery code and no answer of a passkey began two sessions',
    database: 'auth',
    counted: 'auth.session',
    broken: `select account_id::text, format('%s sessions were begun by %s', count(*), second_factor)
      from auth.session where second_factor <> 'carried'
      group by account_id, second_factor having count(*) > 1`,
  }),
  sqlCheck({
    invariant: 'I15',
    says: 'a passkey signed nobody in but its owner',
    database: 'auth',
    counted: `auth.session where second_factor like 'passkey:%'`,
    broken: `select s.session_id::text, format('began by the passkey %s of another account', p.passkey_id)
      from auth.session s join auth.passkey p
        on p.passkey_id::text = split_part(s.second_factor, ':', 2)
      where s.second_factor like 'passkey:%' and p.account_id <> s.account_id`,
  }),
  sqlCheck({
    invariant: 'I15',
    says: 'an account asks for a second factor while it has one, and has recovery codes with it',
    database: 'auth',
    counted: 'auth.account',
    broken: `select a.account_id::text, 'asks for a second factor that it has not, or has one that it does not ask for'
      from auth.account a
      where (a.second_factor_since is not null) <> exists (
        select from auth.factor f where f.account_id = a.account_id
          and f.confirmed_at is not null and f.removed_at is null)
      union all
      select r.account_id::text, 'a recovery code stands in for no factor'
      from auth.recovery_code r join auth.account a using (account_id)
      where a.second_factor_since is null`,
  }),
  sqlCheck({
    invariant: 'I15',
    says: 'no member of the staff took their own second factor away without a code',
    database: 'auth',
    counted: `auth.audit_entry where operation = 'removeStaffFactor'`,
    broken: `select e.id::text, 'who freed the account, or made the key that did, is its owner'
      from auth.audit_entry e
      where e.operation = 'removeStaffFactor' and e.subject = 'staff:' || case e.actor_kind
        when 'api_key' then (select substr(k.created_by, 7) from auth.api_key k
          where k.api_key_id::text = e.actor_id and k.created_by like 'staff:%')
        else e.actor_id end`,
  }),
];
