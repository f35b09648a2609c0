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
