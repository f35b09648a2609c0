-- Messages that are to be sent once more and were asked to wait before they go out. The repeat bears
-- the same id.
create table outgoing (
  id uuid primary key,
  kind text not null check (kind = 'message'),
  subject_id uuid not null references message (id) on delete cascade,
  channel text not null,
  state text not null default 'waiting'
    check (state in ('waiting', 'started', 'undone', 'refused')),
  version int not null default 1,
  words text,
  amount_minor bigint,
  currency text,
  asked_by text not null,
  asked_at timestamptz not null default kontor_now(),
  starts_at timestamptz not null,
  ended_at timestamptz,
  refusal text
);
create index outgoing_of_subject on outgoing (subject_id, starts_at);
create index outgoing_asked_by on outgoing (asked_by, starts_at) where state in ('waiting', 'refused');
