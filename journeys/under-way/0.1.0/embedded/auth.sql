-- applied 0000-platform
-- What every service's schema holds beside its own tables.

create table outbox (
  id uuid primary key,
  sequence bigint generated always as identity,
  type text not null,
  schema_version int not null,
  aggregate_id text not null,
  aggregate_version int not null,
  channel text not null,
  locale text not null,
  actor jsonb not null,
  traceparent text not null,
  occurred_at timestamptz not null default kontor_now(),
  data jsonb not null,
  -- consumers that have not yet had it
  pending text[] not null,
  unique (type, aggregate_id, aggregate_version)
);
create index outbox_pending on outbox (sequence) where pending <> '{}';

-- Only deliveries that failed have a row: attempts, when to try again, and why it is dead.
create table outbox_failure (
  event_id uuid not null references outbox (id) on delete cascade,
  consumer text not null,
  attempts int not null,
  next_attempt_at timestamptz not null,
  last_error text not null,
  dead_at timestamptz,
  primary key (event_id, consumer)
);

create table inbox (
  event_id uuid primary key,
  sequence bigint generated always as identity,
  type text not null,
  aggregate_id text not null,
  aggregate_version int not null,
  received_at timestamptz not null default kontor_now()
);

create table idempotency (
  actor_scope text not null,
  operation text not null,
  key text not null,
  body_hash text not null,
  -- json, not jsonb: a reply is told again to the letter
  reply json not null,
  created_at timestamptz not null default kontor_now(),
  constraint idempotency_pkey primary key (actor_scope, operation, key)
);
create index idempotency_age on idempotency (created_at);

-- Long stories at rest: any process can pick up any open one.
create table story (
  name text not null,
  id text not null,
  state text not null default 'open' check (state in ('open', 'finished', 'held')),
  attempts int not null default 0,
  next_attempt_at timestamptz not null,
  last_error text,
  channel text not null,
  locale text not null,
  traceparent text not null,
  created_at timestamptz not null default kontor_now(),
  finished_at timestamptz,
  primary key (name, id)
);
create index story_open on story (next_attempt_at) where state = 'open';

create table audit_entry (
  id uuid primary key,
  at timestamptz not null default kontor_now(),
  actor_kind text not null,
  actor_id text not null,
  operation text not null,
  subject text,
  detail jsonb not null,
  trace_id text not null
);
create index audit_entry_subject on audit_entry (subject, at);

-- applied 0000-platform-held-events
-- Events that a broker brought and that cannot be taken yet: what came before is missing, or the
-- reaction failed. Those with dead_at wait for a person: kontor dead-letters list.
create table inbox_held (
  event_id uuid primary key,
  sequence bigint generated always as identity,
  type text not null,
  aggregate_id text not null,
  aggregate_version int not null,
  -- the event of the same aggregate that must be in the inbox first
  previous_id uuid,
  event jsonb not null,
  attempts int not null default 0,
  held_at timestamptz not null default kontor_now(),
  next_attempt_at timestamptz not null,
  last_error text not null,
  dead_at timestamptz
);
create index inbox_held_due on inbox_held (next_attempt_at) where dead_at is null;

-- The broker as last seen. Another server, or the same one started again, may have lost its last
-- moments; a stream that was made at another time has lost everything.
create table broker_seen (
  one boolean primary key default true check (one),
  server_id text not null,
  stream_made_at timestamptz not null
);

-- applied 0001-auth
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

-- applied 0002-attempts
-- When somebody tried a password or asked for a mail, for each limit and whom it holds: an address,
-- an account, known or not. The hash is keyed with the installation's secret and tells neither.
create table attempts (
  subject_hash bytea primary key,
  -- the newest alone, oldest first: as many as the limit's longest window has room for
  times timestamptz[] not null,
  -- from then on no time is within a window
  expires_at timestamptz not null
);
create index attempts_expiry on attempts (expires_at);

