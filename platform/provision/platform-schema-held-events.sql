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
