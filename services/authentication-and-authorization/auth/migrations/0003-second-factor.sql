-- A second way to prove to be an account, beside its password. Pending until it showed a code,
-- active until it is removed; its secret goes with it, and the row stays for who looks back.
create table factor (
  factor_id uuid primary key,
  account_id uuid not null references account (account_id),
  kind text not null check (kind in ('totp')),
  -- encrypted with a key derived from the installation's secret
  secret_sealed text,
  created_at timestamptz not null default kontor_now(),
  -- a pending one is good until then
  expires_at timestamptz not null,
  confirmed_at timestamptz,
  removed_at timestamptz,
  -- the newest step of time whose code was used: it and those before it are used up
  last_used_step bigint,
  last_used_at timestamptz,
  check ((secret_sealed is null) = (removed_at is not null)),
  check ((confirmed_at is null) = (last_used_step is null))
);
create unique index factor_pending on factor (account_id, kind)
  where confirmed_at is null and removed_at is null;
create unique index factor_active on factor (account_id, kind)
  where confirmed_at is not null and removed_at is null;
create index factor_account on factor (account_id);

-- What stands in for a lost factor, each once. Keyed hashes: the codes are short enough to be typed.
create table recovery_code (
  account_id uuid not null references account (account_id),
  code_hash bytea not null,
  created_at timestamptz not null default kontor_now(),
  used_at timestamptz,
  primary key (account_id, code_hash)
);

-- Whose password was right, and who has to show the second factor.
create table sign_in_challenge (
  token_hash bytea primary key,
  account_id uuid not null references account (account_id),
  risk_decision text not null check (risk_decision in ('allow', 'challenge', 'unavailable')),
  -- of a device that signed in before: it has tries of its own
  device text,
  tries int not null default 0 check (tries between 0 and 5),
  created_at timestamptz not null default kontor_now(),
  expires_at timestamptz not null,
  used_at timestamptz
);
create index sign_in_challenge_account on sign_in_challenge (account_id);
create index sign_in_challenge_expiry on sign_in_challenge (expires_at);

-- Since when it is asked for a second factor. It stands in the account's row, so that the statement
-- that begins a session sees it under the row's lock.
alter table account add column second_factor_since timestamptz;
-- What was shown beside the password: `totp:<factor>:<step>`, `recovery:<hash>`, or `carried` from
-- the session that it followed. Null without.
alter table session add column second_factor text;
alter table session drop constraint session_end_reason_check;
alter table session add constraint session_end_reason_check check (end_reason in
  ('logout', 'password_changed', 'token_reused', 'account_disabled', 'factor_changed'))
  not valid;
