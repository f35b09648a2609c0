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

-- applied 0001-messages
-- A message is one e-mail and, where its template has one, one SMS: each part with its own state.
create table message (
  id uuid primary key,
  template text not null,
  channel text not null,
  locale text not null,
  customer_id uuid,
  email text,
  phone text,
  -- What the template is filled with; given up once nothing is left to send.
  data jsonb,
  -- Encrypted secrets of a link; given up once nothing is left to send.
  sealed text,
  expires_at timestamptz,
  email_state text not null
    check (email_state in ('none', 'queued', 'sending', 'sent', 'failed', 'suppressed')),
  email_attempts int not null default 0,
  email_error text,
  email_sent_at timestamptz,
  sms_state text not null
    check (sms_state in ('none', 'queued', 'sending', 'sent', 'failed', 'suppressed')),
  sms_attempts int not null default 0,
  sms_error text,
  sms_sent_at timestamptz,
  state text not null generated always as (
    case
      when email_state in ('queued', 'sending') or sms_state in ('queued', 'sending') then 'queued'
      when email_state = 'failed' or sms_state = 'failed' then 'failed'
      when email_state = 'sent' or sms_state = 'sent' then 'sent'
      else 'suppressed'
    end) stored,
  created_at timestamptz not null default kontor_now()
) with (fillfactor = 70);
create index message_newest on message (created_at, id);
create index message_unsent on message (state, created_at, id) where state in ('queued', 'failed');
create index message_customer on message (customer_id, created_at, id) where customer_id is not null;
create index message_email on message (lower(email), created_at, id) where email is not null;

-- Versions are never used twice, also not after a template went back to the built-in one.
create sequence template_version;

-- Templates as a shop has changed them, for one channel and locale; others are built in.
create table template_override (
  template text not null,
  channel text not null,
  locale text not null,
  subject text not null,
  body_text text not null,
  body_html text not null,
  sms text,
  version int not null default nextval('template_version'),
  updated_at timestamptz not null default kontor_now(),
  primary key (template, channel, locale)
);

-- What customer tells of a person, so that consent is known here.
create table recipient (
  customer_id uuid primary key,
  email text not null,
  phone text,
  marketing_email boolean not null,
  marketing_sms boolean not null,
  version int not null
);

-- What a person has switched off in a channel; what is missing is on.
create table preference (
  customer_id uuid not null,
  channel text not null,
  transactional_sms boolean not null default true,
  marketing_email boolean not null default true,
  marketing_sms boolean not null default true,
  updated_at timestamptz not null default kontor_now(),
  primary key (customer_id, channel)
);

-- At most one alert a SKU and day.
create table low_stock_alert (
  sku text not null,
  day date not null,
  message_id uuid not null,
  primary key (sku, day)
);

