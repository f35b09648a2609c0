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

-- applied 0001-tickets
-- A customer's ticket, perhaps about an order, and the messages both ways.
create sequence ticket_number start 10001;

create table ticket (
  id uuid primary key,
  number text not null unique default 'T-' || nextval('ticket_number'),
  channel text not null,
  locale text not null,
  customer_id uuid not null,
  order_id uuid,
  subject text not null,
  state text not null check (state in ('open', 'pending', 'solved', 'closed')),
  priority text not null check (priority in ('low', 'normal', 'high', 'urgent')),
  assignee_id uuid,
  version int not null default 1,
  -- Rises with each message that the other side is told of: orders those events.
  told int not null default 0,
  created_at timestamptz not null default kontor_now(),
  updated_at timestamptz not null default kontor_now()
);
create index ticket_customer on ticket (customer_id, updated_at, id);
create index ticket_state on ticket (state, updated_at, id);
create index ticket_newest on ticket (updated_at, id);
create index ticket_assignee on ticket (assignee_id, updated_at, id) where assignee_id is not null;
create index ticket_order on ticket (order_id, updated_at, id) where order_id is not null;

create table ticket_message (
  id uuid primary key,
  ticket_id uuid not null references ticket (id),
  sequence bigint generated always as identity,
  author_kind text not null check (author_kind in ('customer', 'staff')),
  author_id text not null,
  -- Text, never markup.
  body text not null,
  -- A note among staff, which customers never see.
  internal boolean not null default false,
  created_at timestamptz not null default kontor_now()
);
create index ticket_message_ticket on ticket_message (ticket_id, sequence);

-- rows
insert into "support"."idempotency" (actor_scope, operation, key, body_hash, reply, created_at) overriding system value
select actor_scope, operation, key, body_hash, reply, created_at from json_populate_recordset(null::"support"."idempotency", '[
{"actor_scope":"customer:01a214cc-43af-7879-a1f9-7718a588253c:default","operation":"openTicket","key":"1820cb5c-2684-4cfd-9053-0707b70883b4","body_hash":"7llRXF37zu5HeDR5ah-t8DS2tVHdNVkFpON4X6ofEQ4","reply":{"ticketId":"01a214cc-4690-710e-9af5-88e3becf6b62","number":"T-10001","version":1,"customerId":"01a214cc-43af-7879-a1f9-7718a588253c","orderId":"01a214cc-457f-7757-9ba4-475e36c47841","channel":"default","subject":"Where is my mug?","state":"open","priority":"normal","assigneeId":null,"createdAt":"2026-11-25T22:21:01.450Z","updatedAt":"2026-11-25T22:21:01.450Z","messages":[{"from":"customer","message":"It should be here by now.","authorId":null,"internal":false,"createdAt":"2026-11-25T22:21:01.450Z","messageId":"01a214cc-4692-7542-bdf3-fa11114acdf4"}]},"created_at":"2026-11-25T22:21:01.450859+00:00"}
]');
insert into "support"."migration" (name, checksum, applied_at) overriding system value
select name, checksum, applied_at from json_populate_recordset(null::"support"."migration", '[
{"name":"0000-platform","checksum":"dejdfB8nGjDMBXtPn_LhsWIhWOboqupTUjgJmpILsSw","applied_at":"2026-11-25T22:20:47.662407+00:00"},
{"name":"0000-platform-held-events","checksum":"OCWBNB_PE17NSghg-uZCkOSqwDgcOZmCAYekzRTPLok","applied_at":"2026-11-25T22:20:48.007465+00:00"},
{"name":"0001-tickets","checksum":"A_Grrgm30q1ooUnzUubV5Rsx6hnSTCr7cou9dIaE5WA","applied_at":"2026-11-25T22:20:48.111539+00:00"}
]');
insert into "support"."outbox" (id, sequence, type, schema_version, aggregate_id, aggregate_version, channel, locale, actor, traceparent, occurred_at, data, pending) overriding system value
select id, sequence, type, schema_version, aggregate_id, aggregate_version, channel, locale, actor, traceparent, occurred_at, data, pending from json_populate_recordset(null::"support"."outbox", '[
{"id":"01a214cc-469f-7c87-b124-abb067f0ae2f","sequence":1,"type":"support.message_added","schema_version":1,"aggregate_id":"01a214cc-4690-710e-9af5-88e3becf6b62","aggregate_version":1,"channel":"default","locale":"en","actor":{"id": "01a214cc-43af-7879-a1f9-7718a588253c", "kind": "customer", "channels": "*", "permissions": []},"traceparent":"00-f59f4e64469fa4b471d0cf0ee0cacc47-f24dd79904282d5f-01","occurred_at":"2026-11-25T22:21:01.450859+00:00","data":{"from": "customer", "excerpt": "It should be here by now.", "subject": "Where is my mug?", "ticketId": "01a214cc-4690-710e-9af5-88e3becf6b62", "messageId": "01a214cc-4692-7542-bdf3-fa11114acdf4", "customerId": "01a214cc-43af-7879-a1f9-7718a588253c", "ticketNumber": "T-10001"},"pending":[]}
]');
insert into "support"."ticket" (id, number, channel, locale, customer_id, order_id, subject, state, priority, assignee_id, version, told, created_at, updated_at) overriding system value
select id, number, channel, locale, customer_id, order_id, subject, state, priority, assignee_id, version, told, created_at, updated_at from json_populate_recordset(null::"support"."ticket", '[
{"id":"01a214cc-4690-710e-9af5-88e3becf6b62","number":"T-10001","channel":"default","locale":"en","customer_id":"01a214cc-43af-7879-a1f9-7718a588253c","order_id":"01a214cc-457f-7757-9ba4-475e36c47841","subject":"Where is my mug?","state":"open","priority":"normal","assignee_id":null,"version":1,"told":1,"created_at":"2026-11-25T22:21:01.450859+00:00","updated_at":"2026-11-25T22:21:01.450859+00:00"}
]');
insert into "support"."ticket_message" (id, ticket_id, sequence, author_kind, author_id, body, internal, created_at) overriding system value
select id, ticket_id, sequence, author_kind, author_id, body, internal, created_at from json_populate_recordset(null::"support"."ticket_message", '[
{"id":"01a214cc-4692-7542-bdf3-fa11114acdf4","ticket_id":"01a214cc-4690-710e-9af5-88e3becf6b62","sequence":1,"author_kind":"customer","author_id":"01a214cc-43af-7879-a1f9-7718a588253c","body":"It should be here by now.","internal":false,"created_at":"2026-11-25T22:21:01.450859+00:00"}
]');
select setval('support.outbox_sequence_seq', 1);
select setval('support.ticket_message_sequence_seq', 1);
select setval('support.ticket_number', 10001);
