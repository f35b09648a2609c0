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
{"account_id":"01a214cc-f290-78b4-af67-9f916db64255","kind":"staff","email":"admin@kontor.example","email_canonical":"admin@kontor.example","name":"Administrator","password_hash":"$argon2id$v=19$m=19456,t=2,p=1$4oL2kj8ibvoPOWqsuTw5lQ$36oXvspmL88PidTTWcHSdh4RgBYs9IysnaYkpQ3wxso","state":"active","version":1,"channels":["*"],"locale":"en","channel":"default","created_at":"2026-11-25T22:21:45.491867+00:00","password_changed_at":null,"last_login_at":null},
{"account_id":"01a214ce-2eb0-70cd-a6bf-f3462474ef4b","kind":"customer","email":"ticket@under-way.example","email_canonical":"ticket@under-way.example","name":"Ada Sievers","password_hash":"$argon2id$v=19$m=19456,t=2,p=1$s2VShxjXsRMIUPYalfBAZw$Vi9oeQxR9lFx+Tn8rFhVzJSwmUPLTwGwqqj691QZG+Y","state":"active","version":1,"channels":["*"],"locale":"en","channel":"default","created_at":"2026-11-25T22:23:06.892828+00:00","password_changed_at":null,"last_login_at":"2026-11-25T22:23:07.699122+00:00"}
]');
insert into "auth"."account_role" (account_id, role) overriding system value
select account_id, role from json_populate_recordset(null::"auth"."account_role", '[
{"account_id":"01a214cc-f290-78b4-af67-9f916db64255","role":"administrator"}
]');
insert into "auth"."action_token" (token_hash, purpose, subject_id, created_at, expires_at, used_at) overriding system value
select token_hash, purpose, subject_id, created_at, expires_at, used_at from json_populate_recordset(null::"auth"."action_token",  E'[
{"token_hash":"\\\\x0cdd201dfd270158faf46c0fb9ece7bd6d8d5faf6f359577b93e9e58d3079e30","purpose":"verify_email","subject_id":"01a214ce-2eb0-70cd-a6bf-f3462474ef4b","created_at":"2026-11-25T22:23:06.416834+00:00","expires_at":"2026-11-26T22:23:06.416834+00:00","used_at":"2026-11-25T22:23:06.892828+00:00"}
]');
insert into "auth"."api_key" (api_key_id, name, preview, key_hash, permissions, channels, created_by, created_at, expires_at, last_used_at, revoked_at) overriding system value
select api_key_id, name, preview, key_hash, permissions, channels, created_by, created_at, expires_at, last_used_at, revoked_at from json_populate_recordset(null::"auth"."api_key",  E'[
{"api_key_id":"01a214cc-f295-755f-8f6f-bf8e369cd2e5","name":"First start","preview":"kontor_2Y2C","key_hash":"\\\\xfab240c5dacaa5d96a00409bc2acb3d28b00fadb7eac488b6654996fa8324b3a","permissions":["catalog:read","catalog:write","inventory:read","inventory:write","orders:read","orders:write","orders:refund","fulfillment:read","fulfillment:write","customers:read","customers:write","support:read","support:write","notifications:read","notifications:write","settings:read","settings:write","staff:manage","audit:read"],"channels":["*"],"created_by":"system:first_start","created_at":"2026-11-25T22:21:45.491867+00:00","expires_at":null,"last_used_at":"2026-11-25T22:22:57.563659+00:00","revoked_at":null}
]');
insert into "auth"."broker_seen" (one, server_id, stream_made_at) overriding system value
select one, server_id, stream_made_at from json_populate_recordset(null::"auth"."broker_seen", '[
{"one":true,"server_id":"NC7O5KQOPPR2XIBFY6UMX7OCUKHTIHDIPUDJDJCLOZWYJU76J3EJHZWI","stream_made_at":"2026-11-25T22:22:46.204+00:00"}
]');
insert into "auth"."migration" (name, checksum, applied_at) overriding system value
select name, checksum, applied_at from json_populate_recordset(null::"auth"."migration", '[
{"name":"0000-platform","checksum":"dejdfB8nGjDMBXtPn_LhsWIhWOboqupTUjgJmpILsSw","applied_at":"2026-11-25T22:21:41.035779+00:00"},
{"name":"0000-platform-held-events","checksum":"OCWBNB_PE17NSghg-uZCkOSqwDgcOZmCAYekzRTPLok","applied_at":"2026-11-25T22:21:41.245745+00:00"},
{"name":"0001-auth","checksum":"kSOuoJNpYXZviV65-_gP9o7V56sfov2pD-EBu7p4Nvk","applied_at":"2026-11-25T22:21:41.298606+00:00"},
{"name":"0002-attempts","checksum":"F4v37nKumm6h-yq-IlTDybDsm06ZbcugEsVMklsA8uw","applied_at":"2026-11-25T22:21:41.700644+00:00"}
]');
insert into "auth"."outbox" (id, sequence, type, schema_version, aggregate_id, aggregate_version, channel, locale, actor, traceparent, occurred_at, data, pending) overriding system value
select id, sequence, type, schema_version, aggregate_id, aggregate_version, channel, locale, actor, traceparent, occurred_at, data, pending from json_populate_recordset(null::"auth"."outbox", '[
{"id":"01a214ce-2eeb-7e6b-99d9-d99b9eba4b23","sequence":1,"type":"auth.mail_requested","schema_version":1,"aggregate_id":"01a214ce-2eea-7cab-bfc3-53d598bbe024","aggregate_version":1,"channel":"default","locale":"en","actor":{"id": "anonymous", "kind": "anonymous", "channels": "*", "permissions": []},"traceparent":"00-9c7e4751e9be31fd98444a48d6c64512-5cefdf1d9879fa3b-01","occurred_at":"2026-11-25T22:23:06.416834+00:00","data":{"email": "ticket@under-way.example", "sealed": "AfKSS1o3UAL0qf7n14Sb3w5ezFVgIaWrfjKaP1POP_R94SyzqvdpJhgW6xksvvHr2EmoT3Qv5ThAh_nBx5MTtoVNNWVbcxjOMfwF_Gqtyzoba1nE", "template": "verify_email", "expiresAt": "2026-11-26T22:23:06.416Z", "customerId": null},"pending":[]},
{"id":"01a214ce-30a2-71f3-af0c-d4337c9fe69a","sequence":2,"type":"auth.registered","schema_version":1,"aggregate_id":"01a214ce-2eb0-70cd-a6bf-f3462474ef4b","aggregate_version":1,"channel":"default","locale":"en","actor":{"id": "anonymous", "kind": "anonymous", "channels": "*", "permissions": []},"traceparent":"00-8f10d7cab473aa426faf8a5d8f673358-6f095b624e29cbc2-01","occurred_at":"2026-11-25T22:23:06.892828+00:00","data":{"name": "Ada Sievers", "email": "ticket@under-way.example", "customerId": "01a214ce-2eb0-70cd-a6bf-f3462474ef4b"},"pending":[]}
]');
insert into "auth"."refresh_token" (token_hash, session_id, issued_at, expires_at, spent_at, successor_hash, successor_salt) overriding system value
select token_hash, session_id, issued_at, expires_at, spent_at, successor_hash, successor_salt from json_populate_recordset(null::"auth"."refresh_token",  E'[
{"token_hash":"\\\\x3954bcb425957c74844582b63ee46cca14c4505882f507ab1df6dbebf62914b4","session_id":"01a214ce-33a8-79da-bee9-2b1f88993b24","issued_at":"2026-11-25T22:23:07.699122+00:00","expires_at":"2026-12-25T22:23:07.699122+00:00","spent_at":null,"successor_hash":null,"successor_salt":null}
]');
insert into "auth"."registration" (registration_id, email, email_canonical, name, password_hash, locale, channel, created_at, expires_at, verified_at) overriding system value
select registration_id, email, email_canonical, name, password_hash, locale, channel, created_at, expires_at, verified_at from json_populate_recordset(null::"auth"."registration", '[
{"registration_id":"01a214ce-2eb0-70cd-a6bf-f3462474ef4b","email":"ticket@under-way.example","email_canonical":"ticket@under-way.example","name":"Ada Sievers","password_hash":"$argon2id$v=19$m=19456,t=2,p=1$s2VShxjXsRMIUPYalfBAZw$Vi9oeQxR9lFx+Tn8rFhVzJSwmUPLTwGwqqj691QZG+Y","locale":"en","channel":"default","created_at":"2026-11-25T22:23:06.416834+00:00","expires_at":"2026-12-02T22:23:06.416834+00:00","verified_at":"2026-11-25T22:23:06.892828+00:00"}
]');
insert into "auth"."risk_assessment" (key, event, decision, assessment_id, score, reasons, assessed_at) overriding system value
select key, event, decision, assessment_id, score, reasons, assessed_at from json_populate_recordset(null::"auth"."risk_assessment", '[
{"key":"checkout:01a214ce-18ca-728a-bdeb-f25adc801b8e:3","event":"checkout","decision":"allow","assessment_id":"ea5e357b-3058-4338-b172-a8d1d8ce0203","score":0.10,"reasons":["default"],"assessed_at":"2026-11-25T22:23:02.33419+00:00"},
{"key":"registration:01a214ce-2d6c-71ba-b6ce-c3efe1b51b4d","event":"registration","decision":"allow","assessment_id":"5fd90b10-cd74-4fd5-95a2-64fc643db0ad","score":0.10,"reasons":["default"],"assessed_at":"2026-11-25T22:23:06.106753+00:00"},
{"key":"login:01a214ce-30f8-71f1-8c87-b74a39b385a7","event":"login","decision":"allow","assessment_id":"0926a270-e9af-4f64-80e6-6ba0d1e7bba9","score":0.10,"reasons":["default"],"assessed_at":"2026-11-25T22:23:07.029723+00:00"},
{"key":"checkout:01a214ce-3478-7e0a-b21f-7dd1f4ddbb24:3","event":"checkout","decision":"allow","assessment_id":"c0ea66d3-653f-45b8-b48e-6dbbaa9400dc","score":0.10,"reasons":["default"],"assessed_at":"2026-11-25T22:23:08.367635+00:00"},
{"key":"checkout:01a214ce-3d4d-7df4-916e-5850c8c8fe31:3","event":"checkout","decision":"allow","assessment_id":"961d1fd3-160f-45fd-a4d6-91af444f556d","score":0.10,"reasons":["default"],"assessed_at":"2026-11-25T22:23:10.553615+00:00"},
{"key":"checkout:01a214ce-4808-78eb-b67e-e4e735eb7694:3","event":"checkout","decision":"allow","assessment_id":"02b2e3ab-d05d-49b6-850f-fa88ab100eee","score":0.10,"reasons":["default"],"assessed_at":"2026-11-25T22:23:13.125514+00:00"},
{"key":"checkout:01a214ce-4c24-7084-a702-598cde8eb39f:3","event":"checkout","decision":"allow","assessment_id":"47a11489-2946-4fcf-adf4-9773599f14be","score":0.10,"reasons":["default"],"assessed_at":"2026-11-25T22:23:14.268718+00:00"},
{"key":"checkout:01a214ce-540a-7c25-89b1-9652f38f1304:3","event":"checkout","decision":"allow","assessment_id":"08fab57b-e1e2-4391-9982-0968434b7f25","score":0.10,"reasons":["default"],"assessed_at":"2026-11-25T22:23:16.275866+00:00"},
{"key":"checkout:01a214ce-6068-7692-9133-26de8d4d6d4f:3","event":"checkout","decision":"allow","assessment_id":"02480d7e-c74e-4d4e-b3f8-fd911567dcb5","score":0.10,"reasons":["default"],"assessed_at":"2026-11-25T22:23:19.500289+00:00"},
{"key":"checkout:01a214ce-634e-7d91-ba23-39c45eb93df9:3","event":"checkout","decision":"allow","assessment_id":"f701e078-82e7-415d-a8ae-f1540fbbc232","score":0.10,"reasons":["default"],"assessed_at":"2026-11-25T22:23:20.030485+00:00"},
{"key":"checkout:01a214ce-6562-7bb1-ae89-a77e92edccca:3","event":"checkout","decision":"allow","assessment_id":"221aa02c-0fb5-4eca-a4fe-bb95002ce963","score":0.10,"reasons":["default"],"assessed_at":"2026-11-25T22:23:20.767159+00:00"}
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
{"session_id":"01a214ce-33a8-79da-bee9-2b1f88993b24","account_id":"01a214ce-2eb0-70cd-a6bf-f3462474ef4b","channel":"default","user_agent":"node","ip_address":"127.0.0.1","risk_decision":"allow","created_at":"2026-11-25T22:23:07.699122+00:00","refreshed_at":"2026-11-25T22:23:07.699122+00:00","expires_at":"2027-02-23T22:23:07.699122+00:00","ended_at":null,"end_reason":null}
]');
insert into "auth"."signing_key" (kid, public_jwk, private_jwk_sealed, created_at, signs_from) overriding system value
select kid, public_jwk, private_jwk_sealed, created_at, signs_from from json_populate_recordset(null::"auth"."signing_key", '[
{"kid":"l6pjrIR4wu3Tw9CXQaeKIULrvgmO1GbF6o3fq0rau3k","public_jwk":{"x": "4vL1ox540JzP5tbfCMRqGVT1GGATCKRLmWj3j2liFIc", "alg": "EdDSA", "crv": "Ed25519", "kid": "l6pjrIR4wu3Tw9CXQaeKIULrvgmO1GbF6o3fq0rau3k", "kty": "OKP", "use": "sig"},"private_jwk_sealed":"Ac1C0Qp3U6bzHbC2aTZD7Dj54ntsRlTDHlCLiOOEEZQRqXKxt9rv3tcnLawcRSfUgSSDXKfKVNKLJirqzfwpLzQhJ6jfSo7pUDcYL2dMjCTIqBn1f2TIESPy9wOo3-Z9cBfdmyXqhMq414bW39MBn6xFVpAHQbfmpniwAOL37awPNhDL6axuxf8Hqtn6MRAWSN1xUecTxFYbSmYf8mI","created_at":"2026-11-25T22:23:00.056017+00:00","signs_from":"2026-11-25T22:22:59.086+00:00"}
]');
select setval('auth.outbox_sequence_seq', 2);
