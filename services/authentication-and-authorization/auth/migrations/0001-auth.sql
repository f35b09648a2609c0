-- Who may sign in. A customer's row is made when the e-mail address is verified, so that whoever
-- registers with another's address owns nothing by it. The id is the customer's in every service.
create table account (
  account_id uuid primary key,
  kind text not null check (kind in ('customer', 'staff')),
  email text not null,
  -- one account an address, however it is written
  email_canonical text not null unique,
  name text,
  -- null until the invitation of a staff member is taken up, or with other ways to sign in
  password_hash text,
  state text not null check (state in ('active', 'disabled')),
  version int not null default 1,
  -- channels of staff, {*} for all; customers may be in any
  channels text[] not null default '{*}',
  locale text not null,
  channel text not null,
  created_at timestamptz not null default kontor_now(),
  password_changed_at timestamptz,
  last_login_at timestamptz
);
create index account_staff on account (account_id) where kind = 'staff';

-- Registered, and not verified yet. Each holds the password it was registered with.
create table registration (
  registration_id uuid primary key,
  email text not null,
  email_canonical text not null,
  name text,
  password_hash text not null,
  locale text not null,
  channel text not null,
  created_at timestamptz not null default kontor_now(),
  expires_at timestamptz not null,
  verified_at timestamptz
);
create index registration_email on registration (email_canonical, created_at);
create index registration_expiry on registration (expires_at);

-- A link in a mail: bound to one purpose and one account (or registration), used once. The hash
-- covers the purpose.
create table action_token (
  token_hash bytea primary key,
  purpose text not null check (purpose in ('verify_email', 'reset_password')),
  subject_id uuid not null,
  created_at timestamptz not null default kontor_now(),
  expires_at timestamptz not null,
  used_at timestamptz
);
create index action_token_subject on action_token (subject_id, purpose);
create index action_token_expiry on action_token (expires_at);

-- A family of refresh tokens. `expires_at` is the end whatever is refreshed.
create table session (
  session_id uuid primary key,
  account_id uuid not null references account (account_id),
  channel text not null,
  user_agent text,
  ip_address text,
  risk_decision text not null check (risk_decision in ('allow', 'challenge', 'unavailable')),
  created_at timestamptz not null default kontor_now(),
  refreshed_at timestamptz not null default kontor_now(),
  expires_at timestamptz not null,
  ended_at timestamptz,
  end_reason text check (end_reason in
    ('logout', 'password_changed', 'token_reused', 'account_disabled')),
  check ((ended_at is null) = (end_reason is null))
);
create index session_account on session (account_id) where ended_at is null;
create index session_expiry on session (expires_at);

create table refresh_token (
  token_hash bytea primary key,
  session_id uuid not null references session (session_id) on delete cascade,
  issued_at timestamptz not null default kontor_now(),
  expires_at timestamptz not null,
  spent_at timestamptz,
  -- of the token that replaced it; the salt makes the successor again during the grace time
  successor_hash bytea,
  successor_salt bytea,
  check ((spent_at is null) = (successor_hash is null))
);
create index refresh_token_session on refresh_token (session_id);
create index refresh_token_spent on refresh_token (spent_at) where spent_at is not null;

create table role (
  name text primary key check (name ~ '^[a-z][a-z0-9_]{1,39}$'),
  description text not null default '',
  permissions text[] not null,
  -- every permission there is, those of later versions too
  all_permissions boolean not null default false,
  built_in boolean not null default false
);
insert into role (name, description, permissions, all_permissions, built_in) values
  ('administrator', 'Everything, staff accounts included', '{}', true, true),
  ('merchandiser', 'Products, prices and stock',
   '{catalog:read,catalog:write,inventory:read,inventory:write}', false, false),
  ('warehouse', 'Picking, packing and counting',
   '{fulfillment:read,fulfillment:write,inventory:read,inventory:write,orders:read}', false, false),
  ('service_desk', 'Orders, customers and tickets',
   '{orders:read,orders:write,customers:read,customers:write,support:read,support:write}', false, false);

create table account_role (
  account_id uuid not null references account (account_id),
  role text not null references role (name),
  primary key (account_id, role)
);
create index account_role_role on account_role (role);

create table api_key (
  api_key_id uuid primary key,
  name text not null,
  -- the first characters, by which people recognise it
  preview text not null,
  key_hash bytea not null unique,
  permissions text[] not null,
  channels text[] not null,
  created_by text not null,
  created_at timestamptz not null default kontor_now(),
  expires_at timestamptz,
  last_used_at timestamptz,
  revoked_at timestamptz
);

-- Keys that sign access tokens. One is published a day before it signs, and stays published
-- until nothing that it signed can be asked about.
create table signing_key (
  kid text primary key,
  public_jwk jsonb not null,
  -- encrypted with a key derived from the installation's secret
  private_jwk_sealed text not null,
  created_at timestamptz not null default kontor_now(),
  signs_from timestamptz not null unique
);

-- What Fraud Detection answered, by the key it was asked with.
create table risk_assessment (
  key text primary key,
  event text not null check (event in ('login', 'registration', 'checkout')),
  decision text not null check (decision in ('allow', 'challenge', 'deny')),
  assessment_id text not null,
  score numeric(5, 2) not null,
  reasons text[] not null,
  assessed_at timestamptz not null default kontor_now()
);
create index risk_assessment_age on risk_assessment (assessed_at);

-- The place of what comes later: passkeys, one-time codes, and sign-in by other providers. Each is
-- one more way to prove to be an account; `secret_sealed` and `public_data` hold what it needs.
create table credential (
  credential_id uuid primary key,
  account_id uuid not null references account (account_id),
  kind text not null check (kind in ('passkey', 'totp', 'recovery_code', 'oidc')),
  -- the passkey's credential id, or issuer and subject
  external_id text,
  label text,
  secret_sealed text,
  public_data jsonb not null default '{}',
  created_at timestamptz not null default kontor_now(),
  confirmed_at timestamptz,
  last_used_at timestamptz,
  unique (kind, external_id)
);
create index credential_account on credential (account_id);
