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

-- applied 0002-provider-id-of-sms
-- The provider's own id of the text that was sent, so that no other message takes it for its own.
alter table message add column sms_provider_id text;

-- applied 0003-provider-id-index
-- alone: messages are written while it is built; only texts that were sent are in it
drop index concurrently if exists message_sms_provider;
create unique index concurrently message_sms_provider on message (sms_provider_id)
  where sms_provider_id is not null;

-- applied 0004-lists
-- When a message was written last; of those that are here already, now.
alter table message add column updated_at timestamptz not null default kontor_now();
create trigger message_note_update before insert or update on message
  for each row execute function note_update();

-- applied 0005-list-indexes
-- alone: the table is in use
drop index concurrently if exists message_by_update;
create index concurrently message_by_update on message (updated_at, id);

-- rows
insert into "notification"."inbox" (event_id, sequence, type, aggregate_id, aggregate_version, received_at) overriding system value
select event_id, sequence, type, aggregate_id, aggregate_version, received_at from json_populate_recordset(null::"notification"."inbox", '[
{"event_id":"01a21807-e859-7008-85a6-481482402626","sequence":1,"type":"customer.contact_changed","aggregate_id":"01a21807-e75f-7f4d-83ab-e27c6351e7b0","aggregate_version":1,"received_at":"2026-11-26T13:25:01.163805+00:00"}
]');
insert into "notification"."message" (id, template, channel, locale, customer_id, email, phone, data, sealed, expires_at, email_state, email_attempts, email_error, email_sent_at, sms_state, sms_attempts, sms_error, sms_sent_at, created_at, sms_provider_id, updated_at) overriding system value
select id, template, channel, locale, customer_id, email, phone, data, sealed, expires_at, email_state, email_attempts, email_error, email_sent_at, sms_state, sms_attempts, sms_error, sms_sent_at, created_at, sms_provider_id, updated_at from json_populate_recordset(null::"notification"."message", '[
{"id":"01a21807-e9f8-8d0a-a662-2a6b1cd0f645","template":"order_confirmation","channel":"default","locale":"en","customer_id":"01a21807-e75f-7f4d-83ab-e27c6351e7b0","email":"ticket@under-way.example","phone":null,"data":null,"sealed":null,"expires_at":null,"email_state":"sent","email_attempts":1,"email_error":null,"email_sent_at":"2026-11-26T13:25:01.780559+00:00","sms_state":"none","sms_attempts":0,"sms_error":null,"sms_sent_at":null,"created_at":"2026-11-26T13:25:01.743009+00:00","sms_provider_id":null,"updated_at":"2026-11-26T13:25:01+00:00"},
{"id":"01a21807-e448-8041-94d8-a004a450a1ab","template":"order_confirmation","channel":"default","locale":"en","customer_id":null,"email":"finished@under-way.example","phone":null,"data":null,"sealed":null,"expires_at":null,"email_state":"sent","email_attempts":1,"email_error":null,"email_sent_at":"2026-11-26T13:25:01.016675+00:00","sms_state":"none","sms_attempts":0,"sms_error":null,"sms_sent_at":null,"created_at":"2026-11-26T13:25:00.752426+00:00","sms_provider_id":null,"updated_at":"2026-11-26T13:25:01+00:00"},
{"id":"01a21807-e764-7818-8271-25503307b340","template":"verify_email","channel":"default","locale":"en","customer_id":null,"email":"ticket@under-way.example","phone":null,"data":null,"sealed":null,"expires_at":"2026-11-27T13:25:00.896+00:00","email_state":"sent","email_attempts":1,"email_error":null,"email_sent_at":"2026-11-26T13:25:01.082935+00:00","sms_state":"none","sms_attempts":0,"sms_error":null,"sms_sent_at":null,"created_at":"2026-11-26T13:25:00.937753+00:00","sms_provider_id":null,"updated_at":"2026-11-26T13:25:01+00:00"},
{"id":"01a21807-eb03-751d-9925-f64e43ac1791","template":"ticket_reply","channel":"default","locale":"en","customer_id":null,"email":"shop@kontor.example","phone":null,"data":null,"sealed":null,"expires_at":null,"email_state":"sent","email_attempts":1,"email_error":null,"email_sent_at":"2026-11-26T13:25:01.90746+00:00","sms_state":"none","sms_attempts":0,"sms_error":null,"sms_sent_at":null,"created_at":"2026-11-26T13:25:01.884427+00:00","sms_provider_id":null,"updated_at":"2026-11-26T13:25:01+00:00"},
{"id":"01a21807-eba9-8e77-a941-e2209f6798cf","template":"order_confirmation","channel":"default","locale":"en","customer_id":null,"email":"part-shipped@under-way.example","phone":null,"data":null,"sealed":null,"expires_at":null,"email_state":"sent","email_attempts":1,"email_error":null,"email_sent_at":"2026-11-26T13:25:02.129811+00:00","sms_state":"none","sms_attempts":0,"sms_error":null,"sms_sent_at":null,"created_at":"2026-11-26T13:25:02.092996+00:00","sms_provider_id":null,"updated_at":"2026-11-26T13:25:02+00:00"},
{"id":"01a21807-edfa-8369-9bdb-c84e2e7e4c51","template":"order_confirmation","channel":"default","locale":"en","customer_id":null,"email":"refund@under-way.example","phone":null,"data":null,"sealed":null,"expires_at":null,"email_state":"sent","email_attempts":1,"email_error":null,"email_sent_at":"2026-11-26T13:25:02.700319+00:00","sms_state":"none","sms_attempts":0,"sms_error":null,"sms_sent_at":null,"created_at":"2026-11-26T13:25:02.668382+00:00","sms_provider_id":null,"updated_at":"2026-11-26T13:25:02+00:00"}
]');
insert into "notification"."migration" (name, checksum, applied_at) overriding system value
select name, checksum, applied_at from json_populate_recordset(null::"notification"."migration", '[
{"name":"0000-platform","checksum":"dejdfB8nGjDMBXtPn_LhsWIhWOboqupTUjgJmpILsSw","applied_at":"2026-11-26T13:23:14.162611+00:00"},
{"name":"0000-platform-held-events","checksum":"OCWBNB_PE17NSghg-uZCkOSqwDgcOZmCAYekzRTPLok","applied_at":"2026-11-26T13:23:14.350144+00:00"},
{"name":"0000-platform-event-marks","checksum":"XYfvbdxxlNI1fCzMuGvrSCAqo_1W3tRLfsnxEAq6brQ","applied_at":"2026-11-26T13:23:14.422982+00:00"},
{"name":"0000-platform-event-marks-index","checksum":"tgtX1S8ZeG_txwWsPl41K7w8au0DSqTERWkD_ihr_2s","applied_at":"2026-11-26T13:23:14.475338+00:00"},
{"name":"0000-platform-audit-channels","checksum":"Pd6moxwuDi7L_jVKOdv8EOsMorJ1Ig4F-YmmV-kZwYQ","applied_at":"2026-11-26T13:23:14.527706+00:00"},
{"name":"0000-platform-audit-index","checksum":"xN6jPsG3Hz8GtA45AIfPza7a3A86VjtwT5f2472qb4U","applied_at":"2026-11-26T13:23:14.566041+00:00"},
{"name":"0000-platform-updates","checksum":"GHpAeu2Cx658qpEC7Dfb2UEhCy85FEyhhzL_xDR48rI","applied_at":"2026-11-26T13:23:14.604855+00:00"},
{"name":"0000-platform-held-stories","checksum":"AvkUI8B8Ft8wkbis7QT0gO7WExHprwWdqUOf8GPq99U","applied_at":"2026-11-26T13:23:14.633128+00:00"},
{"name":"0000-platform-request-hash","checksum":"PP1rsEwEKyZsrlXd-GZZ6FnAk-QPtiiACH1vWOXD1Nw","applied_at":"2026-11-26T13:23:14.659728+00:00"},
{"name":"0001-messages","checksum":"8xn-ZuygIHqqS0M8Holdp6zCh7uUQ8GeWdiJfFX8OmY","applied_at":"2026-11-26T13:23:14.70549+00:00"},
{"name":"0002-provider-id-of-sms","checksum":"rkaMQhkYoINBOtEL7VEtZiGeXuBeySulR83tWfI9mBY","applied_at":"2026-11-26T13:23:14.869784+00:00"},
{"name":"0003-provider-id-index","checksum":"kgdVL8834_v-1uZFtWTSOzyPCsv3ETKX_s5bvNtIF5Q","applied_at":"2026-11-26T13:23:14.91525+00:00"},
{"name":"0004-lists","checksum":"OAnxO9ZAoIsUDQlfcezN-qy79k-rfxZHqsEmb_cBEfY","applied_at":"2026-11-26T13:23:14.964333+00:00"},
{"name":"0005-list-indexes","checksum":"VQhlFJO8dUrsTfmY6FQxmhlcD9VWIxpxbW27pcRHEHg","applied_at":"2026-11-26T13:23:15.001739+00:00"}
]');
insert into "notification"."recipient" (customer_id, email, phone, marketing_email, marketing_sms, version) overriding system value
select customer_id, email, phone, marketing_email, marketing_sms, version from json_populate_recordset(null::"notification"."recipient", '[
{"customer_id":"01a21807-e75f-7f4d-83ab-e27c6351e7b0","email":"ticket@under-way.example","phone":null,"marketing_email":false,"marketing_sms":false,"version":1}
]');
insert into "notification"."story" (name, id, state, attempts, next_attempt_at, last_error, channel, locale, traceparent, created_at, finished_at, held_as) overriding system value
select name, id, state, attempts, next_attempt_at, last_error, channel, locale, traceparent, created_at, finished_at, held_as from json_populate_recordset(null::"notification"."story", '[
{"name":"send_message","id":"01a21807-e448-8041-94d8-a004a450a1ab","state":"finished","attempts":0,"next_attempt_at":"2026-11-26T13:25:25.752426+00:00","last_error":null,"channel":"default","locale":"en","traceparent":"00-3545a3ffd893a35d5f7f7333684fae24-b0485375b3f04b27-01","created_at":"2026-11-26T13:25:00.752426+00:00","finished_at":"2026-11-26T13:25:01.016675+00:00","held_as":null},
{"name":"send_message","id":"01a21807-e764-7818-8271-25503307b340","state":"finished","attempts":0,"next_attempt_at":"2026-11-26T13:25:25.937753+00:00","last_error":null,"channel":"default","locale":"en","traceparent":"00-8f7e46a20af5ecde223ae787c9cd968c-ae18328f0effd6a8-01","created_at":"2026-11-26T13:25:00.937753+00:00","finished_at":"2026-11-26T13:25:01.082935+00:00","held_as":null},
{"name":"send_message","id":"01a21807-e9f8-8d0a-a662-2a6b1cd0f645","state":"finished","attempts":0,"next_attempt_at":"2026-11-26T13:25:26.743009+00:00","last_error":null,"channel":"default","locale":"en","traceparent":"00-b7b2d0e2ae72162a9fa46e07390a3104-b9026704a42bf0ee-01","created_at":"2026-11-26T13:25:01.743009+00:00","finished_at":"2026-11-26T13:25:01.780559+00:00","held_as":null},
{"name":"send_message","id":"01a21807-eb03-751d-9925-f64e43ac1791","state":"finished","attempts":0,"next_attempt_at":"2026-11-26T13:25:26.884427+00:00","last_error":null,"channel":"default","locale":"en","traceparent":"00-fa16eb0bcc7e7814c7229e1d58754b5a-fc3aa56f729d0c80-01","created_at":"2026-11-26T13:25:01.884427+00:00","finished_at":"2026-11-26T13:25:01.90746+00:00","held_as":null},
{"name":"send_message","id":"01a21807-eba9-8e77-a941-e2209f6798cf","state":"finished","attempts":0,"next_attempt_at":"2026-11-26T13:25:27.092996+00:00","last_error":null,"channel":"default","locale":"en","traceparent":"00-f7af59ca3e5050d7ed2366090b3e056c-33fbce9b609f12a1-01","created_at":"2026-11-26T13:25:02.092996+00:00","finished_at":"2026-11-26T13:25:02.129811+00:00","held_as":null},
{"name":"send_message","id":"01a21807-edfa-8369-9bdb-c84e2e7e4c51","state":"finished","attempts":0,"next_attempt_at":"2026-11-26T13:25:27.668382+00:00","last_error":null,"channel":"default","locale":"en","traceparent":"00-5706c6e48671fc20b736a93ebc35db5c-2dfb820be6e886b7-01","created_at":"2026-11-26T13:25:02.668382+00:00","finished_at":"2026-11-26T13:25:02.700319+00:00","held_as":null}
]');
select setval('notification.inbox_sequence_seq', 1);