-- rows
insert into "notification"."inbox" (event_id, sequence, type, aggregate_id, aggregate_version, received_at) overriding system value
select event_id, sequence, type, aggregate_id, aggregate_version, received_at from json_populate_recordset(null::"notification"."inbox", '[
{"event_id":"01a214ce-30d4-7961-8f37-82099f4fb7ab","sequence":1,"type":"customer.contact_changed","aggregate_id":"01a214ce-2eb0-70cd-a6bf-f3462474ef4b","aggregate_version":1,"received_at":"2026-11-25T22:23:07.079694+00:00"}
]');
insert into "notification"."message" (id, template, channel, locale, customer_id, email, phone, data, sealed, expires_at, email_state, email_attempts, email_error, email_sent_at, sms_state, sms_attempts, sms_error, sms_sent_at, created_at) overriding system value
select id, template, channel, locale, customer_id, email, phone, data, sealed, expires_at, email_state, email_attempts, email_error, email_sent_at, sms_state, sms_attempts, sms_error, sms_sent_at, created_at from json_populate_recordset(null::"notification"."message", '[
{"id":"01a214ce-3686-873c-aed8-cfb33bd34749","template":"order_confirmation","channel":"default","locale":"en","customer_id":"01a214ce-2eb0-70cd-a6bf-f3462474ef4b","email":"ticket@under-way.example","phone":null,"data":null,"sealed":null,"expires_at":null,"email_state":"sent","email_attempts":1,"email_error":null,"email_sent_at":"2026-11-25T22:23:09.475036+00:00","sms_state":"none","sms_attempts":0,"sms_error":null,"sms_sent_at":null,"created_at":"2026-11-25T22:23:09.109396+00:00"},
{"id":"01a214ce-1ee7-8b82-97f9-f3e2769751fc","template":"order_confirmation","channel":"default","locale":"en","customer_id":null,"email":"finished@under-way.example","phone":null,"data":null,"sealed":null,"expires_at":null,"email_state":"sent","email_attempts":1,"email_error":null,"email_sent_at":"2026-11-25T22:23:06.701439+00:00","sms_state":"none","sms_attempts":0,"sms_error":null,"sms_sent_at":null,"created_at":"2026-11-25T22:23:05.650239+00:00"},
{"id":"01a214ce-2eeb-7e6b-99d9-d99b9eba4b23","template":"verify_email","channel":"default","locale":"en","customer_id":null,"email":"ticket@under-way.example","phone":null,"data":null,"sealed":null,"expires_at":"2026-11-26T22:23:06.416+00:00","email_state":"sent","email_attempts":1,"email_error":null,"email_sent_at":"2026-11-25T22:23:06.843227+00:00","sms_state":"none","sms_attempts":0,"sms_error":null,"sms_sent_at":null,"created_at":"2026-11-25T22:23:06.632648+00:00"},
{"id":"01a214ce-3b6d-71d7-b27f-51ad4abedaa5","template":"ticket_reply","channel":"default","locale":"en","customer_id":null,"email":"shop@kontor.example","phone":null,"data":null,"sealed":null,"expires_at":null,"email_state":"sent","email_attempts":1,"email_error":null,"email_sent_at":"2026-11-25T22:23:10.179207+00:00","sms_state":"none","sms_attempts":0,"sms_error":null,"sms_sent_at":null,"created_at":"2026-11-25T22:23:09.93238+00:00"},
{"id":"01a214ce-3ee2-85ef-a9b9-9fd26d2c095f","template":"order_confirmation","channel":"default","locale":"en","customer_id":null,"email":"part-shipped@under-way.example","phone":null,"data":null,"sealed":null,"expires_at":null,"email_state":"sent","email_attempts":1,"email_error":null,"email_sent_at":"2026-11-25T22:23:11.308481+00:00","sms_state":"none","sms_attempts":0,"sms_error":null,"sms_sent_at":null,"created_at":"2026-11-25T22:23:11.119083+00:00"},
{"id":"01a214ce-48fe-801a-864b-c5d2256e6912","template":"order_confirmation","channel":"default","locale":"en","customer_id":null,"email":"refund@under-way.example","phone":null,"data":null,"sealed":null,"expires_at":null,"email_state":"sent","email_attempts":1,"email_error":null,"email_sent_at":"2026-11-25T22:23:13.730533+00:00","sms_state":"none","sms_attempts":0,"sms_error":null,"sms_sent_at":null,"created_at":"2026-11-25T22:23:13.548152+00:00"}
]');
insert into "notification"."migration" (name, checksum, applied_at) overriding system value
select name, checksum, applied_at from json_populate_recordset(null::"notification"."migration", '[
{"name":"0000-platform","checksum":"dejdfB8nGjDMBXtPn_LhsWIhWOboqupTUjgJmpILsSw","applied_at":"2026-11-25T22:21:41.052249+00:00"},
{"name":"0000-platform-held-events","checksum":"OCWBNB_PE17NSghg-uZCkOSqwDgcOZmCAYekzRTPLok","applied_at":"2026-11-25T22:21:41.191101+00:00"},
{"name":"0001-messages","checksum":"8xn-ZuygIHqqS0M8Holdp6zCh7uUQ8GeWdiJfFX8OmY","applied_at":"2026-11-25T22:21:41.275853+00:00"}
]');
insert into "notification"."recipient" (customer_id, email, phone, marketing_email, marketing_sms, version) overriding system value
select customer_id, email, phone, marketing_email, marketing_sms, version from json_populate_recordset(null::"notification"."recipient", '[
{"customer_id":"01a214ce-2eb0-70cd-a6bf-f3462474ef4b","email":"ticket@under-way.example","phone":null,"marketing_email":false,"marketing_sms":false,"version":1}
]');
insert into "notification"."story" (name, id, state, attempts, next_attempt_at, last_error, channel, locale, traceparent, created_at, finished_at) overriding system value
select name, id, state, attempts, next_attempt_at, last_error, channel, locale, traceparent, created_at, finished_at from json_populate_recordset(null::"notification"."story", '[
{"name":"send_message","id":"01a214ce-1ee7-8b82-97f9-f3e2769751fc","state":"finished","attempts":0,"next_attempt_at":"2026-11-25T22:23:30.650239+00:00","last_error":null,"channel":"default","locale":"en","traceparent":"00-b3e254aeee6db3d0a74d1747dc56bd32-cc9e4e245d279f61-01","created_at":"2026-11-25T22:23:05.650239+00:00","finished_at":"2026-11-25T22:23:06.701439+00:00"},
{"name":"send_message","id":"01a214ce-2eeb-7e6b-99d9-d99b9eba4b23","state":"finished","attempts":0,"next_attempt_at":"2026-11-25T22:23:31.632648+00:00","last_error":null,"channel":"default","locale":"en","traceparent":"00-9c7e4751e9be31fd98444a48d6c64512-5cefdf1d9879fa3b-01","created_at":"2026-11-25T22:23:06.632648+00:00","finished_at":"2026-11-25T22:23:06.843227+00:00"},
{"name":"send_message","id":"01a214ce-3686-873c-aed8-cfb33bd34749","state":"finished","attempts":0,"next_attempt_at":"2026-11-25T22:23:34.109396+00:00","last_error":null,"channel":"default","locale":"en","traceparent":"00-1bfb8d9b5d28ed2844cbda006eb10846-9fa52b67630689d3-01","created_at":"2026-11-25T22:23:09.109396+00:00","finished_at":"2026-11-25T22:23:09.475036+00:00"},
{"name":"send_message","id":"01a214ce-3b6d-71d7-b27f-51ad4abedaa5","state":"finished","attempts":0,"next_attempt_at":"2026-11-25T22:23:34.93238+00:00","last_error":null,"channel":"default","locale":"en","traceparent":"00-e5cd7c06c51da642f7370ae4492a34ba-166c77a39afb1682-01","created_at":"2026-11-25T22:23:09.93238+00:00","finished_at":"2026-11-25T22:23:10.179207+00:00"},
{"name":"send_message","id":"01a214ce-3ee2-85ef-a9b9-9fd26d2c095f","state":"finished","attempts":0,"next_attempt_at":"2026-11-25T22:23:36.119083+00:00","last_error":null,"channel":"default","locale":"en","traceparent":"00-a96cfd6b823321ed64d55ee68b54be34-29877ee65f21e396-01","created_at":"2026-11-25T22:23:11.119083+00:00","finished_at":"2026-11-25T22:23:11.308481+00:00"},
{"name":"send_message","id":"01a214ce-48fe-801a-864b-c5d2256e6912","state":"finished","attempts":0,"next_attempt_at":"2026-11-25T22:23:38.548152+00:00","last_error":null,"channel":"default","locale":"en","traceparent":"00-f47789a2c1d19a44f58198121c40ba9f-6218f34cb59fb9c9-01","created_at":"2026-11-25T22:23:13.548152+00:00","finished_at":"2026-11-25T22:23:13.730533+00:00"}
]');
select setval('notification.inbox_sequence_seq', 1);
