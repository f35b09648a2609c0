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

-- applied 0000-platform-event-marks
-- Where a broker carries, an event has three states for each consumer: `pending` (the broker has not
-- taken it), `unconfirmed` (the broker has it, as far as it says, and the consumer's inbox does not)
-- and neither: the consumer said that its database has it. In one process nothing is unconfirmed.
alter table outbox
  add column unconfirmed text[] not null default '{}',
  -- when the broker last took it for anybody; unknown of what was never given to a broker
  add column handed_at timestamptz;

-- Whether the events that an earlier version gave to the broker, without these marks, were told again.
alter table broker_seen add column marks_made boolean not null default false;

-- These tables are emptied in small batches all the time, so they are vacuumed in small steps too.
alter table outbox set (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_insert_scale_factor = 0.05);
alter table inbox set (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_insert_scale_factor = 0.05);
alter table idempotency set (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_insert_scale_factor = 0.05);
alter table story set (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_insert_scale_factor = 0.05);

-- applied 0000-platform-event-marks-index
-- alone: outboxes are written by every change of the release that still runs
drop index concurrently if exists outbox_unconfirmed;
create index concurrently outbox_unconfirmed on outbox (handed_at) where unconfirmed <> '{}';

-- applied 0000-platform-audit-channels
-- Who changed it might act in these channels then; what was written before, or by the release that
-- still runs, is told to those alone who may act in all of them.
alter table audit_entry add column channels text[] not null default '{*}';

-- applied 0000-platform-audit-index
-- alone: audit rows are written by every change of staff in the release that still runs
drop index concurrently if exists audit_entry_newest;
create index concurrently audit_entry_newest on audit_entry (at desc, id desc);

-- applied 0000-platform-updates
-- For tables whose rows are listed by `updated_at` (platform/data/settled-read.ts): whatever statement writes
-- a row notes when. The machine's time of the very moment, since a transaction's own time is older than
-- what others see of it; by the shop's clock. To the second, so that a row that is written several times
-- within one keeps its place in the index.
create function note_update() returns trigger language plpgsql as $$
begin
  new.updated_at := date_trunc('second', clock_timestamp() + (kontor.kontor_now() - now()));
  return new;
end $$;

-- applied 0000-platform-held-stories
-- For which of the reasons that it declares a story is held, as a code; its words stay in last_error.
-- Null of what is not held, and of what the release that still runs, or one before it, has held.
alter table story add column held_as text;

-- applied 0000-platform-request-hash
-- Of what the client sent under the key, whatever version read it; the release before knows the hash
-- of what it read alone.
alter table idempotency add column request_hash text;

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
{"account_id":"01a21806-582b-707d-80c8-95f5edab9c2a","kind":"staff","email":"admin@kontor.example","email_canonical":"admin@kontor.example","name":"Administrator","password_hash":"$argon2id$v=19$m=19456,t=2,p=1$ELgmqHukxPG7fZh1ETJ+ug$ftkyDbAswEfTMTz7DNkE8lbEh43yh1ktcuWgkst8aKM","state":"active","version":1,"channels":["*"],"locale":"en","channel":"default","created_at":"2026-11-26T13:23:18.699722+00:00","password_changed_at":null,"last_login_at":null},
{"account_id":"01a21806-6c1e-701f-a691-19dfbd993bbf","kind":"customer","email":"ticket@under-way.example","email_canonical":"ticket@under-way.example","name":"Ada Sievers","password_hash":"$argon2id$v=19$m=19456,t=2,p=1$5d3zqv4vEEbTF2exjHlROw$sqXVBvi+znPtDTsNeVkszpWRV+Pn4My/gHSJwdGGVXA","state":"active","version":1,"channels":["*"],"locale":"en","channel":"default","created_at":"2026-11-26T13:23:24.089039+00:00","password_changed_at":null,"last_login_at":"2026-11-26T13:23:24.229854+00:00"}
]');
insert into "auth"."account_role" (account_id, role) overriding system value
select account_id, role from json_populate_recordset(null::"auth"."account_role", '[
{"account_id":"01a21806-582b-707d-80c8-95f5edab9c2a","role":"administrator"}
]');
insert into "auth"."action_token" (token_hash, purpose, subject_id, created_at, expires_at, used_at) overriding system value
select token_hash, purpose, subject_id, created_at, expires_at, used_at from json_populate_recordset(null::"auth"."action_token",  E'[
{"token_hash":"\\\\xf056e93263b3363bd8a220d6052471cb89cbd879992f2bf7a28233627b59822a","purpose":"verify_email","subject_id":"01a21806-6c1e-701f-a691-19dfbd993bbf","created_at":"2026-11-26T13:23:23.81316+00:00","expires_at":"2026-11-27T13:23:23.81316+00:00","used_at":"2026-11-26T13:23:24.089039+00:00"}
]');
insert into "auth"."api_key" (api_key_id, name, preview, key_hash, permissions, channels, created_by, created_at, expires_at, last_used_at, revoked_at) overriding system value
select api_key_id, name, preview, key_hash, permissions, channels, created_by, created_at, expires_at, last_used_at, revoked_at from json_populate_recordset(null::"auth"."api_key",  E'[
{"api_key_id":"01a21806-582d-7fbc-8858-72128b6d76e8","name":"First start","preview":"kontor_vT3T","key_hash":"\\\\x55da66fb6dbb0169ebaf2f4abb97883b39f980c9f189953c172b230b6e36ffec","permissions":["catalog:read","catalog:write","inventory:read","inventory:write","orders:read","orders:write","orders:refund","fulfillment:read","fulfillment:write","customers:read","customers:write","support:read","support:write","notifications:read","notifications:write","settings:read","settings:write","staff:manage","audit:read"],"channels":["*"],"created_by":"system:first_start","created_at":"2026-11-26T13:23:18.699722+00:00","expires_at":null,"last_used_at":"2026-11-26T13:23:21.355016+00:00","revoked_at":null}
]');
insert into "auth"."migration" (name, checksum, applied_at) overriding system value
select name, checksum, applied_at from json_populate_recordset(null::"auth"."migration", '[
{"name":"0000-platform","checksum":"dejdfB8nGjDMBXtPn_LhsWIhWOboqupTUjgJmpILsSw","applied_at":"2026-11-26T13:23:13.952811+00:00"},
{"name":"0000-platform-held-events","checksum":"OCWBNB_PE17NSghg-uZCkOSqwDgcOZmCAYekzRTPLok","applied_at":"2026-11-26T13:23:14.038487+00:00"},
{"name":"0000-platform-event-marks","checksum":"XYfvbdxxlNI1fCzMuGvrSCAqo_1W3tRLfsnxEAq6brQ","applied_at":"2026-11-26T13:23:14.070692+00:00"},
{"name":"0000-platform-event-marks-index","checksum":"tgtX1S8ZeG_txwWsPl41K7w8au0DSqTERWkD_ihr_2s","applied_at":"2026-11-26T13:23:14.135279+00:00"},
{"name":"0000-platform-audit-channels","checksum":"Pd6moxwuDi7L_jVKOdv8EOsMorJ1Ig4F-YmmV-kZwYQ","applied_at":"2026-11-26T13:23:14.197334+00:00"},
{"name":"0000-platform-audit-index","checksum":"xN6jPsG3Hz8GtA45AIfPza7a3A86VjtwT5f2472qb4U","applied_at":"2026-11-26T13:23:14.227529+00:00"},
{"name":"0000-platform-updates","checksum":"GHpAeu2Cx658qpEC7Dfb2UEhCy85FEyhhzL_xDR48rI","applied_at":"2026-11-26T13:23:14.250294+00:00"},
{"name":"0000-platform-held-stories","checksum":"AvkUI8B8Ft8wkbis7QT0gO7WExHprwWdqUOf8GPq99U","applied_at":"2026-11-26T13:23:14.259994+00:00"},
{"name":"0000-platform-request-hash","checksum":"PP1rsEwEKyZsrlXd-GZZ6FnAk-QPtiiACH1vWOXD1Nw","applied_at":"2026-11-26T13:23:14.269668+00:00"},
{"name":"0001-auth","checksum":"kSOuoJNpYXZviV65-_gP9o7V56sfov2pD-EBu7p4Nvk","applied_at":"2026-11-26T13:23:14.332425+00:00"},
{"name":"0002-attempts","checksum":"F4v37nKumm6h-yq-IlTDybDsm06ZbcugEsVMklsA8uw","applied_at":"2026-11-26T13:23:14.527256+00:00"}
]');
insert into "auth"."outbox" (id, sequence, type, schema_version, aggregate_id, aggregate_version, channel, locale, actor, traceparent, occurred_at, data, pending, unconfirmed, handed_at) overriding system value
select id, sequence, type, schema_version, aggregate_id, aggregate_version, channel, locale, actor, traceparent, occurred_at, data, pending, unconfirmed, handed_at from json_populate_recordset(null::"auth"."outbox", '[
{"id":"01a21806-6c3d-79a0-92cf-edf6fff0b1ba","sequence":1,"type":"auth.mail_requested","schema_version":1,"aggregate_id":"01a21806-6c3d-7c1c-9909-c1f7a2c0545b","aggregate_version":1,"channel":"default","locale":"en","actor":{"id": "anonymous", "kind": "anonymous", "channels": "*", "permissions": []},"traceparent":"00-df1edf23c8a9954e80d9d072b0194767-b0d6dc889777d4af-01","occurred_at":"2026-11-26T13:23:23.81316+00:00","data":{"email": "ticket@under-way.example", "sealed": "Ab6kt9-5MQMxzRK6bvCJBBGQBFDStdwlA6zV02JKa6OQery0yIfq8tXRnfE9ZjRl3WE5e0qElbpdF63k6c-7Vf36QKoSDem78RMwJPZhEtG8EEr_", "template": "verify_email", "expiresAt": "2026-11-27T13:23:23.813Z", "customerId": null},"pending":[],"unconfirmed":[],"handed_at":null},
{"id":"01a21806-6d3b-74ef-a1b9-5055ac225831","sequence":2,"type":"auth.registered","schema_version":1,"aggregate_id":"01a21806-6c1e-701f-a691-19dfbd993bbf","aggregate_version":1,"channel":"default","locale":"en","actor":{"id": "anonymous", "kind": "anonymous", "channels": "*", "permissions": []},"traceparent":"00-234f837f0eec818c75bd241c18793d6e-3d3ea5ff653b77df-01","occurred_at":"2026-11-26T13:23:24.089039+00:00","data":{"name": "Ada Sievers", "email": "ticket@under-way.example", "customerId": "01a21806-6c1e-701f-a691-19dfbd993bbf"},"pending":[],"unconfirmed":[],"handed_at":null}
]');
insert into "auth"."refresh_token" (token_hash, session_id, issued_at, expires_at, spent_at, successor_hash, successor_salt) overriding system value
select token_hash, session_id, issued_at, expires_at, spent_at, successor_hash, successor_salt from json_populate_recordset(null::"auth"."refresh_token",  E'[
{"token_hash":"\\\\x52039830e88a6763ac762b02185bff2f714d77a9c25ec72002390cc21ab42ab5","session_id":"01a21806-6dc4-74ac-9771-bfa9391ab035","issued_at":"2026-11-26T13:23:24.229854+00:00","expires_at":"2026-12-26T13:23:24.229854+00:00","spent_at":null,"successor_hash":null,"successor_salt":null}
]');
insert into "auth"."registration" (registration_id, email, email_canonical, name, password_hash, locale, channel, created_at, expires_at, verified_at) overriding system value
select registration_id, email, email_canonical, name, password_hash, locale, channel, created_at, expires_at, verified_at from json_populate_recordset(null::"auth"."registration", '[
{"registration_id":"01a21806-6c1e-701f-a691-19dfbd993bbf","email":"ticket@under-way.example","email_canonical":"ticket@under-way.example","name":"Ada Sievers","password_hash":"$argon2id$v=19$m=19456,t=2,p=1$5d3zqv4vEEbTF2exjHlROw$sqXVBvi+znPtDTsNeVkszpWRV+Pn4My/gHSJwdGGVXA","locale":"en","channel":"default","created_at":"2026-11-26T13:23:23.81316+00:00","expires_at":"2026-12-03T13:23:23.81316+00:00","verified_at":"2026-11-26T13:23:24.089039+00:00"}
]');
insert into "auth"."risk_assessment" (key, event, decision, assessment_id, score, reasons, assessed_at) overriding system value
select key, event, decision, assessment_id, score, reasons, assessed_at from json_populate_recordset(null::"auth"."risk_assessment", '[
{"key":"checkout:01a21806-6523-7984-8f6c-946c8217ea89:3","event":"checkout","decision":"allow","assessment_id":"a72f148c-0e04-4095-ad93-b3426fcb9a33","score":0.10,"reasons":["default"],"assessed_at":"2026-11-26T13:23:22.319824+00:00"},
{"key":"registration:01a21806-6b33-7280-a0f8-823e6000232f","event":"registration","decision":"allow","assessment_id":"13141b5f-1e5b-466c-92a0-85ad78b7ef6b","score":0.10,"reasons":["default"],"assessed_at":"2026-11-26T13:23:23.624662+00:00"},
{"key":"login:01a21806-6d49-78f6-bf1d-541dda3747ba","event":"login","decision":"allow","assessment_id":"6342795c-854f-4447-ae28-e195efbfc946","score":0.10,"reasons":["default"],"assessed_at":"2026-11-26T13:23:24.13437+00:00"},
{"key":"checkout:01a21806-6de1-78ad-857a-b64f4b692994:3","event":"checkout","decision":"allow","assessment_id":"e6c0d1dd-f3e0-4915-b52f-7e6b4f69296c","score":0.10,"reasons":["default"],"assessed_at":"2026-11-26T13:23:24.290727+00:00"},
{"key":"checkout:01a21806-6ee0-7890-a6fa-275abce0af84:3","event":"checkout","decision":"allow","assessment_id":"1d227923-2c61-44ab-a1b8-f0b8ba690c60","score":0.10,"reasons":["default"],"assessed_at":"2026-11-26T13:23:24.581631+00:00"},
{"key":"checkout:01a21806-7115-7002-a471-82fb2854f6de:3","event":"checkout","decision":"allow","assessment_id":"5d464abf-565f-459b-be6d-ad65fbabc8a4","score":0.10,"reasons":["default"],"assessed_at":"2026-11-26T13:23:25.129916+00:00"},
{"key":"checkout:01a21806-721d-746f-a1e9-6d3cc18d428a:3","event":"checkout","decision":"allow","assessment_id":"a817b002-9f28-4e7e-a78f-eb4713af6535","score":0.10,"reasons":["default"],"assessed_at":"2026-11-26T13:23:25.369672+00:00"},
{"key":"checkout:01a21806-76d1-75cb-a9a6-3940cecdc665:3","event":"checkout","decision":"allow","assessment_id":"38311f23-ccc9-4ccc-8996-749ce93a704c","score":0.10,"reasons":["default"],"assessed_at":"2026-11-26T13:23:26.573586+00:00"},
{"key":"checkout:01a21807-37f3-70a0-bc7d-d823f36ab95e:3","event":"checkout","decision":"allow","assessment_id":"d41bebf3-f58a-4288-a167-de007a8cadd8","score":0.10,"reasons":["default"],"assessed_at":"2026-11-26T13:24:16.067352+00:00"},
{"key":"checkout:01a21807-389c-7bad-9696-552b71bf2358:3","event":"checkout","decision":"allow","assessment_id":"ddbea503-e23c-4ba5-94f0-e5f466cd5963","score":0.10,"reasons":["default"],"assessed_at":"2026-11-26T13:24:16.190259+00:00"},
{"key":"checkout:01a21807-38ff-7c42-95b0-0bb471d86dcb:3","event":"checkout","decision":"allow","assessment_id":"0fc0c5fc-9d8e-45cb-8f1f-1c8af9fbd885","score":0.10,"reasons":["default"],"assessed_at":"2026-11-26T13:24:16.291479+00:00"}
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
{"session_id":"01a21806-6dc4-74ac-9771-bfa9391ab035","account_id":"01a21806-6c1e-701f-a691-19dfbd993bbf","channel":"default","user_agent":"node","ip_address":"127.0.0.1","risk_decision":"allow","created_at":"2026-11-26T13:23:24.229854+00:00","refreshed_at":"2026-11-26T13:23:24.229854+00:00","expires_at":"2027-02-24T13:23:24.229854+00:00","ended_at":null,"end_reason":null}
]');
insert into "auth"."signing_key" (kid, public_jwk, private_jwk_sealed, created_at, signs_from) overriding system value
select kid, public_jwk, private_jwk_sealed, created_at, signs_from from json_populate_recordset(null::"auth"."signing_key", '[
{"kid":"p_YhvSbpNJ0N24VCKY1j0ObueN6xGqTHwcT8EzT2y8o","public_jwk":{"x": "Chf-G7BJnk6P2NefKP6VdorNmR-K56x9Lc8pJuNsVzg", "alg": "EdDSA", "crv": "Ed25519", "kid": "p_YhvSbpNJ0N24VCKY1j0ObueN6xGqTHwcT8EzT2y8o", "kty": "OKP", "use": "sig"},"private_jwk_sealed":"AYoj2PWH_-om9_EpvBFzW37-V-5cwSCgxW_YXQRtjlDyfrjjh8vrOe9YHVQwtgY8Gk9Tpx2ebTodhp4w-1Pq3KbDSPVxU7Tf1wT9HFOtrvLrvZ3e7IDEwwqkn67hzEKGx-XrxkkgO6KoNYIOvE1EsU9vuL04SSqYE60RUKYaR8I7x6R8mzVsAue8mhx0_wlBMYAAfgNpc9jxjBRnxQ0","created_at":"2026-11-26T13:23:21.839827+00:00","signs_from":"2026-11-26T13:23:20.846+00:00"}
]');
select setval('auth.outbox_sequence_seq', 2);
