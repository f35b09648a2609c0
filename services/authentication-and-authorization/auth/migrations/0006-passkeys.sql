-- A key pair whose private half an authenticator keeps and uses only after it made sure who holds it.
-- What is removed goes for good: its name is the owner's own words.
create table passkey (
  passkey_id uuid primary key,
  account_id uuid not null references account (account_id) on delete cascade,
  -- the authenticator's own name of it, and the key (COSE) by which its signatures are checked
  credential_id bytea not null unique,
  public_key bytea not null,
  -- the host name that it was made for: browsers show it to no other
  rp_id text not null,
  name text not null,
  transports text[] not null,
  -- of which make the authenticator is; zeros where it does not tell
  aaguid uuid not null,
  -- how often it signed, as far as the authenticator counts: one that goes back was copied
  sign_count bigint not null check (sign_count >= 0),
  -- whether it may be in several places, which never changes, and whether it is
  backup_eligible boolean not null,
  backed_up boolean not null,
  created_at timestamptz not null default kontor_now(),
  last_used_at timestamptz,
  check (backup_eligible or not backed_up)
);
create index passkey_account on passkey (account_id);

-- What an authenticator was given to sign, once and within minutes: to make a passkey of an account,
-- or to prove to be whoever the passkey is of.
create table passkey_challenge (
  challenge_hash bytea primary key,
  purpose text not null check (purpose in ('registration', 'proof')),
  account_id uuid references account (account_id) on delete cascade,
  rp_id text not null,
  created_at timestamptz not null default kontor_now(),
  expires_at timestamptz not null,
  check ((purpose = 'registration') = (account_id is not null))
);
create index passkey_challenge_account on passkey_challenge (account_id);
create index passkey_challenge_expiry on passkey_challenge (expires_at);

-- When the session last showed what its account signs in with; null where it did so at its beginning.
alter table session add column proven_at timestamptz;
