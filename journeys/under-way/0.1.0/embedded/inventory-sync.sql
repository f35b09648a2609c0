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
insert into "inventory_sync"."audit_entry" (id, at, actor_kind, actor_id, operation, subject, detail, trace_id) overriding system value
select id, at, actor_kind, actor_id, operation, subject, detail, trace_id from json_populate_recordset(null::"inventory_sync"."audit_entry", '[
{"id":"01a214cc-3cdd-7285-a2c8-cc8ba7b48bdf","at":"2026-11-25T22:20:58.971368+00:00","actor_kind":"api_key","actor_id":"01a214cc-2cca-792d-821d-e8c253c9cec4","operation":"request_count","subject":null,"detail":{},"trace_id":"f8422d5eabe2ca96c0b727d7889b2980"},
{"id":"01a214cc-3d12-78c3-ba63-81500d403c1b","at":"2026-11-25T22:20:59.023164+00:00","actor_kind":"api_key","actor_id":"01a214cc-2cca-792d-821d-e8c253c9cec4","operation":"settle_count","subject":null,"detail":{},"trace_id":"f8422d5eabe2ca96c0b727d7889b2980"}
]');
insert into "inventory_sync"."entry" (kind, id, state, attempt, order_id, input, actor, reply, failure, units, requested_at, settled_at) overriding system value
select kind, id, state, attempt, order_id, input, actor, reply, failure, units, requested_at, settled_at from json_populate_recordset(null::"inventory_sync"."entry", '[
{"kind":"count","id":"ce77ca63-efff-8901-928b-8a7f7a2ebb5c","state":"done","attempt":1,"order_id":null,"input":{"lines": [{"sku": "MUG-1", "quantity": 500}, {"sku": "COAT-M", "quantity": 500}, {"sku": "COAT-L", "quantity": 3}], "reason": "product import", "countId": "ce77ca63-efff-8901-928b-8a7f7a2ebb5c"},"actor":{"id": "01a214cc-2cca-792d-821d-e8c253c9cec4", "kind": "api_key", "channels": "*", "permissions": ["catalog:read", "catalog:write", "inventory:read", "inventory:write", "orders:read", "orders:write", "orders:refund", "fulfillment:read", "fulfillment:write", "customers:read", "customers:write", "support:read", "support:write", "notifications:read", "notifications:write", "settings:read", "settings:write", "staff:manage", "audit:read"]},"reply":{"movements": 3, "shortages": 0},"failure":null,"units":3,"requested_at":"2026-11-25T22:20:58.971368+00:00","settled_at":"2026-11-25T22:20:59.023164+00:00"},
{"kind":"departure","id":"01a214cc-4792-82a1-b3e5-4b630ef84988","state":"done","attempt":1,"order_id":"01a214cc-4792-7a4d-8f70-8c9c742b4f10","input":{"lines": [{"lineId": "01a214cc-46e1-7756-8ca2-7bd4135c3747", "quantity": 1, "locationId": "01a214cc-27f2-705e-a6e3-915dc9a10f45"}], "orderId": "01a214cc-4792-7a4d-8f70-8c9c742b4f10", "departureId": "01a214cc-4792-82a1-b3e5-4b630ef84988", "reservationId": "01a214cc-46ff-745b-a2fe-a2f7e562d5ca"},"actor":{"id": "fulfillment", "kind": "system", "channels": "*", "permissions": []},"reply":{"departedUnits": 1},"failure":null,"units":1,"requested_at":"2026-11-25T22:21:02.396077+00:00","settled_at":"2026-11-25T22:21:02.422369+00:00"}
]');
insert into "inventory_sync"."migration" (name, checksum, applied_at) overriding system value
select name, checksum, applied_at from json_populate_recordset(null::"inventory_sync"."migration", '[
{"name":"0000-platform","checksum":"dejdfB8nGjDMBXtPn_LhsWIhWOboqupTUjgJmpILsSw","applied_at":"2026-11-25T22:20:47.638335+00:00"},
{"name":"0000-platform-held-events","checksum":"OCWBNB_PE17NSghg-uZCkOSqwDgcOZmCAYekzRTPLok","applied_at":"2026-11-25T22:20:48.117106+00:00"},
{"name":"0001-book","checksum":"ovMcoomhVQv05-Ks9Wbqf_voKn4tsgW88ELnM9Y7D4w","applied_at":"2026-11-25T22:20:48.301768+00:00"}
]');
insert into "inventory_sync"."story" (name, id, state, attempts, next_attempt_at, last_error, channel, locale, traceparent, created_at, finished_at) overriding system value
select name, id, state, attempts, next_attempt_at, last_error, channel, locale, traceparent, created_at, finished_at from json_populate_recordset(null::"inventory_sync"."story", '[
{"name":"settle_entry","id":"count ce77ca63-efff-8901-928b-8a7f7a2ebb5c 1","state":"finished","attempts":0,"next_attempt_at":"2026-11-25T22:21:23.971368+00:00","last_error":null,"channel":"default","locale":"en","traceparent":"00-f8422d5eabe2ca96c0b727d7889b2980-e2d420e3734ed64b-01","created_at":"2026-11-25T22:20:58.971368+00:00","finished_at":"2026-11-25T22:20:59.023164+00:00"},
{"name":"settle_entry","id":"departure 01a214cc-4792-82a1-b3e5-4b630ef84988 1","state":"finished","attempts":0,"next_attempt_at":"2026-11-25T22:21:27.396077+00:00","last_error":null,"channel":"default","locale":"en","traceparent":"00-b5068eaf7d2fbb242c4b01b90dbff79b-dc21cb05abae34d5-01","created_at":"2026-11-25T22:21:02.396077+00:00","finished_at":"2026-11-25T22:21:02.422369+00:00"}
]');
