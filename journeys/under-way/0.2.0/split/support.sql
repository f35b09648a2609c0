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

-- applied 0002-lists
-- As the platform's note_update, but to the very moment: people see tickets in this order.
create function note_moment() returns trigger language plpgsql as $$
begin
  new.updated_at := clock_timestamp() + (kontor.kontor_now() - now());
  return new;
end $$;
create trigger ticket_note_update before insert or update on ticket
  for each row execute function note_moment();

-- rows
insert into "support"."broker_seen" (one, server_id, stream_made_at, marks_made) overriding system value
select one, server_id, stream_made_at, marks_made from json_populate_recordset(null::"support"."broker_seen", '[
{"one":true,"server_id":"NBVAET43GHKIK2IKYXQVLOWOTQ7PIPRE2Q2VF5II5OSOZU3HSAS7VCRF","stream_made_at":"2026-11-26T13:24:53.256+00:00","marks_made":true}
]');
insert into "support"."idempotency" (actor_scope, operation, key, body_hash, reply, created_at, request_hash) overriding system value
select actor_scope, operation, key, body_hash, reply, created_at, request_hash from json_populate_recordset(null::"support"."idempotency", '[
{"actor_scope":"customer:01a21807-e75f-7f4d-83ab-e27c6351e7b0:default","operation":"openTicket","key":"e09830ef-d1a3-43e3-9a8d-dd6a5c9ea18c","body_hash":"etnQaQEtTUs-bEDYsg5sMUyRHWtrNlqQbzex8aqSclg","reply":{"ticketId":"01a21807-eafa-7228-aa96-29cefebfa0fa","number":"T-10001","version":1,"customerId":"01a21807-e75f-7f4d-83ab-e27c6351e7b0","orderId":"01a21807-e9f8-7639-98a9-f15aa7c1babc","channel":"default","subject":"Where is my mug?","state":"open","priority":"normal","assigneeId":null,"createdAt":"2026-11-26T13:25:01.813Z","updatedAt":"2026-11-26T13:25:01.820Z","messages":[{"from":"customer","message":"It should be here by now.","authorId":null,"internal":false,"createdAt":"2026-11-26T13:25:01.813Z","messageId":"01a21807-eafd-718c-a2a1-1594f0a56820"}]},"created_at":"2026-11-26T13:25:01.813562+00:00","request_hash":"z4iw-OlC_Blu55ODDpHMLzXO_Zguf7S3f9Uyv1YtCDg"}
]');
insert into "support"."migration" (name, checksum, applied_at) overriding system value
select name, checksum, applied_at from json_populate_recordset(null::"support"."migration", '[
{"name":"0000-platform","checksum":"dejdfB8nGjDMBXtPn_LhsWIhWOboqupTUjgJmpILsSw","applied_at":"2026-11-26T13:23:14.216612+00:00"},
{"name":"0000-platform-held-events","checksum":"OCWBNB_PE17NSghg-uZCkOSqwDgcOZmCAYekzRTPLok","applied_at":"2026-11-26T13:23:14.407285+00:00"},
{"name":"0000-platform-event-marks","checksum":"XYfvbdxxlNI1fCzMuGvrSCAqo_1W3tRLfsnxEAq6brQ","applied_at":"2026-11-26T13:23:14.490222+00:00"},
{"name":"0000-platform-event-marks-index","checksum":"tgtX1S8ZeG_txwWsPl41K7w8au0DSqTERWkD_ihr_2s","applied_at":"2026-11-26T13:23:14.527309+00:00"},
{"name":"0000-platform-audit-channels","checksum":"Pd6moxwuDi7L_jVKOdv8EOsMorJ1Ig4F-YmmV-kZwYQ","applied_at":"2026-11-26T13:23:14.549017+00:00"},
{"name":"0000-platform-audit-index","checksum":"xN6jPsG3Hz8GtA45AIfPza7a3A86VjtwT5f2472qb4U","applied_at":"2026-11-26T13:23:14.595727+00:00"},
{"name":"0000-platform-updates","checksum":"GHpAeu2Cx658qpEC7Dfb2UEhCy85FEyhhzL_xDR48rI","applied_at":"2026-11-26T13:23:14.647432+00:00"},
{"name":"0000-platform-held-stories","checksum":"AvkUI8B8Ft8wkbis7QT0gO7WExHprwWdqUOf8GPq99U","applied_at":"2026-11-26T13:23:14.692242+00:00"},
{"name":"0000-platform-request-hash","checksum":"PP1rsEwEKyZsrlXd-GZZ6FnAk-QPtiiACH1vWOXD1Nw","applied_at":"2026-11-26T13:23:14.722401+00:00"},
{"name":"0001-tickets","checksum":"A_Grrgm30q1ooUnzUubV5Rsx6hnSTCr7cou9dIaE5WA","applied_at":"2026-11-26T13:23:14.734527+00:00"},
{"name":"0002-lists","checksum":"TQ17qpf2QUDPpcEJbO8PEM58DWBxXtH3LBRFglq-prY","applied_at":"2026-11-26T13:23:14.854537+00:00"}
]');
insert into "support"."outbox" (id, sequence, type, schema_version, aggregate_id, aggregate_version, channel, locale, actor, traceparent, occurred_at, data, pending, unconfirmed, handed_at) overriding system value
select id, sequence, type, schema_version, aggregate_id, aggregate_version, channel, locale, actor, traceparent, occurred_at, data, pending, unconfirmed, handed_at from json_populate_recordset(null::"support"."outbox", '[
{"id":"01a21807-eb03-751d-9925-f64e43ac1791","sequence":1,"type":"support.message_added","schema_version":1,"aggregate_id":"01a21807-eafa-7228-aa96-29cefebfa0fa","aggregate_version":1,"channel":"default","locale":"en","actor":{"id": "01a21807-e75f-7f4d-83ab-e27c6351e7b0", "kind": "customer", "channels": "*", "permissions": []},"traceparent":"00-fa16eb0bcc7e7814c7229e1d58754b5a-fc3aa56f729d0c80-01","occurred_at":"2026-11-26T13:25:01.813562+00:00","data":{"from": "customer", "excerpt": "It should be here by now.", "subject": "Where is my mug?", "ticketId": "01a21807-eafa-7228-aa96-29cefebfa0fa", "messageId": "01a21807-eafd-718c-a2a1-1594f0a56820", "customerId": "01a21807-e75f-7f4d-83ab-e27c6351e7b0", "ticketNumber": "T-10001"},"pending":[],"unconfirmed":[],"handed_at":"2026-11-26T13:25:01.843597+00:00"}
]');
insert into "support"."ticket" (id, number, channel, locale, customer_id, order_id, subject, state, priority, assignee_id, version, told, created_at, updated_at) overriding system value
select id, number, channel, locale, customer_id, order_id, subject, state, priority, assignee_id, version, told, created_at, updated_at from json_populate_recordset(null::"support"."ticket", '[
{"id":"01a21807-eafa-7228-aa96-29cefebfa0fa","number":"T-10001","channel":"default","locale":"en","customer_id":"01a21807-e75f-7f4d-83ab-e27c6351e7b0","order_id":"01a21807-e9f8-7639-98a9-f15aa7c1babc","subject":"Where is my mug?","state":"open","priority":"normal","assignee_id":null,"version":1,"told":1,"created_at":"2026-11-26T13:25:01.813562+00:00","updated_at":"2026-11-26T13:25:01.820978+00:00"}
]');
insert into "support"."ticket_message" (id, ticket_id, sequence, author_kind, author_id, body, internal, created_at) overriding system value
select id, ticket_id, sequence, author_kind, author_id, body, internal, created_at from json_populate_recordset(null::"support"."ticket_message", '[
{"id":"01a21807-eafd-718c-a2a1-1594f0a56820","ticket_id":"01a21807-eafa-7228-aa96-29cefebfa0fa","sequence":1,"author_kind":"customer","author_id":"01a21807-e75f-7f4d-83ab-e27c6351e7b0","body":"It should be here by now.","internal":false,"created_at":"2026-11-26T13:25:01.813562+00:00"}
]');
select setval('support.outbox_sequence_seq', 1);
select setval('support.ticket_message_sequence_seq', 1);
select setval('support.ticket_number', 10001);
