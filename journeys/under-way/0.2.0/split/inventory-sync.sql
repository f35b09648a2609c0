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

-- applied 0001-book
-- What was asked of inventory, written before it is asked.
create table entry (
  kind text not null check (kind in ('departure', 'release', 'receipt', 'count')),
  id uuid not null,
  state text not null check (state in ('requested', 'done', 'refused')),
  -- asking again after a refusal is another attempt, with a story of its own
  attempt int not null default 1,
  order_id uuid,
  input jsonb not null,
  actor jsonb not null,
  reply jsonb,
  failure jsonb,
  units int,
  requested_at timestamptz not null default kontor_now(),
  settled_at timestamptz,
  primary key (kind, id),
  constraint settled_ones_know_how check (
    (state = 'requested') = (settled_at is null)
    and (state = 'done') = (reply is not null)
    and (state = 'refused') = (failure is not null))
);
create index entry_age on entry (requested_at);
create index entry_order on entry (order_id);

create table reconciliation (
  id uuid primary key default uuidv7(),
  at timestamptz not null default kontor_now(),
  since timestamptz not null,
  checked int not null,
  differences jsonb not null
);

-- rows
insert into "inventory_sync"."audit_entry" (id, at, actor_kind, actor_id, operation, subject, detail, trace_id, channels) overriding system value
select id, at, actor_kind, actor_id, operation, subject, detail, trace_id, channels from json_populate_recordset(null::"inventory_sync"."audit_entry", '[
{"id":"01a21807-df90-79b0-b9c1-be2fbff381c4","at":"2026-11-26T13:24:58.893166+00:00","actor_kind":"api_key","actor_id":"01a21807-661c-72fb-a826-bc93fc1402ea","operation":"request_count","subject":null,"detail":{},"trace_id":"4ffdb0702bc7aba8dfcb8da3f351c08a","channels":["*"]},
{"id":"01a21807-dfed-746c-853a-2d9894e6ec07","at":"2026-11-26T13:24:58.982294+00:00","actor_kind":"api_key","actor_id":"01a21807-661c-72fb-a826-bc93fc1402ea","operation":"settle_count","subject":null,"detail":{},"trace_id":"4ffdb0702bc7aba8dfcb8da3f351c08a","channels":["*"]}
]');
insert into "inventory_sync"."entry" (kind, id, state, attempt, order_id, input, actor, reply, failure, units, requested_at, settled_at) overriding system value
select kind, id, state, attempt, order_id, input, actor, reply, failure, units, requested_at, settled_at from json_populate_recordset(null::"inventory_sync"."entry", '[
{"kind":"count","id":"ce77ca63-efff-8901-928b-8a7f7a2ebb5c","state":"done","attempt":1,"order_id":null,"input":{"lines": [{"sku": "MUG-1", "quantity": 500}, {"sku": "COAT-M", "quantity": 500}, {"sku": "COAT-L", "quantity": 3}], "reason": "product import", "countId": "ce77ca63-efff-8901-928b-8a7f7a2ebb5c"},"actor":{"id": "01a21807-661c-72fb-a826-bc93fc1402ea", "kind": "api_key", "channels": "*", "permissions": ["catalog:read", "catalog:write", "inventory:read", "inventory:write", "orders:read", "orders:write", "orders:refund", "fulfillment:read", "fulfillment:write", "customers:read", "customers:write", "support:read", "support:write", "notifications:read", "notifications:write", "settings:read", "settings:write", "staff:manage", "audit:read"]},"reply":{"movements": 3, "shortages": 0},"failure":null,"units":3,"requested_at":"2026-11-26T13:24:58.893166+00:00","settled_at":"2026-11-26T13:24:58.982294+00:00"},
{"kind":"departure","id":"01a21807-eba9-8d0e-81fc-3a6228597764","state":"done","attempt":1,"order_id":"01a21807-eba9-74a2-a957-470ff97687d3","input":{"lines": [{"lineId": "01a21807-eb3e-7af9-a3eb-35aaeee5bfcc", "quantity": 1, "locationId": "01a21807-640d-786c-b2aa-8d67d4e3cfc3"}], "orderId": "01a21807-eba9-74a2-a957-470ff97687d3", "departureId": "01a21807-eba9-8d0e-81fc-3a6228597764", "reservationId": "01a21807-eb5b-78f7-b60c-d9d3192bf346"},"actor":{"id": "fulfillment", "kind": "system", "channels": "*", "permissions": []},"reply":{"departedUnits": 1},"failure":null,"units":1,"requested_at":"2026-11-26T13:25:02.338065+00:00","settled_at":"2026-11-26T13:25:02.355144+00:00"}
]');
insert into "inventory_sync"."migration" (name, checksum, applied_at) overriding system value
select name, checksum, applied_at from json_populate_recordset(null::"inventory_sync"."migration", '[
{"name":"0000-platform","checksum":"dejdfB8nGjDMBXtPn_LhsWIhWOboqupTUjgJmpILsSw","applied_at":"2026-11-26T13:23:14.299624+00:00"},
{"name":"0000-platform-held-events","checksum":"OCWBNB_PE17NSghg-uZCkOSqwDgcOZmCAYekzRTPLok","applied_at":"2026-11-26T13:23:14.581032+00:00"},
{"name":"0000-platform-event-marks","checksum":"XYfvbdxxlNI1fCzMuGvrSCAqo_1W3tRLfsnxEAq6brQ","applied_at":"2026-11-26T13:23:14.645973+00:00"},
{"name":"0000-platform-event-marks-index","checksum":"tgtX1S8ZeG_txwWsPl41K7w8au0DSqTERWkD_ihr_2s","applied_at":"2026-11-26T13:23:14.70289+00:00"},
{"name":"0000-platform-audit-channels","checksum":"Pd6moxwuDi7L_jVKOdv8EOsMorJ1Ig4F-YmmV-kZwYQ","applied_at":"2026-11-26T13:23:14.776005+00:00"},
{"name":"0000-platform-audit-index","checksum":"xN6jPsG3Hz8GtA45AIfPza7a3A86VjtwT5f2472qb4U","applied_at":"2026-11-26T13:23:14.787387+00:00"},
{"name":"0000-platform-updates","checksum":"GHpAeu2Cx658qpEC7Dfb2UEhCy85FEyhhzL_xDR48rI","applied_at":"2026-11-26T13:23:14.811849+00:00"},
{"name":"0000-platform-held-stories","checksum":"AvkUI8B8Ft8wkbis7QT0gO7WExHprwWdqUOf8GPq99U","applied_at":"2026-11-26T13:23:14.875143+00:00"},
{"name":"0000-platform-request-hash","checksum":"PP1rsEwEKyZsrlXd-GZZ6FnAk-QPtiiACH1vWOXD1Nw","applied_at":"2026-11-26T13:23:14.915653+00:00"},
{"name":"0001-book","checksum":"ovMcoomhVQv05-Ks9Wbqf_voKn4tsgW88ELnM9Y7D4w","applied_at":"2026-11-26T13:23:15.001788+00:00"}
]');
insert into "inventory_sync"."story" (name, id, state, attempts, next_attempt_at, last_error, channel, locale, traceparent, created_at, finished_at, held_as) overriding system value
select name, id, state, attempts, next_attempt_at, last_error, channel, locale, traceparent, created_at, finished_at, held_as from json_populate_recordset(null::"inventory_sync"."story", '[
{"name":"settle_entry","id":"count ce77ca63-efff-8901-928b-8a7f7a2ebb5c 1","state":"finished","attempts":0,"next_attempt_at":"2026-11-26T13:25:23.893166+00:00","last_error":null,"channel":"default","locale":"en","traceparent":"00-4ffdb0702bc7aba8dfcb8da3f351c08a-27fad1953a87c11c-01","created_at":"2026-11-26T13:24:58.893166+00:00","finished_at":"2026-11-26T13:24:58.982294+00:00","held_as":null},
{"name":"settle_entry","id":"departure 01a21807-eba9-8d0e-81fc-3a6228597764 1","state":"finished","attempts":0,"next_attempt_at":"2026-11-26T13:25:27.338065+00:00","last_error":null,"channel":"default","locale":"en","traceparent":"00-f532de67a3157fbe1917b8013da60639-d232695243ef6b93-01","created_at":"2026-11-26T13:25:02.338065+00:00","finished_at":"2026-11-26T13:25:02.355144+00:00","held_as":null}
]');
