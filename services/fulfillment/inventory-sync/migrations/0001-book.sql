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