-- rows
insert into "auth"."account" (account_id, kind, email, email_canonical, name, password_hash, state, version, channels, locale, channel, created_at, password_changed_at, last_login_at) overriding system value
select account_id, kind, email, email_canonical, name, password_hash, state, version, channels, locale, channel, created_at, password_changed_at, last_login_at from json_populate_recordset(null::"auth"."account", '[
{"account_id":"01a214cc-2cc1-70b1-9459-6642da5483e3","kind":"staff","email":"admin@kontor.example","email_canonical":"admin@kontor.example","name":"Administrator","password_hash":"$argon2id$v=19$m=19456,t=2,p=1$Vvak0AOSIIHL7o9h1VwqwA$nuQq7G9Q8XdzRZdP1GeIRKpWrrr44hLFz0ly+DknY5I","state":"active","version":1,"channels":["*"],"locale":"en","channel":"default","created_at":"2026-11-25T22:20:54.850398+00:00","password_changed_at":null,"last_login_at":null},
{"account_id":"01a214cc-43af-7879-a1f9-7718a588253c","kind":"customer","email":"ticket@under-way.example","email_canonical":"ticket@under-way.example","name":"Ada Sievers","password_hash":"$argon2id$v=19$m=19456,t=2,p=1$3gQlr5BtBCnzmDrgksaZ1A$NrFz/CvexEy+q1sbx08PZKVCnim3/kyGErA5BAFtLjs","state":"active","version":1,"channels":["*"],"locale":"en","channel":"default","created_at":"2026-11-25T22:21:00.917776+00:00","password_changed_at":null,"last_login_at":"2026-11-25T22:21:01.031547+00:00"}
]');
insert into "auth"."account_role" (account_id, role) overriding system value
select account_id, role from json_populate_recordset(null::"auth"."account_role", '[
{"account_id":"01a214cc-2cc1-70b1-9459-6642da5483e3","role":"administrator"}
]');
insert into "auth"."action_token" (token_hash, purpose, subject_id, created_at, expires_at, used_at) overriding system value
select token_hash, purpose, subject_id, created_at, expires_at, used_at from json_populate_recordset(null::"auth"."action_token",  E'[
{"token_hash":"\\\\xc640b2e999884497e62207a118e50949a2003d98a98af601300cc978d8c9527a","purpose":"verify_email","subject_id":"01a214cc-43af-7879-a1f9-7718a588253c","created_at":"2026-11-25T22:21:00.719565+00:00","expires_at":"2026-11-26T22:21:00.719565+00:00","used_at":"2026-11-25T22:21:00.917776+00:00"}
]');
insert into "auth"."api_key" (api_key_id, name, preview, key_hash, permissions, channels, created_by, created_at, expires_at, last_used_at, revoked_at) overriding system value
select api_key_id, name, preview, key_hash, permissions, channels, created_by, created_at, expires_at, last_used_at, revoked_at from json_populate_recordset(null::"auth"."api_key",  E'[
{"api_key_id":"01a214cc-2cca-792d-821d-e8c253c9cec4","name":"First start","preview":"kontor_bv7l","key_hash":"\\\\xdc0fc4fc00f376cc3cbc181f456c84503679ab1af90e552ea1a85296b24fcda4","permissions":["catalog:read","catalog:write","inventory:read","inventory:write","orders:read","orders:write","orders:refund","fulfillment:read","fulfillment:write","customers:read","customers:write","support:read","support:write","notifications:read","notifications:write","settings:read","settings:write","staff:manage","audit:read"],"channels":["*"],"created_by":"system:first_start","created_at":"2026-11-25T22:20:54.850398+00:00","expires_at":null,"last_used_at":"2026-11-25T22:20:58.726122+00:00","revoked_at":null}
]');
insert into "auth"."migration" (name, checksum, applied_at) overriding system value
select name, checksum, applied_at from json_populate_recordset(null::"auth"."migration", '[
{"name":"0000-platform","checksum":"dejdfB8nGjDMBXtPn_LhsWIhWOboqupTUjgJmpILsSw","applied_at":"2026-11-25T22:20:47.676464+00:00"},
{"name":"0000-platform-held-events","checksum":"OCWBNB_PE17NSghg-uZCkOSqwDgcOZmCAYekzRTPLok","applied_at":"2026-11-25T22:20:48.090161+00:00"},
{"name":"0001-auth","checksum":"kSOuoJNpYXZviV65-_gP9o7V56sfov2pD-EBu7p4Nvk","applied_at":"2026-11-25T22:20:48.152137+00:00"},
{"name":"0002-attempts","checksum":"F4v37nKumm6h-yq-IlTDybDsm06ZbcugEsVMklsA8uw","applied_at":"2026-11-25T22:20:48.511855+00:00"}
]');
insert into "auth"."outbox" (id, sequence, type, schema_version, aggregate_id, aggregate_version, channel, locale, actor, traceparent, occurred_at, data, pending) overriding system value
select id, sequence, type, schema_version, aggregate_id, aggregate_version, channel, locale, actor, traceparent, occurred_at, data, pending from json_populate_recordset(null::"auth"."outbox", '[
{"id":"01a214cc-43c7-7430-9e45-c26121554a07","sequence":1,"type":"auth.mail_requested","schema_version":1,"aggregate_id":"01a214cc-43c7-7358-aa5f-443001e8c443","aggregate_version":1,"channel":"default","locale":"en","actor":{"id": "anonymous", "kind": "anonymous", "channels": "*", "permissions": []},"traceparent":"00-e0e0da771beefc455032904ce5fc66cc-85ea9d7105ab54a8-01","occurred_at":"2026-11-25T22:21:00.719565+00:00","data":{"email": "ticket@under-way.example", "sealed": "Ae4hsIzuR1V39qStR03sq7AIMgg8qtBKTIUIra9HwF6k9t-NmzY8l36pdYyubU1J5z8WAH_fqachiTRBGniTY-7uJAenC11q5hpSbmkdBfGoud8O", "template": "verify_email", "expiresAt": "2026-11-26T22:21:00.719Z", "customerId": null},"pending":[]},
{"id":"01a214cc-4477-7ccd-97f8-118edc011c03","sequence":2,"type":"auth.registered","schema_version":1,"aggregate_id":"01a214cc-43af-7879-a1f9-7718a588253c","aggregate_version":1,"channel":"default","locale":"en","actor":{"id": "anonymous", "kind": "anonymous", "channels": "*", "permissions": []},"traceparent":"00-fddfda8af4e015225460988c027015db-e0638da6aa5a91a1-01","occurred_at":"2026-11-25T22:21:00.917776+00:00","data":{"name": "Ada Sievers", "email": "ticket@under-way.example", "customerId": "01a214cc-43af-7879-a1f9-7718a588253c"},"pending":[]}
]');
insert into "auth"."refresh_token" (token_hash, session_id, issued_at, expires_at, spent_at, successor_hash, successor_salt) overriding system value
select token_hash, session_id, issued_at, expires_at, spent_at, successor_hash, successor_salt from json_populate_recordset(null::"auth"."refresh_token",  E'[
{"token_hash":"\\\\x7978bf7d8620ddb7d36d35e5431bc81e300f86c0e1b961b2d0e5a87069fe8984","session_id":"01a214cc-44e5-7298-85ee-84ba88da561a","issued_at":"2026-11-25T22:21:01.031547+00:00","expires_at":"2026-12-25T22:21:01.031547+00:00","spent_at":null,"successor_hash":null,"successor_salt":null}
]');
insert into "auth"."registration" (registration_id, email, email_canonical, name, password_hash, locale, channel, created_at, expires_at, verified_at) overriding system value
select registration_id, email, email_canonical, name, password_hash, locale, channel, created_at, expires_at, verified_at from json_populate_recordset(null::"auth"."registration", '[
{"registration_id":"01a214cc-43af-7879-a1f9-7718a588253c","email":"ticket@under-way.example","email_canonical":"ticket@under-way.example","name":"Ada Sievers","password_hash":"$argon2id$v=19$m=19456,t=2,p=1$3gQlr5BtBCnzmDrgksaZ1A$NrFz/CvexEy+q1sbx08PZKVCnim3/kyGErA5BAFtLjs","locale":"en","channel":"default","created_at":"2026-11-25T22:21:00.719565+00:00","expires_at":"2026-12-02T22:21:00.719565+00:00","verified_at":"2026-11-25T22:21:00.917776+00:00"}
]');
insert into "auth"."risk_assessment" (key, event, decision, assessment_id, score, reasons, assessed_at) overriding system value
select key, event, decision, assessment_id, score, reasons, assessed_at from json_populate_recordset(null::"auth"."risk_assessment", '[
{"key":"checkout:01a214cc-3f5b-7eb1-a65a-3792ddc62003:3","event":"checkout","decision":"allow","assessment_id":"615ef55a-2b3a-4196-8f96-32111e1c520d","score":0.10,"reasons":["default"],"assessed_at":"2026-11-25T22:21:00.023503+00:00"},
{"key":"registration:01a214cc-434d-70d8-b7fb-c641da20e637","event":"registration","decision":"allow","assessment_id":"94553e9e-9b96-4887-ab57-1ab2ff14b12b","score":0.10,"reasons":["default"],"assessed_at":"2026-11-25T22:21:00.629817+00:00"},
{"key":"login:01a214cc-447d-70f1-b509-aa45657d6cc7","event":"login","decision":"allow","assessment_id":"60e6c512-34cd-4af9-a07a-8ed542dd6615","score":0.10,"reasons":["default"],"assessed_at":"2026-11-25T22:21:00.948303+00:00"},
{"key":"checkout:01a214cc-4517-7675-af9f-d4a9fab56b65:3","event":"checkout","decision":"allow","assessment_id":"3b8a8baa-9ad1-4fb8-9365-67f71a701919","score":0.10,"reasons":["default"],"assessed_at":"2026-11-25T22:21:01.179991+00:00"},
{"key":"checkout:01a214cc-46ff-745b-a2fe-a2f7e562d5ca:3","event":"checkout","decision":"allow","assessment_id":"9c0d10e0-6f3b-4064-b943-826c17abcae8","score":0.10,"reasons":["default"],"assessed_at":"2026-11-25T22:21:01.709376+00:00"},
{"key":"checkout:01a214cc-4b46-7253-93c8-68d358c9ff1e:3","event":"checkout","decision":"allow","assessment_id":"d49cccb5-ae6b-434d-816f-04770e5649d8","score":0.10,"reasons":["default"],"assessed_at":"2026-11-25T22:21:02.786814+00:00"},
{"key":"checkout:01a214cc-4ed2-7ca2-90c2-5794b1d7560c:3","event":"checkout","decision":"allow","assessment_id":"acf55be7-2f92-4bde-ac5a-a3053a6feddc","score":0.10,"reasons":["default"],"assessed_at":"2026-11-25T22:21:04.328076+00:00"},
{"key":"checkout:01a214cc-548e-7cb6-8d45-1b6f89bc916b:3","event":"checkout","decision":"allow","assessment_id":"12f1d756-a2ad-4141-be8b-ef6c98263e6a","score":0.10,"reasons":["default"],"assessed_at":"2026-11-25T22:21:05.145441+00:00"},
{"key":"checkout:01a214cc-5e7f-7a22-8505-46011256b3ad:3","event":"checkout","decision":"allow","assessment_id":"ac7bd2b5-0ba4-425f-8159-731d920dc919","score":0.10,"reasons":["default"],"assessed_at":"2026-11-25T22:21:07.649469+00:00"},
{"key":"checkout:01a214cc-5f3b-7274-b6de-a9891ce4fe53:3","event":"checkout","decision":"allow","assessment_id":"9255fb62-1da7-4fc5-91a6-ee7570a203d8","score":0.10,"reasons":["default"],"assessed_at":"2026-11-25T22:21:07.838534+00:00"},
{"key":"checkout:01a214cc-601a-7de0-8bae-cc1d02beba76:3","event":"checkout","decision":"allow","assessment_id":"c6f34c5f-200e-4746-82ab-b46c12b26897","score":0.10,"reasons":["default"],"assessed_at":"2026-11-25T22:21:08.069352+00:00"}
]');
insert into "auth"."role" (name, description, permissions, all_permissions, built_in) overriding system value
select name, description, permissions, all_permissions, built_in from json_populate_recordset(null::"auth"."role", '[
{"name":"administrator","description":"Everything, staff accounts included","permissions":[],"all_permissions":true,"built_in":true},
{"name":"merchandiser","description":"Products, prices and stock","permissions":["catalog:read","catalog:write","inventory:read","inventory:write"],"all_permissions":false,"built_in":false},
{"name":"warehouse","description":"Picking, packing and counting","permissions":["fulfillment:read","fulfillment:write","inventory:read","inventory:write","orders:read"],"all_permissions":false,"built_in":false},
{"name":"service_desk","description":"Orders, customers and tickets","permissions":["orders:read","orders:write","customers:read","customers:write","support:read","support:write"],"all_permissions":false,"built_in":false}
]');
insert into "auth"."session" (session_id, account_id, channel, user_agent, ip_address, risk_decision, created_at, refreshed_at, expires_at, ended_at, end_reason) overriding system value
select session_id, account_id, channel, user_agent, ip_address, risk_decision, created_at, refreshed_at, expires_at, ended_at, end_reason from json_populate_recordset(null::"auth"."session", '[
{"session_id":"01a214cc-44e5-7298-85ee-84ba88da561a","account_id":"01a214cc-43af-7879-a1f9-7718a588253c","channel":"default","user_agent":"node","ip_address":"127.0.0.1","risk_decision":"allow","created_at":"2026-11-25T22:21:01.031547+00:00","refreshed_at":"2026-11-25T22:21:01.031547+00:00","expires_at":"2027-02-23T22:21:01.031547+00:00","ended_at":null,"end_reason":null}
]');
insert into "auth"."signing_key" (kid, public_jwk, private_jwk_sealed, created_at, signs_from) overriding system value
select kid, public_jwk, private_jwk_sealed, created_at, signs_from from json_populate_recordset(null::"auth"."signing_key", '[
{"kid":"zY4_OeENYcNzDOX8_yMtSVRI-z66wW_Y1Y_IjIbqIaM","public_jwk":{"x": "5TdF2fLO-aO550QGyeMVUSa-JTO1dUSu9PxBvs3_tQw", "alg": "EdDSA", "crv": "Ed25519", "kid": "zY4_OeENYcNzDOX8_yMtSVRI-z66wW_Y1Y_IjIbqIaM", "kty": "OKP", "use": "sig"},"private_jwk_sealed":"AefritFzyPSbgzRQTduWWsWBTHXi2HzSNbMjag7zE1Lk5YHn0I3CYcPMcKyjTTfHukCDv2_yydh2tBbzGvAHEvNSmVvN_ZubDezitY0fZcc0gh7jIeVH0IiRWLtNMjuNXJGZC7z0vOV9dctITxZipuhNT8uXv8HGbJQru4MRlk6PfDTHh54YNc-hDvL9FQJ5yR9mAVXoZmMxqmxwp4Y","created_at":"2026-11-25T22:20:59.401758+00:00","signs_from":"2026-11-25T22:20:58.405+00:00"}
]');
select setval('auth.outbox_sequence_seq', 2);
